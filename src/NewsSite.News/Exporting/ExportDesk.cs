using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;
using Npgsql;

namespace NewsSite.News.Exporting;

/// <summary>
/// Writes all that the paper owns into one file that other programs can read, as it is at one moment, while the paper goes on.
/// The same content gives the same bytes, but for the entry that says when it was made.
/// </summary>
public sealed class ExportDesk(NewsroomDb db, MediaFolder media, TimeProvider clock)
{
    /// <summary>Asks for every file that a record names.</summary>
    internal const string PictureNames = """
        select file_name from newsroom.picture
        union select logo from site.settings where logo is not null
        union select dark_logo from site.settings where dark_logo is not null
        order by 1
        """;

    private const string Ending = ".part";

    // Entries bear no time: it would be another one each time.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="path">The file, which must not be there yet. Only its owner may read it: it holds what is not published.</param>
    /// <param name="defaults">The settings that hold where an admin has saved none.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public async Task<Exported> WriteAsync(
        string path,
        PublishedSettings defaults,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var full = Path.GetFullPath(path);
        if (Path.Exists(full))
        {
            throw new IOException($"{full} is there already.");
        }

        var part = full + Ending;
        try
        {
            File.Delete(part);
            Exported exported;
            await using (var file = BackupFolder.Create(part))
            {
                exported = await WriteAsync(file, defaults, progress, cancel);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, full);
            WholeFile.Keep(Path.GetDirectoryName(full)!);
            return exported;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    private async Task<Exported> WriteAsync(
        FileStream file,
        PublishedSettings defaults,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var about = new
        {
            ExportedAt = clock.GetUtcNow(),
            By = "NewsSite "
                + typeof(ExportDesk)
                    .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion,
        };
        await AddAsync(
            zip,
            ExportManifest.AboutName,
            JsonSerializer.SerializeToUtf8Bytes(about, ExportManifest.Json),
            cancel
        );
        var (files, names, unsaved) = await WriteRecordsAsync(zip, defaults, progress, cancel);
        var missing = await WritePicturesAsync(zip, names, progress, cancel);
        var manifest = new ExportManifest(ExportManifest.OurFormat, ExportManifest.CurrentVersion, files, missing);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(manifest, ExportManifest.Json);
        await AddAsync(zip, ExportManifest.FileName, bytes, cancel);
        return new(manifest, RecordWriter.HashOf(bytes), names.Count - missing.Count, unsaved);
    }

    private async Task<(List<ExportedFile> Files, List<string> Pictures, long Unsaved)> WriteRecordsAsync(
        ZipArchive zip,
        PublishedSettings defaults,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await db.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        try
        {
            await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
            await connection.RunAsync("set transaction read only", cancel);
            await TableCopy.PrepareAsync(connection, cancel);
            var files = new List<ExportedFile>();
            foreach (var noun in ExportNouns.All)
            {
                files.Add(await WriteAsync(zip, connection, noun, defaults, progress, cancel));
            }

            var pictures = await connection.ListAsync<string>(PictureNames, cancel);
            var unsaved = await connection.AskAsync<long>(
                "select count(distinct article_id) from newsroom.working_copy",
                cancel
            );
            return (files, pictures, unsaved);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<ExportedFile> WriteAsync(
        ZipArchive zip,
        NpgsqlConnection connection,
        ExportNoun noun,
        PublishedSettings defaults,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var shapes = await ColumnShape.ReadAsync(connection, noun.Table, cancel);
        await using var entry = await Entry(zip, noun.File, CompressionLevel.Optimal).OpenAsync(cancel);
        using var writer = new RecordWriter(entry);
#pragma warning disable CA2100 // Constants of our own.
        await using var select = new NpgsqlCommand(
            $"""
            select {string.Join(", ", noun.Fields.Select(Told))} from {noun.Table}
            order by {string.Join(
                ", ",
                noun.Keys.Select(k => $"\"{k}\" {(shapes[k].Limit is null ? "" : "collate \"C\"")}")
            )}
            """,
            connection
        )
        {
            CommandTimeout = 0,
        };
#pragma warning restore CA2100
        await using (var rows = await select.ExecuteReaderAsync(cancel))
        {
            while (await rows.ReadAsync(cancel))
            {
                await writer.AddAsync(
                    json =>
                    {
                        for (var n = 0; n < noun.Fields.Length; n++)
                        {
                            RecordWriter.Write(json, rows, n, noun.Fields[n], shapes[noun.Fields[n].Column]);
                        }
                    },
                    cancel
                );
                if (writer.Records % 1000 == 1)
                {
                    progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{noun.Name}: {writer.Records:N0}"));
                }
            }
        }

        if (noun.Table == "site.settings" && writer.Records == 0)
        {
            await writer.AddAsync(json => SettingsRecord.Write(json, noun, defaults), cancel);
        }

        return new(noun.File, writer.Records, writer.Bytes, writer.Sum());
    }

    private static string Told(ExportField field) =>
        field.When is null ? $"\"{field.Column}\"" : $"case when {field.When} then \"{field.Column}\" end";

    private async Task<List<string>> WritePicturesAsync(
        ZipArchive zip,
        List<string> names,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var missing = new List<string>();
        foreach (var (name, n) in names.Select((name, n) => (name, n)))
        {
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{n + 1:N0} of {names.Count:N0} pictures"));
            using var bytes = new MemoryStream();
            if (
                BackupFolder.IsPictureName(name)
                && await media.ReadAsync(name, bytes, cancel)
                && name.StartsWith(
                    RecordWriter.HashOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)),
                    StringComparison.Ordinal
                )
            )
            {
                // A picture is as small as it gets.
                var entry = Entry(zip, ExportManifest.PictureFolder + name, CompressionLevel.NoCompression);
                await using var into = await entry.OpenAsync(cancel);
                bytes.Position = 0;
                await bytes.CopyToAsync(into, cancel);
            }
            else
            {
                missing.Add(name);
            }
        }

        return missing;
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] bytes, CancellationToken cancel)
    {
        await using var into = await Entry(zip, name, CompressionLevel.Optimal).OpenAsync(cancel);
        await into.WriteAsync(bytes, cancel);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name, CompressionLevel level)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = NoTime;
        return entry;
    }
}
