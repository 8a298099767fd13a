using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
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
    private PageStore pages = null!;

    public async ValueTask InitializeAsync()
    {
        site = await SiteFixture.StartAsync(postgres, builder => builder.UseSetting("NewsSite:CopiesMegabytes", "20"));
        copies = site.Services.GetRequiredService<CopyStore>();
        pages = site.Services.GetRequiredService<PageStore>();
    }

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task A_database_that_is_slow_keeps_nobody_waiting_where_there_is_a_copy()
    {
        var (picture, story) = await site.PicturedAsync("Quoll");
        await WholeAsync();
        string[] addresses = ["/", story, "/category/marks", "/author/rita-reporter", "/feed.xml", "/sitemap.xml"];
        using var reader = site.Visitor();
        var before = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            before[address] = await reader.TextAsync(address);
        }

        await using var database = NpgsqlDataSource.Create(site.ConnectionString);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table site.article in access exclusive mode", connection))
        {
            await hold.ExecuteNonQueryAsync();
        }

        pages.Forget([Shown.All]);
        foreach (var address in addresses)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await reader.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
            Assert.Equal(before[address], await answer.Content.ReadAsStringAsync());
            Assert.Equal("newssite; hit; detail=database-slow", answer.Headers.GetValues("Cache-Status").Single());
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }

        await transaction.RollbackAsync();
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await reader.GetAsync(story);
            return answer.IsSuccessStatusCode && !answer.Headers.Contains("Cache-Status");
        });
        Assert.NotNull(picture);
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
        var image = Regex.Match(Find(site, gone)!, $"/media/{hash}/[^ \"]+").Value;
        Assert.True(copies.ShowsPicture(hash, image));
        Assert.False(copies.ShowsPicture(hash, $"/media/{hash}/12345.jpg"));

        await site.WithAsync<WithdrawDesk>(desk =>
            desk.WithdrawAsync(id, new(News.Articles.WithdrawOutcome.Gone, "Wrong"), site.Editor, default)
        );

        // No waiting: it holds when the act has ended.
        Assert.True(copies.IsWithdrawn(id));
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

        Assert.False(copies.ShowsPicture(hash, image));
        await WholeAsync();
        Assert.NotNull(Find(site, "/"));
        Assert.False(Shows("/", gone));
        Assert.Null(Find(site, gone));

        // A withdrawn story may come back; then it is a story like any other.
        await site.WithAsync<Publisher>(desk => desk.PublishAsync(id, new(2, null), site.Editor, default));
        await WholeAsync();
        Assert.False(copies.IsWithdrawn(id));
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
        await SiteProcess.UntilAsync(() => Task.FromResult(theirs is { IsWhole: true, Count: > 5 }));
        Assert.True(Shows(second, first, "Numbat"));
        var id = long.Parse(first.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        await site.WithAsync<WithdrawDesk>(desk =>
            desk.WithdrawAsync(id, new(News.Articles.WithdrawOutcome.NotFound, "Wrong"), site.Editor, default)
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(theirs.IsWithdrawn(id)));
        Assert.False(Shows(second, first, "Numbat"));
        Assert.False(Shows(second, "/", first));
    }

    private Task WholeAsync() => SiteProcess.UntilAsync(() => Task.FromResult(copies is { IsWhole: true, Count: > 5 }));

    private bool Shows(string address, string words) => Shows(site, address, words);

    private static bool Shows(SiteFixture of, string address, string words) =>
        Find(of, address)?.Contains(words, StringComparison.Ordinal) == true;

    // As it lies on the disk.
    private static string? Find(SiteFixture of, string address)
    {
        var file = Path.Combine(Path.GetDirectoryName(of.MediaPath)!, "copies", CopyStore.FileName);
        using var db = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        db.Open();
        using var find = db.CreateCommand();
        find.CommandText = "select body from copy where path = $1 and query = '' and not is_refused";
        find.Parameters.AddWithValue("$1", address);
        if (find.ExecuteScalar() is not byte[] body)
        {
            return null;
        }

        using var unpacked = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
        using var text = new StreamReader(unpacked);
        return text.ReadToEnd();
    }
}
