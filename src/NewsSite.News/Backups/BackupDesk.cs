using System.Data;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using Npgsql;

namespace NewsSite.News.Backups;

/// <param name="Path">Its folder.</param>
/// <param name="Holds">What it holds.</param>
public sealed record BackupMade(string Path, BackedUp Holds);

/// <summary>
/// Writes the whole paper into a folder, while it goes on: all tables as they were at one moment, and the pictures that they
/// name. A picture's file is stored before its record and never changed nor removed, so those are there for any such moment.
/// </summary>
public sealed class BackupDesk(NewsroomDb db, MediaFolder media, TimeProvider clock)
{
    /// <param name="directory">Where backups lie; made where it is missing.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="BackupRefusedException">
    /// There is nothing to back up, another backup is being made, or the user of the database may not read all.
    /// </exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public async Task<BackupMade> MakeAsync(string directory, IProgress<string>? progress, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        try
        {
            if (!await connection.AskAsync<bool>("select pg_try_advisory_lock(hashtext('newssite.backup'))", cancel))
            {
                throw new BackupRefusedException("Another backup of this database is being made.");
            }

            return await MakeAloneAsync(connection, Path.GetFullPath(directory), progress, cancel);
        }
        catch (PostgresException e) when (BackupRights.IsMissing(e))
        {
            throw BackupRights.Reader(connection, e);
        }
        finally
        {
            // The session goes back to where others take it from, and the lock would stay with it.
            if (connection.FullState.HasFlag(ConnectionState.Open))
            {
                await connection.RunAsync("select pg_advisory_unlock_all()", CancellationToken.None);
            }

            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<BackupMade> MakeAloneAsync(
        NpgsqlConnection connection,
        string directory,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        Directory.CreateDirectory(directory);
        BackupFolder.Sweep(directory);
        var at = clock.GetUtcNow();
        var folder = BackupFolder.Begin(directory, at);
        try
        {
            var (tables, names) = await CopyTablesAsync(connection, folder, progress, cancel);
            var (pictures, missing) = await CopyPicturesAsync(names, folder, progress, cancel);
            var made = tables with { At = at, Pictures = pictures, Missing = missing };
            await folder.EndAsync(made, cancel);
            return new(folder.Path, made);
        }
        catch
        {
            folder.Discard();
            throw;
        }
    }

    private static async Task<(BackedUp Tables, List<string> Pictures)> CopyTablesAsync(
        NpgsqlConnection connection,
        BackupFolder folder,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        await connection.RunAsync("set transaction read only", cancel);
        await TableCopy.PrepareAsync(connection, cancel);
        if (!await connection.AskAsync<bool>("select to_regclass('newsroom.migration') is not null", cancel))
        {
            throw new BackupRefusedException("There is nothing to back up: the database is empty.");
        }

        var migration = await connection.AskAsync<string>("select max(migration_id) from newsroom.migration", cancel);
        var shapes = await DatabaseShape.TablesAsync(connection, cancel);
        var tables = new List<BackedUpTable>();
        foreach (var shape in shapes)
        {
            progress?.Report($"{shape.Schema}.{shape.Name}");
            tables.Add(await CopyAsync(connection, shape, folder, cancel));
        }

        var pictures = await PicturesAsync(connection, shapes, cancel);
        var sequences = await DatabaseShape.SequencesAsync(connection, cancel);
        return (
            new(
                BackedUp.CurrentLayout,
                Product,
                connection.PostgreSqlVersion.ToString(),
                migration,
                default,
                tables,
                sequences,
                [],
                []
            ),
            pictures
        );
    }

    private static string Product =>
        typeof(BackupDesk).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    private static async Task<BackedUpTable> CopyAsync(
        NpgsqlConnection connection,
        TableShape shape,
        BackupFolder folder,
        CancellationToken cancel
    )
    {
        await using var file = BackupFolder.Create(folder.PathOfTable($"{shape.Schema}.{shape.Name}"));
        var sum = await TableCopy.WriteAsync(connection, shape, file, cancel);
        file.Flush(flushToDisk: true);
        return new(shape.Schema, shape.Name, shape.Columns, sum.Rows, sum.ToString(), file.Length);
    }

    // Every file that a record names: those of the library, and the paper's logos.
    private static Task<List<string>> PicturesAsync(
        NpgsqlConnection connection,
        List<TableShape> shapes,
        CancellationToken cancel
    )
    {
        var logos = shapes.Exists(s => s is { Schema: "site", Name: "settings" })
            ? "union select logo from site.settings where logo is not null union select dark_logo from site.settings where dark_logo is not null"
            : "";
        return connection.ListAsync<string>($"select file_name from newsroom.picture {logos} order by 1", cancel);
    }

    private async Task<(List<BackedUpPicture> There, List<string> Missing)> CopyPicturesAsync(
        List<string> names,
        BackupFolder folder,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var (there, missing) = (new List<BackedUpPicture>(), new List<string>());
        foreach (var (name, n) in names.Select((name, n) => (name, n)))
        {
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{n + 1:N0} of {names.Count:N0} pictures"));
            if (
                BackupFolder.IsPictureName(name)
                && await CopyAsync(name, folder.PathOfPicture(name), cancel) is { } picture
            )
            {
                there.Add(picture);
            }
            else
            {
                missing.Add(name);
            }
        }

        return (there, missing);
    }

    // Null where it is missing, or not what its name says.
    private async Task<BackedUpPicture?> CopyAsync(string name, string path, CancellationToken cancel)
    {
        await using (var file = BackupFolder.Create(path))
        {
            if (await media.ReadAsync(name, file, cancel))
            {
                file.Position = 0;
                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
                file.Flush(flushToDisk: true);
                if (name.StartsWith(hash, StringComparison.Ordinal))
                {
                    return new(name, file.Length);
                }
            }
        }

        File.Delete(path);
        return null;
    }
}
