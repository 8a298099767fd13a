using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Media;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using Npgsql;

namespace NewsSite.News.Exporting;

/// <param name="Hash">Of the content; see <see cref="Exported"/>.</param>
/// <param name="Held">Stories that were to be published since the export: not published blindly, for it may have been called off.</param>
/// <param name="Plain">See <see cref="Rebuilt"/>.</param>
public sealed record PaperImported(
    ExportManifest Holds,
    string Hash,
    int Pictures,
    IReadOnlyList<long> Held,
    IReadOnlyList<string> Plain
);

/// <summary>
/// Takes a paper in, from a file that <see cref="ExportDesk"/> wrote, into an empty place: in one transaction, what readers
/// see included, so that whatever is wrong with the file changes nothing.
/// </summary>
public sealed class PaperImport(NewsroomDb db, MediaFolder media, Rebuild rebuild, TimeProvider clock)
{
    private const string HeldWords =
        "Its time passed after the export from which the site was made. See whether it may still go out.";

    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="ImportRefusedException">Nothing was changed; the message names file, record and reason.</exception>
    public async Task<PaperImported> RunAsync(string path, IProgress<string>? progress, CancellationToken cancel)
    {
        using var file = await ExportFile.OpenAsync(path, cancel);
        db.Database.SetCommandTimeout(0);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await SiteTurn.TakeAsync(db, cancel);
        await TableCopy.PrepareAsync(connection, cancel);
        string[] tables = [.. ExportNouns.All.Select(n => n.Table)];
        foreach (var table in tables)
        {
            // Nobody may begin a paper between this question and the end.
            await connection.RunAsync($"lock table {table} in access exclusive mode", cancel);
            if (await connection.AskAsync<bool>($"select exists (select from {table})", cancel))
            {
                throw file.Refuse(
                    $"This place is not empty ({table} has rows), and two papers cannot be mixed: stories, people and addresses would take each other’s numbers. Import into a new database."
                );
            }
        }

        await CheckPicturesAsync(file, progress, cancel);
        var plain = await FillAsync(connection, file, tables, progress, cancel);
        var held = await HoldAsync(cancel);
        await connection.RunAsync("select delivery.tell(array['all'])", cancel);
        db.Record(Actor.System, "ImportPaper", "site", file.Hash, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);

        // Last, because no transaction takes them back; each is there before its record is.
        var pictures = await PutPicturesAsync(file, progress, cancel);
        await transaction.CommitAsync(cancel);
        return new(file.Holds, file.Hash, pictures, held, plain);
    }

    private async Task<int> PutPicturesAsync(ExportFile file, IProgress<string>? progress, CancellationToken cancel)
    {
        var put = new List<string>();
        var pictures = 0;
        try
        {
            foreach (var picture in file.Pictures)
            {
                var bytes = await file.PictureAsync(picture, cancel);
                if (!media.Holds(picture))
                {
                    put.Add(picture);
                }

                await media.PutBackAsync(picture, bytes, cancel);
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{++pictures:N0} pictures"));
            }
        }
        catch
        {
            // Nothing of the paper came in: what fills the disk is not to stay for nothing.
            put.ForEach(media.Drop);
            throw;
        }

        return pictures;
    }

    private async Task<IReadOnlyList<string>> FillAsync(
        NpgsqlConnection connection,
        ExportFile file,
        string[] tables,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var unique = await ImportChecks.UniqueAsync(connection, cancel);
        try
        {
            // What names a record that is not there is found below, by its name.
            var held = await HeldIndexes.TakeAsync(connection, tables, cancel);
            foreach (var noun in file.Nouns)
            {
                await TakeAsync(connection, file, noun, progress, cancel);
            }

            if (await ImportChecks.FindWrongAsync(connection, cancel) is { } wrong)
            {
                throw await file.RefuseAsync(wrong, cancel);
            }

            await CheckNamesAsync(connection, file, cancel);
            await held.PutBackAsync(progress, cancel);
            foreach (var noun in ExportNouns.All.Where(n => n.IsNumbered))
            {
                await connection.RunAsync(
                    $"select setval(pg_get_serial_sequence('{noun.Table}', 'id'), max(id)) from {noun.Table} having max(id) is not null",
                    cancel
                );
            }

            await connection.RunAsync(
                "update newsroom.staff_member set security_stamp = gen_random_uuid(), concurrency_stamp = gen_random_uuid()",
                cancel
            );
            return await RebuildAsync(progress, cancel);
        }
        catch (PostgresException e) when (e.SqlState is ['2', '2' or '3', ..])
        {
            throw file.Refuse($"{ImportChecks.PlaceOf(e)}{ImportChecks.WhyOf(e, unique)}", e);
        }
    }

    private async Task<IReadOnlyList<string>> RebuildAsync(IProgress<string>? progress, CancellationToken cancel)
    {
        var told = progress is null
            ? null
            : new Progress<int>(n =>
                progress.Report(string.Create(CultureInfo.InvariantCulture, $"{n:N0} stories shown"))
            );
        return (await rebuild.RunInsideAsync(told, cancel)).Plain;
    }

    private static async Task TakeAsync(
        NpgsqlConnection connection,
        ExportFile file,
        ExportNoun noun,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var shapes = await ColumnShape.ReadAsync(connection, noun.Table, cancel);
        var columns = noun.Fields.Select(f => f.Column).Concat(noun.Given.Select(g => g.Column));
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {noun.Table} ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) from stdin (format binary)",
            cancel
        );
        writer.Timeout = TimeSpan.Zero;
        var reader = new RecordReader(noun, shapes, file.Holds.Version);
        await file.ReadAsync(
            noun,
            async (line, number) =>
            {
                var values = reader.Read(line);
                await writer.StartRowAsync(cancel);
                for (var n = 0; n < values.Length; n++)
                {
                    await WriteAsync(writer, values[n], shapes[noun.Fields[n].Column], cancel);
                }

                foreach (var (column, value) in noun.Given)
                {
                    await WriteAsync(writer, value, shapes[column], cancel);
                }

                if (number % 1000 == 1)
                {
                    progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{noun.Name}: {number:N0}"));
                }
            },
            cancel
        );
        await writer.CompleteAsync(cancel);
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter writer,
        object? value,
        ColumnShape shape,
        CancellationToken cancel
    ) => value is null ? writer.WriteNullAsync(cancel) : writer.WriteAsync(value, shape.Sent, cancel);

    private static async Task CheckPicturesAsync(ExportFile file, IProgress<string>? progress, CancellationToken cancel)
    {
        foreach (var (picture, n) in file.Pictures.Select((picture, n) => (picture, n)))
        {
            await file.PictureAsync(picture, cancel);
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"Checking picture {n + 1:N0}"));
        }
    }

    // Each picture is there, or the export says that it was not; and there are no others.
    private static async Task CheckNamesAsync(NpgsqlConnection connection, ExportFile file, CancellationToken cancel)
    {
        var named = await connection.ListAsync<string>(ExportDesk.PictureNames, cancel);
        var there = file.Pictures.Concat(file.Holds.MissingPictures).ToHashSet(StringComparer.Ordinal);
        if (named.Find(n => !there.Contains(n)) is { } missing)
        {
            throw file.Refuse($"The picture {missing} is not in it.");
        }

        if (file.Pictures.Except(named, StringComparer.Ordinal).FirstOrDefault() is { } extra)
        {
            throw file.Refuse($"No record names the picture {extra}.");
        }
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
}
