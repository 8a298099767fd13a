using Microsoft.Data.Sqlite;
using NewsSite.News.Database;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// The last good copy of every public page, on this server's own disk: what readers get while the database is away. It knows
/// what was withdrawn, and up to which change it has followed the paper.
/// </summary>
public sealed class CopyStore : IDisposable
{
    public const string FileName = "pages.db";
    private const int Layout = 1;

    // Found by a link; found to be out of date; to be had before all others.
    private const int Linked = 2;
    private const int Changed = 1;
    private const int First = 0;

    // In bytes, compressed: what lists very many stories is not made again for each of them, but once an hour.
    private const int Large = 100_000;
    private readonly string file;
    private readonly long limit;
    private readonly ILogger<CopyStore> log;
    private readonly Lock gate = new();
    private SqliteConnection? own;
    private long size;

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="limit">How many bytes of pages it may hold; nothing is kept where it is 0.</param>
    public CopyStore(string folder, long limit, ILogger<CopyStore> log)
    {
        (this.limit, this.log) = (limit, log);
        file = Path.Combine(folder, FileName);
        if (limit > 0)
        {
            Open(folder);
        }
    }

    public bool IsOn => own is not null;

    /// <summary>The last change that it has followed; null where it knows none.</summary>
    public long? Seen { get; private set; }

    /// <summary>When the database was last heard of, by this machine's clock.</summary>
    public DateTimeOffset? Contact { get; private set; }

    /// <summary>How many pages it holds.</summary>
    public long Count => Do(db => (long)db.Read("select count(*) from copy")!, 0);

    /// <summary>Whether nothing is left to be copied.</summary>
    public bool IsWhole => Next() is null && Do(db => db.Read("select 1 from wanted limit 1") is null, false);

    /// <returns>Null where there is none, or none that may be shown.</returns>
    internal KeptPage? Find(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        try
        {
            if (!IsOn)
            {
                return null;
            }

            // A connection of its own: who reads does not wait for who writes.
            using var db = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadOnly));
            db.Open();
            if (db.Read("select keys from copy where path = $1 limit 1", path) is not string keys)
            {
                return null;
            }

            if (PageAddress.Of(request, CopiedPage.Split(keys)) is not { } address)
            {
                return null;
            }

