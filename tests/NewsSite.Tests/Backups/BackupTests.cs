using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Backups;

/// <summary>A database that has a row in every table, and a picture; and its backup.</summary>
public sealed class BackedUpPaper(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Master = "picture of a tide";
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-backup-").FullName;

    internal PostgresFixture Postgres => postgres;
    internal Paper Paper { get; private set; } = null!;
    internal BackupMade Made { get; private set; } = null!;
    internal static string Picture { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes)) + ".jpg";
    private static byte[] Bytes => System.Text.Encoding.ASCII.GetBytes(Master);

    public async ValueTask InitializeAsync()
    {
        Paper = await FilledAsync();
        Directory.CreateDirectory(Paper.Media);
        await File.WriteAllBytesAsync(Path.Combine(Paper.Media, Picture), Bytes);
        Made = await Paper.BackUpAsync(InFolder("backups"));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return default;
    }

    internal string InFolder(string name) => Path.Combine(folder, name);

    /// <returns>A row in every table, and no picture in the folder.</returns>
    internal async Task<Paper> FilledAsync()
    {
        var paper = new Paper(await postgres.CloneAsync(), InFolder(Guid.NewGuid().ToString("N")));
        Assert.Equal([], await OneRowEverywhere.FillAsync(paper.Database));
        await paper.RunAsync(
            $"""
            update newsroom.picture set file_name = '{Picture}';
            update site.settings set logo = null, dark_logo = null;
            update newsroom.scheduled_act set kind = 'Publish', done_at = null, failure = null;
            """
        );
        return paper;
    }

    /// <returns>An empty place.</returns>
    internal async Task<Paper> EmptyAsync() => new(await postgres.EmptyAsync(), InFolder(Guid.NewGuid().ToString("N")));

    /// <returns>The path of a copy of the backup, to be spoilt.</returns>
    internal string Copy()
    {
        var to = InFolder($"{Guid.NewGuid():N}/newssite-20260101-000000");
        foreach (var file in Directory.EnumerateFiles(Made.Path, "*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(Made.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }

        return to;
    }
}

/// <summary>What a backup is made of, and what is refused of one.</summary>
public sealed class BackupTests(BackedUpPaper backed) : IClassFixture<BackedUpPaper>
{
    private static readonly string Table = Path.Combine("tables", "newsroom.article_version.gz");

    [Fact]
    public async Task A_row_of_every_kind_comes_back_letter_by_letter_and_only_the_owner_may_read_it()
    {
        var rows = await backed.Paper.RowsAsync();
        var empty = await backed.EmptyAsync();
        await empty.RestoreAsync(Path.GetDirectoryName(backed.Made.Path)!);
        var now = await empty.RowsAsync();
        Assert.Equal(rows.Count + 2, now.Count);
        Assert.Empty(rows.Except(now));
        Assert.Equal([BackedUpPaper.Picture], empty.Files().Keys);
        Assert.Equal(await backed.Paper.StructureAsync(), await empty.StructureAsync());

        // Whoever adds a table decides by this whether it is left out.
        Assert.Equal(
            ["newsroom.job", "newsroom.job_request", "newsroom.migration", "newsroom.staff_session"],
            await backed.Paper.AskAsync<string[]>(
                $"""
                select array_agg(schemaname || '.' || tablename order by schemaname, tablename) from pg_tables
                where schemaname in ('newsroom', 'site')
                    and schemaname || '.' || tablename <> all('{"{"}{string.Join(
                    ',',
                    backed.Made.Holds.Tables.Select(t => t.Title)
                )}{"}"}')
                """
            )
        );
        foreach (
            var path in Directory
                .EnumerateFileSystemEntries(backed.Made.Path, "*", SearchOption.AllDirectories)
                .Append(backed.Made.Path)
                .Where(_ => !OperatingSystem.IsWindows())
        )
        {
#pragma warning disable CA1416 // There are none elsewhere.
            Assert.Equal(0, (int)File.GetUnixFileMode(path) & 0b111_111);
#pragma warning restore CA1416
        }
    }

    [Theory]
    [InlineData("cut", "newsroom.article_version.gz")]
    [InlineData("turned", "newsroom.article_version.gz")]
    [InlineData("packed", "newsroom.article_version.gz")]
    [InlineData("missing", "newsroom.article_version.gz")]
    [InlineData("picture", ".jpg")]
    [InlineData("list", "manifest.json")]
    [InlineData("unsealed", "manifest.sha256")]
    public async Task A_damaged_backup_is_refused_by_the_name_of_the_file_and_changes_nothing(string how, string name)
    {
        var path = backed.Copy();
        var table = Path.Combine(path, Table);
        switch (how)
        {
            case "cut":
                await File.WriteAllBytesAsync(table, (await File.ReadAllBytesAsync(table))[..^20]);
                break;
            case "turned":
                await TurnAsync(table, 60);
                break;
            case "packed":
                // A file that is whole in itself, and as long, with other rows.
                await PackAsync(table);
                break;
            case "missing":
                File.Delete(table);
                break;
            case "picture":
                await TurnAsync(Path.Combine(path, "pictures", BackedUpPaper.Picture), 3);
                break;
            case "list":
                var list = Path.Combine(path, "manifest.json");
                await File.WriteAllTextAsync(
                    list,
                    (await File.ReadAllTextAsync(list)).Replace(
                        "article_id_seq\": ",
                        "article_id_seq\": 1",
                        StringComparison.Ordinal
                    )
                );
                break;
            default:
                File.Delete(Path.Combine(path, "manifest.sha256"));
                break;
        }

        var empty = await backed.EmptyAsync();
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => empty.RestoreAsync(path));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.False(await empty.AskAsync<bool>("select exists (select from pg_namespace where nspname = 'newsroom')"));
        Assert.Empty(empty.Files());
    }

    [Fact]
    public async Task One_of_a_newer_site_is_refused_by_name_and_so_is_one_over_a_newspaper()
    {
        var path = backed.Copy();
        var list = Path.Combine(path, "manifest.json");
        var text = (await File.ReadAllTextAsync(list)).Replace(
            backed.Made.Holds.Migration,
            "20990101000000_Tomorrow",
            StringComparison.Ordinal
        );
        await File.WriteAllTextAsync(list, text);
        await File.WriteAllTextAsync(
            Path.Combine(path, "manifest.sha256"),
            $"{Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(list)))}  manifest.json\n"
        );
        var empty = await backed.EmptyAsync();
        var newer = await Assert.ThrowsAsync<BackupRefusedException>(() => empty.RestoreAsync(path));
        Assert.Contains("20990101000000_Tomorrow", newer.Message, StringComparison.Ordinal);

        var before = await backed.Paper.RowsAsync();
        var filled = await Assert.ThrowsAsync<BackupRefusedException>(() =>
            backed.Paper.RestoreAsync(backed.Made.Path)
        );
        Assert.Contains("--replace", filled.Message, StringComparison.Ordinal);
        Assert.Equal(before, await backed.Paper.RowsAsync());
    }

    [Fact]
    public async Task One_from_before_an_update_comes_back_as_if_it_had_been_updated()
    {
        var old = new Paper(await backed.Postgres.CloneAsync(), backed.InFolder("old"));
        await MigrateAsync(old, "People");
        await OneRowEverywhere.FillAsync(old.Database);
        await old.RunAsync("update newsroom.scheduled_act set kind = 'Withdraw', due_at = now() - interval '1 day'");
        var made = await old.BackUpAsync(backed.InFolder("old-backups"));
        Assert.EndsWith("_People", made.Holds.Migration, StringComparison.Ordinal);
        var empty = await backed.EmptyAsync();
        await empty.RestoreAsync(made.Path);
        await MigrateAsync(old, null);
        var (rows, now) = (await old.RowsAsync(), await empty.RowsAsync());
        Assert.Equal(rows.Count + 2, now.Count);
        Assert.Empty(rows.Except(now));
        Assert.Equal(await old.StructureAsync(), await empty.StructureAsync());
    }

    [Fact]
    public async Task What_was_to_go_out_since_then_waits_for_an_editor_and_what_was_to_go_goes()
    {
        var late = await backed.FilledAsync();
        await late.RunAsync(
            """
            update newsroom.scheduled_act set due_at = now() - interval '1 hour';
            insert into newsroom.scheduled_act (article_id, kind, due_at, "order", by_id, by_name)
                select article_id, 'Withdraw', due_at, "order", by_id, by_name from newsroom.scheduled_act
            """
        );
        var made = await late.BackUpAsync(backed.InFolder("late"));
        var empty = await backed.EmptyAsync();
        var restored = await empty.RestoreAsync(made.Path);
        Assert.Equal([await empty.AskAsync<long>("select min(article_id) from newsroom.scheduled_act")], restored.Held);
        Assert.Contains(
            "after the backup",
            await empty.AskAsync<string>("select failure from newsroom.scheduled_act where kind = 'Publish'"),
            StringComparison.Ordinal
        );
        Assert.True(
            await empty.AskAsync<bool>("select failure is null from newsroom.scheduled_act where kind = 'Withdraw'")
        );
    }

    [Fact]
    public async Task There_is_one_at_a_time_and_the_next_as_soon_as_it_has_ended()
    {
        var directory = backed.InFolder("one-at-a-time");
        var refused = 0;
        await backed.Paper.BackUpAsync(
            directory,
            async _ =>
            {
                if (refused == 0)
                {
                    await Assert.ThrowsAsync<BackupRefusedException>(() => backed.Paper.BackUpAsync(directory));
                    refused++;
                }
            }
        );
        Assert.Equal(1, refused);
        Assert.False(
            await backed.Paper.AskAsync<bool>(
                "select exists (select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))"
            )
        );
        await backed.Paper.BackUpAsync(directory);
        Assert.Equal(2, Directory.EnumerateDirectories(directory).Count());
    }

    [Fact]
    public async Task A_picture_that_is_missing_or_damaged_is_named_and_the_rest_is_backed_up()
    {
        var lacking = new Paper(backed.Paper.Database, backed.InFolder("lacking"));
        var made = await lacking.BackUpAsync(backed.InFolder("lacking-backups"));
        Assert.Equal([BackedUpPaper.Picture], made.Holds.Missing);
        Directory.CreateDirectory(lacking.Media);
        await File.WriteAllTextAsync(Path.Combine(lacking.Media, BackedUpPaper.Picture), "something else");
        made = await lacking.BackUpAsync(backed.InFolder("lacking-backups"));
        Assert.Equal([BackedUpPaper.Picture], made.Holds.Missing);
        Assert.Empty(made.Holds.Pictures);
        Assert.True(made.Holds.Rows > 0);
    }

    [Fact]
    public async Task Pictures_are_taken_out_of_a_bucket_and_brought_back_into_another()
    {
        await using var one = await Storage.StartAsync();
        await using var two = await Storage.StartAsync();
        using var from = new ObjectStorage(one.Options);
        using var to = new ObjectStorage(two.Options);
        var picture = Path.Combine(backed.Paper.Media, BackedUpPaper.Picture);
        await from.PutAsync(BackedUpPaper.Picture, picture, "image/jpeg", default);
        var paper = new Paper(backed.Paper.Database, backed.InFolder("server-one"), from);
        var made = await paper.BackUpAsync(backed.InFolder("bucket"));
        Assert.Empty(made.Holds.Missing);
        Assert.Empty(paper.Files());
        var empty = new Paper(await backed.Postgres.EmptyAsync(), backed.InFolder("server-two"), to);
        await empty.RestoreAsync(made.Path);
        var back = backed.InFolder("back.jpg");
        Assert.True(await to.GetAsync(BackedUpPaper.Picture, back, default));
        Assert.Equal(await File.ReadAllBytesAsync(picture), await File.ReadAllBytesAsync(back));
    }

    private static async Task TurnAsync(string path, int at)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
    }

    private static async Task PackAsync(string path)
    {
        var length = new FileInfo(path).Length;
        await using (var packed = new GZipStream(File.Create(path), CompressionLevel.NoCompression))
        {
            await packed.WriteAsync("1\n"u8.ToArray());
        }

        await using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static async Task MigrateAsync(Paper paper, string? target)
    {
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddDatabase(paper.Database)
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<NewsroomDb>()
            .Database.GetService<IMigrator>()
            .MigrateAsync(target);
    }
}
