using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using NewsSite.EmbeddedPostgres;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>
/// The power goes, again and again, while editors save, publish, withdraw and add pictures: what each cut leaves on the disk is
/// started again, and everything that was acknowledged before it is there.
/// </summary>
public sealed class PowerCutTests
{
    private const int Megabytes = 900;
    private static readonly int Cuts = int.Parse(
        Environment.GetEnvironmentVariable("NEWSSITE_POWER_CUTS") ?? "3",
        CultureInfo.InvariantCulture
    );

    [Fact]
    public async Task What_was_acknowledged_is_there_again()
    {
        using var disk = CutDisk.Make(Megabytes);
        Assert.SkipWhen(disk is null, "This machine allows no disk of its own, or has not the tools for one.");
        var cuts = await CutAsync(disk, isDurable: true, Cuts);
        Assert.Equal(Cuts, cuts.Count);
        var missing = new List<string>();
        foreach (var (cut, known) in cuts)
        {
            disk.Return(cut);
            missing.AddRange(await MissingAsync(disk.Folder, known));
        }

        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    /// <summary>The counter-proof: a database that does not wait for its disk has lost something.</summary>
    [Fact]
    public async Task A_database_that_does_not_wait_for_its_disk_loses_some_of_it()
    {
        using var disk = CutDisk.Make(Megabytes);
        Assert.SkipWhen(disk is null, "This machine allows no disk of its own, or has not the tools for one.");
        var (cut, known) = Assert.Single(await CutAsync(disk, isDurable: false, 1));
        disk.Return(cut);
        try
        {
            Assert.NotEmpty(await MissingAsync(disk.Folder, known));
        }
        catch (Exception e) when (e is EmbeddedServerException)
        {
            // It does not even start.
        }
    }

    /// <returns>Each cut, and what was acknowledged before it.</returns>
    private static async Task<IReadOnlyList<(string Cut, Known Known)>> CutAsync(
        CutDisk disk,
        bool isDurable,
        int count
    )
    {
        await using var paper = await OwnPaper.StartAsync(isDurable, folder: Path.Combine(disk.Folder, "paper"));
        var known = new Known();
        using var end = new CancellationTokenSource();
        var editors = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => paper.EditorAsync()));
        var work = Task.WhenAll(
            WriteAsync(editors[0], known, end.Token),
            WithdrawAsync(editors[1], known, end.Token),
            AddPicturesAsync(editors[2], known, end.Token)
        );
        var (dice, cuts) = (new Random(19), new List<(string, Known)>());
        while (cuts.Count < count)
        {
            // In the middle of work, wherever that is.
            var before = known.Count;
            await SiteProcess.UntilAsync(() =>
                Task.FromResult(known.Count > before + 6 && known.IsOfAll || work.IsCompleted)
            );
            if (work.IsCompleted)
            {
                break;
            }

            await Task.Delay(dice.Next(150), CancellationToken.None);
            var acknowledged = known.Copy();
            cuts.Add((disk.Cut(), acknowledged));
        }

