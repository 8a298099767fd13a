using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Staff;
using Npgsql;

namespace NewsSite.News.Backups;

/// <param name="Path">The backup's folder.</param>
/// <param name="Held">Stories that were to be published since the backup; see <see cref="RestoreDesk"/>.</param>
public sealed record Restored(string Path, BackedUp Holds, IReadOnlyList<long> Held);

/// <summary>
/// Brings a backup back: the pictures first, which do no harm where nothing names them, then the database in one transaction,
/// so that a restore that was broken off has changed nothing and can be run again. What was to be published since the backup
/// is not published blindly, for it may have been called off; what was to be withdrawn is.
/// </summary>
public sealed class RestoreDesk(NewsroomDb db, MediaFolder media, TimeProvider clock)
{
    private const string HeldWords =
        "Its time passed after the backup from which the site was restored. See whether it may still go out.";

    /// <param name="path">A backup, or where backups lie: then the newest of them.</param>
    /// <param name="replace">Whether what is there may be lost.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="BackupRefusedException">Nothing was changed; the message says why.</exception>
    public async Task<Restored> RunAsync(
        string path,
        bool replace,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var folder = BackupFolder.Open(path);
        var holds = await BackupCheck.RunAsync(folder, progress, cancel);
        if (!db.Database.GetMigrations().Contains(holds.Migration))
        {
            throw new BackupRefusedException(
                $"The backup was made by a newer NewsSite ({holds.Product}, {holds.Migration}). Restore it with that version or a later one."
            );
        }

        db.Database.SetCommandTimeout(0);
        await db.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        try
        {
            return await RunAsync(connection, folder, holds, replace, progress, cancel);
        }
        catch (PostgresException e) when (BackupRights.IsMissing(e))
        {
            throw BackupRights.Owner(connection, e.MessageText, e);
        }
    }

    private async Task<Restored> RunAsync(
        NpgsqlConnection connection,
        BackupFolder folder,
        BackedUp holds,
        bool replace,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await BackupRights.CheckOwnerAsync(connection, cancel);
        if (!replace)
        {
            await RefuseFilledAsync(connection, locks: false, cancel);
        }

        await PutPicturesAsync(folder, holds, progress, cancel);
        var held = await PutDatabaseAsync(connection, folder, holds, replace, progress, cancel);
        progress?.Report("Looking it over");
        await connection.RunAsync("vacuum (analyze)", cancel);
        return new(folder.Path, holds, held);
    }

    private async Task PutPicturesAsync(
        BackupFolder folder,
        BackedUp holds,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        foreach (var (picture, n) in holds.Pictures.Select((picture, n) => (picture, n)))
        {
            progress?.Report(
                string.Create(CultureInfo.InvariantCulture, $"{n + 1:N0} of {holds.Pictures.Count:N0} pictures")
            );
            var bytes = await File.ReadAllBytesAsync(folder.PathOfPicture(picture.Name), cancel);
            await media.PutBackAsync(picture.Name, bytes, cancel);
        }
    }

