using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>What is on the disk follows what readers may see, and is sent where the database cannot answer.</summary>
public sealed class CopyStoreTests(PostgresFixture postgres) : IAsyncLifetime
{
    private SiteFixture site = null!;
    private CopyStore copies = null!;
    private CopyQueue wanted = null!;

    public async ValueTask InitializeAsync()
    {
        site = await SiteFixture.StartAsync(postgres, builder => builder.UseSetting("NewsSite:CopiesMegabytes", "20"));
        copies = site.Services.GetRequiredService<CopyStore>();
        wanted = site.Services.GetRequiredService<CopyQueue>();
    }

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_database_that_is_slow_keeps_nobody_waiting_where_there_is_a_copy()
    {
        var (picture, story) = await site.PicturedAsync("Quoll");
        await WholeAsync();
        string[] addresses = ["/", story, "/category/marks", "/author/rita-reporter", "/feed.xml", "/sitemap-news.xml"];
        using var reader = site.Visitor();
        var before = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            before[address] = await reader.TextAsync(address);
        }

        var usual = await CrowdAsync();
        await using var database = NpgsqlDataSource.Create(site.ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table site.article in access exclusive mode", connection))
        {
            await hold.ExecuteNonQueryAsync();
        }

        site.Services.GetRequiredService<SiteChanges>().Forget(Shown.All);
        foreach (var address in addresses)
        {
            // The quickest of several: another test may have the processor.
            var quickest = TimeSpan.MaxValue;
            for (var n = 0; n < 5; n++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await reader.GetAsync(address);
                Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
                Assert.Equal(before[address], await answer.Content.ReadAsStringAsync());
                Assert.Equal("newssite; hit; detail=database-slow", answer.Headers.GetValues("Cache-Status").Single());
                Assert.True(answer.Headers.CacheControl!.NoStore);
                quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
            }

            Assert.InRange(quickest, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
        }

        // Nor do many: half of them wait at most a second longer than in any case, and not until the table is free.
        var held = await CrowdAsync();
        await transaction.RollbackAsync();
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await reader.GetAsync(story);
            return answer.IsSuccessStatusCode && !answer.Headers.Contains("Cache-Status");
        });
        Assert.NotNull(picture);
        Assert.InRange(held, TimeSpan.Zero, usual + TimeSpan.FromSeconds(1));

