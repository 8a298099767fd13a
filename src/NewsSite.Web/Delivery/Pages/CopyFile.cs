using Microsoft.Data.Sqlite;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>The file in which copies of pages lie: one writer at a time, and any number of readers who do not wait for it.</summary>
public sealed class CopyFile : IDisposable
{
    public const string Name = "pages.db";
    private const int Layout = 2;
    private const int Busy = 5;
    private const int Locked = 6;

    private readonly string file;
    private readonly ILogger<CopyFile> log;
    private readonly Lock gate = new();
    private SqliteConnection? own;

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="limit">How many bytes of pages it may hold; there is no file where it is 0.</param>
    public CopyFile(string folder, long limit, ILogger<CopyFile> log)
    {
        (Limit, this.log) = (limit, log);
        file = Path.Combine(folder, Name);
        if (limit > 0)
        {
            Open(folder);
        }
    }

    /// <summary>In bytes.</summary>
    public long Limit { get; }
    public bool IsOn => own is not null;

    /// <summary>Names this server's disk to the others, and is kept in the file; without one, it names this process.</summary>
    public Guid Id { get; private set; } = Guid.NewGuid();

    /// <summary>Does something whole or not at all.</summary>
    /// <param name="otherwise">What it gives where there is no file, or it cannot be used.</param>
    /// <param name="synchronous">
    /// <c>full</c>: it stands a power cut, too. Else the last second may be lost, which costs a page.
    /// </param>
    internal T Do<T>(Func<SqliteConnection, T> act, T otherwise, string synchronous = "normal")
    {
        try
        {
            return Run(act, otherwise, synchronous);
        }
        catch (SqliteException e)
        {
            log.LogError(e, "The copies of pages cannot be used");
            return otherwise;
        }
    }

    /// <summary>Does what must be on the disk. Where it cannot be written, there is no copy of anything afterwards.</summary>
    /// <exception cref="SqliteException">Somebody else has the file at this moment; try again.</exception>
    internal void Insist(Action<SqliteConnection> act)
    {
        try
        {
            Run(
                db =>
                {
                    act(db);
                    return 0;
                },
                0,
                "full"
            );
        }
        catch (SqliteException e) when (e.SqliteErrorCode is not (Busy or Locked))
        {
            log.LogError(e, "The copies of pages cannot be written; they are made anew");
            Discard();
        }
    }

    /// <summary>Looks something up without waiting for whoever writes.</summary>
    /// <returns>Null where there is nothing, or the file cannot be read.</returns>
    internal T? Read<T>(Func<SqliteConnection, T?> look)
        where T : class
    {
        if (!IsOn)
        {
            return null;
        }

        try
        {
            using var db = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
            db.Open();
            return look(db);
        }
        catch (SqliteException e)
        {
            log.LogError(e, "The copies of pages cannot be read");
            return null;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            own?.Dispose();
            own = null;
        }
    }

    private T Run<T>(Func<SqliteConnection, T> act, T otherwise, string synchronous)
    {
        lock (gate)
        {
            if (own is null)
            {
                return otherwise;
            }

            own.Run($"pragma synchronous = {synchronous}");
            using var transaction = own.BeginTransaction();
            var given = act(own);
            transaction.Commit();
            return given;
        }
    }

    private string ConnectionString(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            DefaultTimeout = 1,
        }.ToString();

    private void Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            OpenFile();
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            // Torn, of another layout, or not to be had: copies can be made again.
            log.LogWarning(e, "The copies of pages in {Folder} cannot be used; they are made anew", folder);
            Discard();
        }
    }

    private void OpenFile()
    {
        var db = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWriteCreate));
        try
        {
            db.Open();
            db.Run("pragma journal_mode = wal");
            db.Run("pragma foreign_keys = on");
            if ((long)db.Read("pragma user_version")! is var layout && layout != Layout)
            {
                if (layout != 0)
                {
                    throw new IOException($"They have the layout {layout}, and this is {Layout}.");
                }

                db.Run(CopiedPage.Tables);
                db.Run("update state set server = $1", Id.ToString());
                db.Run($"pragma user_version = {Layout}");
            }

            // Came later than the layout, and asks for no other: what lies there stays.
            db.Run(RedirectCopies.Table);
            Id = Guid.Parse((string)db.Read("select server from state")!);
            own = db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private void Discard()
    {
        lock (gate)
        {
            own?.Dispose();
            own = null;
            SqliteConnection.ClearAllPools();
            try
            {
                File.Delete(file);
                File.Delete(file + "-wal");
                File.Delete(file + "-shm");
                OpenFile();
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                log.LogError(e, "There are no copies of pages: readers get none while the database is away");
            }
        }
    }
}