        await end.CancelAsync();
        await work;
        Array.ForEach(editors, editor => editor.Dispose());
        return cuts;
    }

    private static async Task WriteAsync(Visitor editor, Known known, CancellationToken end)
    {
        var story = await BeginAsync(editor, "Story that goes on");
        for (var step = 0; !end.IsCancellationRequested; step++)
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"Words of step {step}, and no others.");
            await SendAsync(editor, $"/newsroom/write/{story}", ("Input.Body", words));
            known.Saved.Enqueue(words);
            await SendAsync(editor, $"/newsroom/publish/{story}");
            known.Published.Enqueue(words);
        }
    }

    private static async Task WithdrawAsync(Visitor editor, Known known, CancellationToken end)
    {
        for (var step = 0; !end.IsCancellationRequested; step++)
        {
            var story = await BeginAsync(editor, $"Story {step} that has to go");
            await SendAsync(editor, $"/newsroom/publish/{story}");
            await SendAsync(
                editor,
                $"/newsroom/withdraw/{story}",
                ("Input.Outcome", "Gone"),
                ("Input.Reason", "It has to go")
            );
            known.Withdrawn.Enqueue(long.Parse(story, CultureInfo.InvariantCulture));
        }
    }

    private static async Task AddPicturesAsync(Visitor editor, Known known, CancellationToken end)
    {
        for (var step = 0; !end.IsCancellationRequested; step++)
        {
            var alt = $"Picture {step} before the cut";
            using var added = await editor.UploadAsync(
                "/newsroom/pictures/new",
                "Input.File",
                "x.jpg",
                Photos.Unique(),
                [("Input.Alt", alt), ("Input.Credit", "Eddie")]
            );
            if (added.StatusCode != HttpStatusCode.Redirect)
            {
                throw new InvalidOperationException(
                    $"{alt}: {added.StatusCode} {(await Visitor.ParseAsync(added)).QuerySelector(".error-summary")?.TextContent}"
                );
            }

            known.Pictures.Enqueue(alt);
        }
    }

    private static async Task<string> BeginAsync(Visitor editor, string headline)
    {
        var page = await editor.PageAsync("/newsroom/write");
        var section = page.QuerySelectorAll("select[name='Input.PrimaryCategoryId'] option[value]")
            .Select(o => o.GetAttribute("value")!)
            .First(v => v.Length > 0);
        var to = await SendAsync(
            editor,
            "/newsroom/write",
            ("Input.Headline", headline),
            ("Input.Body", "The first words."),
            ("Input.PrimaryCategoryId", section)
        );
        return to.Split('/', '?')[3];
    }

    private static async Task<string> SendAsync(Visitor editor, string address, params (string, string)[] fields)
    {
        using var answer = await editor.SubmitAsync(address, fields, address);
        return answer.StatusCode == HttpStatusCode.Redirect
            ? answer.Headers.Location!.OriginalString
            : throw new InvalidOperationException(
                $"{address}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}"
            );
    }

    /// <returns>What is not there any more of what was known, as a system finds it that starts again.</returns>
    private static async Task<List<string>> MissingAsync(string folder, Known known)
    {
        var root = Path.Combine(folder, "paper");
        var missing = new List<string>();

        // Before the site starts: while the database is away nobody else says that these stories are gone.
        var tombstones = await TombstonesAsync(Path.Combine(root, "site", "copies", CopyFile.Name));
        missing.AddRange(known.Withdrawn.Where(w => !tombstones.Contains(w)).Select(w => $"tombstone of {w}"));

        var media = Path.Combine(root, "site", "media");
        missing.AddRange(
            Directory
                .EnumerateFiles(media, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith(".part", StringComparison.Ordinal) && !IsWhole(f))
                .Select(f => $"whole file {f}")
        );
        await using var paper = await OwnPaper.StartAsync(isDurable: true, folder: root);
        await using var source = NpgsqlDataSource.Create(paper.Database);
        var files = await ListAsync(source, "select alt || '|' || file_name from newsroom.picture");
        missing.AddRange(known.Pictures.Except(files.Select(f => f.Split('|')[0])).Select(p => $"row of {p}"));
        missing.AddRange(
            files.Where(f => !File.Exists(Path.Combine(media, f.Split('|')[1]))).Select(f => $"file of {f}")
        );
        missing.AddRange(known.Saved.Except(await ListAsync(source, "select body from newsroom.article_version")));
        var live = await ListAsync(
            source,
            """
            select v.body from newsroom.article_version v
            join newsroom.publication p on p.article_id = v.article_id and p.version_number = v.number
            """
        );
        missing.AddRange(known.Published.Except(live).Select(w => $"publication of {w}"));
        using var reader = paper.Visitor();
        foreach (var gone in known.Withdrawn)
        {
            if (await reader.StatusAsync($"/news/{gone}") != HttpStatusCode.Gone)
            {
                missing.Add($"withdrawal of {gone}");
            }
        }

        return missing;
    }

    // A master is called by what it says.
    private static bool IsWhole(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return Path.GetFileNameWithoutExtension(file) is not { Length: 64 } hash
            ? bytes.Length > 0
            : Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash;
    }

    private static async Task<HashSet<long>> TombstonesAsync(string file)
    {
        await using var db = new SqliteConnection($"Data Source={file};Pooling=False");
        await db.OpenAsync();
        await using var find = db.CreateCommand();
        find.CommandText = "select story from withdrawn";
        await using var rows = await find.ExecuteReaderAsync();
        var found = new HashSet<long>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetInt64(0));
        }

        return found;
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql)
    {
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await rows.ReadAsync())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    private sealed record Known
    {
        public ConcurrentQueue<string> Saved { get; init; } = new();
        public ConcurrentQueue<string> Published { get; init; } = new();
        public ConcurrentQueue<long> Withdrawn { get; init; } = new();
        public ConcurrentQueue<string> Pictures { get; init; } = new();

        public int Count => Saved.Count + Published.Count + Withdrawn.Count + Pictures.Count;

        /// <summary>Whether there is something of every kind.</summary>
        public bool IsOfAll => !Published.IsEmpty && !Withdrawn.IsEmpty && !Pictures.IsEmpty;

        public Known Copy() =>
            new()
            {
                Saved = new(Saved),
                Published = new(Published),
                Withdrawn = new(Withdrawn),
                Pictures = new(Pictures),
            };
    }
}