        // What half of a hundred readers wait for a page at most.
        async Task<TimeSpan> CrowdAsync()
        {
            var waits = await Task.WhenAll(
                Enumerable
                    .Range(0, 100)
                    .Select(async n =>
                    {
                        using var one = site.Visitor();
                        var watch = Stopwatch.StartNew();
                        Assert.Equal(HttpStatusCode.OK, await one.StatusAsync(addresses[n % addresses.Length]));
                        return watch.Elapsed;
                    })
            );
            return waits.Order().ElementAt(50);
        }
    }

    [Fact]
    public async Task What_was_withdrawn_is_in_no_copy_from_the_moment_it_is_confirmed()
    {
        var (picture, gone) = await site.PicturedAsync("Bilby");
        var id = long.Parse(gone.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        var hash = Path.GetFileNameWithoutExtension(picture.FileName);
        await WholeAsync();
        Assert.True(Shows("/", gone));
        Assert.True(Shows("/category/marks", gone));
        Assert.True(Shows("/sitemap-news.xml", gone));
        Assert.True(Shows(gone, "Bilby"));
        var images = Regex
            .Matches(Find(site, gone)!, $"/media/{hash}/([^ \"]+)")
            .Select(m => Rendition.Parse(m.Groups[1].Value)!);
        Assert.All(images, image => Assert.True(copies.ShowsPicture(hash, image)));
        Assert.False(copies.ShowsPicture(hash, Rendition.Parse("1234.jpg")!));
        Assert.False(copies.ShowsPicture(hash, Rendition.Parse("1x1-7-7.jpg")!));

        await site.WithAsync<WithdrawDesk>(desk =>
            desk.WithdrawAsync(id, new(News.Articles.WithdrawOutcome.Gone, "Wrong"), site.Editor, default)
        );

        // No waiting: it holds when the act has ended.
        Assert.True(copies.IsGone(id));
        foreach (
            var address in new[]
            {
                "/",
                "/category/marks",
                "/author/rita-reporter",
                "/feed.xml",
                "/sitemap-news.xml",
                "/archive",
                gone,
            }
        )
        {
            Assert.False(Shows(address, gone), address);
        }

        Assert.All(images, image => Assert.False(copies.ShowsPicture(hash, image)));
        await WholeAsync();
        Assert.NotNull(Find(site, "/"));
        Assert.False(Shows("/", gone));
        Assert.Null(Find(site, gone));

        // A withdrawn story may come back; then it is a story like any other.
        await site.WithAsync<Publisher>(desk => desk.PublishAsync(id, new(2, null), site.Editor, default));
        await WholeAsync();
        Assert.False(copies.IsGone(id));
        Assert.True(Shows(gone, "Bilby"));
    }

    [Fact]
    public async Task Copies_follow_what_changes_and_a_server_that_was_stopped_meanwhile_catches_up()
    {
        var (_, first) = await site.PicturedAsync("Numbat");
        await WholeAsync();
        var next = (await site.PicturedAsync("Potoroo")).Story;
        await WholeAsync();
        Assert.True(Shows("/", next));
        Assert.True(Shows(next, "Potoroo"));

        await using var second = await SiteFixture.BesideAsync(site);
        var theirs = second.Services.GetRequiredService<CopyStore>();
        var theirQueue = second.Services.GetRequiredService<CopyQueue>();
        await SiteProcess.UntilAsync(() => Task.FromResult(theirQueue.IsEmpty && theirs.Count > 5));
        Assert.True(Shows(second, first, "Numbat"));
        var id = long.Parse(first.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        await site.WithAsync<WithdrawDesk>(desk =>
            desk.WithdrawAsync(id, new(News.Articles.WithdrawOutcome.NotFound, "Wrong"), site.Editor, default)
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(!Shows(second, first, "Numbat")));

        // That it should be as if it had never been is not told by its address either.
        Assert.False(theirs.IsGone(id));
        Assert.False(Shows(second, "/", first));
    }

    [Fact]
    public async Task A_server_that_is_cut_off_is_named_until_it_has_struck_the_story_from_its_disk()
    {
        var (_, gone) = await site.PicturedAsync("Bandicoot");
        var id = gone.Split('/')[2];
        var database = new NpgsqlConnectionStringBuilder(site.ConnectionString);
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var second = await SiteFixture.BesideAsync(
            site,
            builder =>
                builder
                    .UseSetting("NewsSite:CopiesMegabytes", "20")
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(Shows(second, gone, "Bandicoot")));
        gate.Break();

        // Alone, it still knows where a story is that is asked for by its number, or by an old name.
        using var reader = second.Visitor();
        foreach (var other in new[] { $"/news/{id}", $"/news/{id}/old-name" })
        {
            await SiteProcess.UntilAsync(async () =>
            {
                using var answer = await reader.GetAsync(other);
                return answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString == gone;
            });
        }

        using var editor = await site.VisitorAsync(site.Editor);
        (
            await editor.SubmitAsync(
                $"/newsroom/withdraw/{id}",
                [("Input.Outcome", "Gone"), ("Input.Reason", "A court says so")]
            )
        ).Dispose();
        var receipt = await editor.PageAsync($"/newsroom/published/{id}");
        var file = second.Services.GetRequiredService<CopyFile>();
        var named = receipt.QuerySelector("[role=alert] li")!.TextContent;
        Assert.Contains($"({file.Id.ToString()[..4]})", named, StringComparison.Ordinal);
        Assert.True(Shows(second, gone, "Bandicoot"));

        gate.Mend();
        await SiteProcess.UntilAsync(async () =>
            (await editor.PageAsync($"/newsroom/published/{id}")).QuerySelector("[role=alert]") is null
        );
        Assert.False(Shows(second, gone, "Bandicoot"));
        Assert.False(Shows(second, "/", gone));
    }

    [Fact]
    public async Task A_withdrawal_whose_end_nobody_heard_of_leaves_no_copy_either()
    {
        var database = new NpgsqlConnectionStringBuilder(site.ConnectionString);
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var second = await SiteFixture.BesideAsync(
            site,
            builder =>
                builder
                    .UseSetting("NewsSite:CopiesMegabytes", "20")
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
        );
        var (_, doubtful) = await site.PicturedAsync("Dibbler");
        var (_, other) = await site.PicturedAsync("Kowari");
        await SiteProcess.UntilAsync(() =>
            Task.FromResult(Shows(second, doubtful, "Dibbler") && Shows(second, other, "Kowari"))
        );
        using var editor = await second.VisitorAsync(site.Editor);
        var page = await editor.PageAsync($"/newsroom/withdraw/{doubtful.Split('/')[2]}");
        gate.LoseAnswerTo = "COMMIT\0";
        using (
            var lost = await editor.SubmitAsync(
                page,
                $"/newsroom/withdraw/{doubtful.Split('/')[2]}",
                [("Input.Outcome", "Gone"), ("Input.Reason", "A court says so")]
            )
        )
        {
            Assert.True((int)lost.StatusCode >= 500, $"{lost.StatusCode}");
        }

        Assert.Null(gate.LoseAnswerTo);
        Assert.False(Shows(second, doubtful, "Dibbler"));
        Assert.False(Shows(second, "/", doubtful));
        await SiteProcess.UntilAsync(() => Task.FromResult(Shows(second, other, "Kowari")));
    }

    [Fact]
    public async Task Nobody_fills_the_disk_with_queries_that_they_make_up()
    {
        await site.PicturedAsync("Antechinus");
        await WholeAsync();
        var before = copies.Count;
        using var reader = site.Visitor();
        for (var n = 0; n < 20; n++)
        {
            using var answer = await reader.GetAsync($"/category/marks?before={253402300799999999 - n}-5");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        // The last is written after the others.
        site.Services.GetRequiredService<SiteChanges>().Forget(Shown.All);
        var (path, then) = ("/category/marks", DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        using var last = await reader.GetAsync(path);
        await SiteProcess.UntilAsync(() =>
            Task.FromResult((long)Ask(site, "select made from copy where path = $1", path)! >= then)
        );
        Assert.Equal(before, copies.Count);
    }

    private Task WholeAsync() => SiteProcess.UntilAsync(() => Task.FromResult(wanted.IsEmpty && copies.Count > 5));

    private bool Shows(string address, string words) => Shows(site, address, words);

    private static bool Shows(SiteFixture of, string address, string words) =>
        Find(of, address)?.Contains(words, StringComparison.Ordinal) == true;

    // As it lies on the disk.
    private static string? Find(SiteFixture of, string address)
    {
        if (
            Ask(of, "select body from copy where path = $1 and query = '' and not is_refused", address)
            is not byte[] body
        )
        {
            return null;
        }

        using var unpacked = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        return text.ReadToEnd();
    }

    private static object? Ask(SiteFixture of, string sql, string address)
    {
        var file = Path.Combine(Path.GetDirectoryName(of.MediaPath)!, "copies", CopyFile.Name);
        using var db = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        db.Open();
        using var find = db.CreateCommand();
        find.CommandText = sql;
        find.Parameters.AddWithValue("$1", address);
        return find.ExecuteScalar();
    }
}