            using var find = db.Command(
                "select made, etag, headers, names, body from copy where path = $1 and query = $2 and not is_refused",
                address.Path,
                address.Query
            );
            using var row = find.ExecuteReader();
            return row.Read() ? CopiedPage.Read(address, row) : null;
        }
        catch (SqliteException e)
        {
            log.LogError(e, "The copy of {Path} cannot be read", path);
            return null;
        }
    }

    /// <summary>Whether a story was withdrawn, as far as this server knows.</summary>
    public bool IsWithdrawn(long id) =>
        Do(db => db.Read("select 1 from withdrawn where story = $1", id) is not null, false);

    /// <summary>Whether a page that may be shown has the picture.</summary>
    /// <param name="hash">The master's file name without its ending.</param>
    /// <param name="path">The address of the size and crop that is asked for.</param>
    public bool ShowsPicture(string hash, string path) =>
        Do(
            db =>
            {
                using var find = db.Command(
                    "select body from shown join copy on copy.id = shown.copy where name = $1 and not is_refused limit 5",
                    CopiedPage.NameOfPicture(hash)
                );
                using var rows = find.ExecuteReader();
                while (rows.Read())
                {
                    if (CopiedPage.Text((byte[])rows[0]).Contains(path, StringComparison.Ordinal))
                    {
                        return true;
                    }
                }

                return false;
            },
            false
        );

    /// <summary>Writes copies down, and what they lead to as wanted.</summary>
    /// <param name="isFresh">Asked at the last moment: whether nothing that the page shows has changed since it was begun.</param>
    internal void Write(IReadOnlyList<CopiedPage> pages, Func<CopiedPage, bool> isFresh) =>
        Do(
            db =>
            {
                foreach (var copy in pages)
                {
                    if (isFresh(copy))
                    {
                        Write(db, copy);
                    }
                    else
                    {
                        Want(db, copy.Page.Address.ToString(), Changed);
                    }
                }

                return MakeRoom(db);
            },
            0
        );

    /// <summary>Takes note of what changed, on the disk, before it returns.</summary>
    /// <param name="seen">The last change.</param>
    /// <param name="names">Of what changed; see <see cref="Shown"/>.</param>
    /// <param name="live">Those of the stories asked for (<see cref="StoriesAmong"/>) that readers may see, and their addresses.</param>
    /// <param name="gone">The others.</param>
    internal void Hear(
        long seen,
        IReadOnlyCollection<string> names,
        IReadOnlyDictionary<long, string> live,
        IReadOnlyCollection<long> gone
    )
    {
        var isDone = Do(
            db =>
            {
                foreach (var id in gone)
                {
                    Withdraw(db, id, seen);
                }

                // Lists may name a story without saying so, such as a sitemap of very many.
                foreach (
                    var name in gone.Count > 0 || names.Contains(Shown.All)
                        ? names.Where(IsTold).Append(Shown.Stories)
                        : []
                )
                {
                    Refuse(db, name);
                }

                foreach (var (id, address) in live)
                {
                    db.Run("delete from withdrawn where story = $1", id);
                    if (names.Contains(Name(id)))
                    {
                        Want(db, address, First);
                    }
                }

                foreach (var name in names)
                {
                    if (IsTold(name))
                    {
                        db.Run(
                            $"""
                            insert into wanted (address, rank, after) select {CopiedPage.AddressSql}, {Changed},
                                case when copy.size > {Large} and not copy.is_refused then copy.made / 1000 + 3600 else 0 end
                            from shown join copy on copy.id = shown.copy where shown.name = $1
                            on conflict (address) do update set rank = min(rank, excluded.rank), after = excluded.after
                            """,
                            name
                        );
                    }
                }

                if (names.Contains(Shown.Frame) || names.Contains(Shown.All))
                {
                    db.Run("update state set frame = $1", seen);
                }

                db.Run("update state set seen = $1", seen);
                return true;
            },
            false,
            "full"
        );
        if (isDone)
        {
            Seen = seen;
        }
        else if (own is not null)
        {
            // What was withdrawn could not be written down: there must be no copy of it either.
            Discard();
        }
    }

    /// <summary>Takes note that the database answered a moment ago.</summary>
    public void Meet(DateTimeOffset now)
    {
        if (Contact is not { } last || now - last > TimeSpan.FromSeconds(5) || now < last)
        {
            Contact = Do(
                db =>
                {
                    db.Run("update state set contact = $1", now.ToUnixTimeMilliseconds());
                    return now;
                },
                Contact
            );
        }
    }

    /// <summary>The stories that changed, or all that any copy shows where the names are <see cref="Shown.All"/>.</summary>
    public IReadOnlyList<long> StoriesAmong(IReadOnlyCollection<string> names) =>
        Do(
            db =>
            {
                var told = names.Contains(Shown.All)
                    ? db.List("select distinct name from shown where name like 'story:%'")
                        .Concat(db.List("select 'story:' || story from withdrawn"))
                    : names;
                return told.Where(n => n.StartsWith("story:", StringComparison.Ordinal))
                    .Select(n => long.Parse(n.AsSpan(6), System.Globalization.CultureInfo.InvariantCulture))
                    .Distinct()
                    .ToList();
            },
            []
        );

    /// <returns>The address of the page that is wanted most; null where there is none.</returns>
    public string? Next() =>
        Do(
            db =>
                (string?)
                    db.Read(
                        "select address from wanted where after <= $1 and rank <= $2 order by rank, added limit 1",
                        DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
                        Volatile.Read(ref size) > limit * 9 / 10 ? Changed : Linked
                    )
                ?? (string?)
                    db.Read(
                        $"select {CopiedPage.AddressSql} from copy, state where copy.change < state.frame order by copy.change limit 1"
                    ),
            null
        );

    /// <summary>Asks for a page to be copied, if there is no copy.</summary>
    public void Want(string address) => Do(db => Want(db, address, Linked), false);

    /// <summary>There is no such page any more: nothing is kept of it.</summary>
    public void Remove(string address) =>
        Do(
            db =>
            {
                var (path, query) = CopiedPage.Parts(address);
                db.Run("delete from copy where path = $1 and query = $2", path, query);
                db.Run("delete from wanted where address = $1", address);
                return true;
            },
            false
        );

    /// <summary>It could not be had: it is asked for again in a minute.</summary>
    public void Defer(string address) =>
        Do(
            db =>
            {
                db.Run(
                    "insert into wanted (address, rank, after) values ($1, $2, $3) on conflict (address) do update set after = excluded.after",
                    address,
                    Changed,
                    DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds()
                );
                var (path, query) = CopiedPage.Parts(address);
                db.Run("update copy set change = (select seen from state) where path = $1 and query = $2", path, query);
                return true;
            },
            false
        );

    public void Dispose()
    {
        lock (gate)
        {
            own?.Dispose();
            own = null;
        }
    }

    // Each of the others would be all pages; those are told by the number of the change they were made after.
    private static bool IsTold(string name) => name is not (Shown.Frame or Shown.All or Shown.MostRead);

    private static string Name(long id) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"story:{id}");

    private static void Write(SqliteConnection db, CopiedPage copy)
    {
        var page = copy.Page;
        db.Run("delete from copy where path = $1 and query = $2", page.Address.Path, page.Address.Query);
        var id = db.Read(
            """
            insert into copy (path, query, keys, made, change, etag, headers, names, size, body)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id
            """,
            copy.Values()
        );
        foreach (var name in copy.Names())
        {
            db.Run("insert into shown (name, copy) values ($1, $2)", name, id!);
        }

        db.Run("delete from wanted where address = $1", page.Address.ToString());
        foreach (var link in copy.Links())
        {
            Want(db, link, Linked);
        }
    }

    private static bool Want(SqliteConnection db, string address, int rank)
    {
        var (path, query) = CopiedPage.Parts(address);
        if (rank != Linked || db.Read("select 1 from copy where path = $1 and query = $2", path, query) is null)
        {
            db.Run(
                "insert into wanted (address, rank) values ($1, $2) on conflict (address) do update set rank = min(rank, excluded.rank)",
                address,
                rank
            );
        }

        return true;
    }

    private static void Withdraw(SqliteConnection db, long id, long seen)
    {
        db.Run("insert or replace into withdrawn (story, change) values ($1, $2)", id, seen);
        db.Run("delete from copy where path = $1 or path glob $1 || '/*'", $"/news/{id}");
        Refuse(db, Name(id));
    }

    // Nobody gets these until they are made anew, which is done before all else.
    private static void Refuse(SqliteConnection db, string name)
    {
        db.Run("update copy set is_refused = 1 where id in (select copy from shown where name = $1)", name);
        db.Run(
            $"""
            insert into wanted (address, rank) select {CopiedPage.AddressSql}, {First}
            from shown join copy on copy.id = shown.copy where shown.name = $1
            on conflict (address) do update set rank = {First}, after = 0
            """,
            name
        );
    }

    // What was made longest ago goes.
    private int MakeRoom(SqliteConnection db)
    {
        var held = (long)db.Read("select size from state")!;
        while (
            held > limit
            && db.Run("delete from copy where id in (select id from copy order by change, id limit 20)") > 0
        )
        {
            held = (long)db.Read("select size from state")!;
        }

        Volatile.Write(ref size, held);
        return 0;
    }

    // All that it knows is on the disk or not at all; what fails changes nothing.
    // A withdrawal stands a power cut, too; a page may be lost with its last second.
    private T Do<T>(Func<SqliteConnection, T> act, T otherwise, string synchronous = "normal")
    {
        lock (gate)
        {
            if (own is null)
            {
                return otherwise;
            }

            try
            {
                own.Run($"pragma synchronous = {synchronous}");
                using var transaction = own.BeginTransaction();
                var given = act(own);
                transaction.Commit();
                return given;
            }
            catch (SqliteException e)
            {
                log.LogError(e, "The copies of pages cannot be used");
                return otherwise;
            }
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
                db.Run($"pragma user_version = {Layout}");
            }

            Seen = db.Read("select seen from state") as long?;
            Contact = db.Read("select contact from state") is long at
                ? DateTimeOffset.FromUnixTimeMilliseconds(at)
                : null;
            Volatile.Write(ref size, (long)db.Read("select size from state")!);
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
            (Seen, Contact) = (null, null);
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