    private async Task<List<long>> PutDatabaseAsync(
        NpgsqlConnection connection,
        BackupFolder folder,
        BackedUp holds,
        bool replace,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await connection.RunAsync("select pg_advisory_xact_lock(hashtext('newssite.migrate'))", cancel);
        if (!replace)
        {
            // Nobody may begin one between this question and the end.
            await RefuseFilledAsync(connection, locks: true, cancel);
        }

        await TableCopy.PrepareAsync(connection, cancel);
        progress?.Report("Making the tables");
        await FreshSchema.MakeAsync(db, holds.Migration, cancel);
        await FillAsync(connection, folder, holds, progress, cancel);
        await SetSequencesAsync(connection, holds.Sequences, cancel);
        progress?.Report("Bringing it up to date");
        await FreshSchema.UpdateAsync(db, holds.Migration, cancel);
        var held = await HoldAsync(cancel);

        // Whatever a server keeps, it is of another past.
        await connection.RunAsync("select delivery.tell(array['all'])", cancel);
        db.Record(Actor.System, "RestoreBackup", "site", Path.GetFileName(folder.Path), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return held;
    }

    private static async Task FillAsync(
        NpgsqlConnection connection,
        BackupFolder folder,
        BackedUp holds,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var tables = (await DatabaseShape.TablesAsync(connection, cancel)).ToDictionary(t => $"{t.Schema}.{t.Name}");
        if (
            holds.Tables.FirstOrDefault(t =>
                !tables.TryGetValue(t.Title, out var shape)
                || !shape.Columns.ToHashSet(StringComparer.Ordinal).SetEquals(t.Columns)
            )
                is { } odd
            || holds.Tables.Count != tables.Count
        )
        {
            throw new BackupRefusedException("The backup’s tables are not those of the migration that it names.");
        }

        // No trigger does again what it did when the rows were written, and none refuses them.
        var held = await HeldIndexes.TakeAsync(connection, [.. tables.Values.Select(t => t.Quoted)], cancel);
        foreach (var table in holds.Tables)
        {
            progress?.Report($"{table.Title}: {table.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows");
            var shape = tables[table.Title] with { Columns = table.Columns };
            await connection.RunAsync($"alter table {shape.Quoted} disable trigger user", cancel);
            await connection.RunAsync($"delete from {shape.Quoted}", cancel);
            await TableCopy.ReadAsync(connection, shape, folder.PathOf(table), cancel);
            if (!BackupCheck.IsSame(await TableCopy.SumAsync(connection, shape, cancel), table))
            {
                throw new BackupRefusedException($"What came back of {table.Title} is not what was in the backup.");
            }
        }

        await held.PutBackAsync(progress, cancel);
        foreach (var shape in tables.Values)
        {
            await connection.RunAsync($"alter table {shape.Quoted} enable trigger user", cancel);
        }
    }

    private async Task SetSequencesAsync(
        NpgsqlConnection connection,
        IReadOnlyDictionary<string, long> sequences,
        CancellationToken cancel
    )
    {
        // Changes are told by number, and servers may know of some that came after the backup: from here on each is greater
        // than any that there was, however often the same backup is brought back.
        var told = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var (name, next) in sequences)
        {
            var from = name.StartsWith("delivery.", StringComparison.Ordinal) ? Math.Max(next, told) : next;
            await db.Database.ExecuteSqlAsync(
                $"""
                select setval(format('%I.%I', schemaname, sequencename)::regclass, {from} - increment_by)
                from pg_sequences where schemaname || '.' || sequencename = {name} and {from} > start_value
                """,
                cancel
            );
        }

        await connection.RunAsync(
            "do $$ begin if to_regclass('delivery.change') is not null then delete from delivery.change; end if; end $$",
            cancel
        );
    }

    private Task<List<long>> HoldAsync(CancellationToken cancel) =>
        db
            .Database.SqlQuery<long>(
                $"""
                update newsroom.scheduled_act set failure = {HeldWords}
                where done_at is null and failure is null and kind = 'Publish' and due_at <= clock_timestamp()
                returning article_id as "Value"
                """
            )
            .ToListAsync(cancel);

    private static async Task RefuseFilledAsync(NpgsqlConnection connection, bool locks, CancellationToken cancel)
    {
        var tables = await connection.ListAsync<string>(
            """
            select t from unnest(array['newsroom.staff_member', 'newsroom.article', 'newsroom.picture']) t
            where to_regclass(t) is not null
            """,
            cancel
        );
        foreach (var table in tables)
        {
            if (locks)
            {
                await connection.RunAsync($"lock table {table} in access exclusive mode", cancel);
            }

            if (await connection.AskAsync<bool>($"select exists (select from {table})", cancel))
            {
                throw new BackupRefusedException(
                    "There is a newspaper in this place already. To lose it and have the backup in its place, say --replace."
                );
            }
        }
    }
}
