using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Of each page there is one copy on the disk, however its address is spelled.</summary>
public sealed class OneCopyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private SiteFixture site = null!;
    private CopyQueue wanted = null!;

    public async ValueTask InitializeAsync()
    {
        site = await SiteFixture.StartAsync(postgres, builder => builder.UseSetting("NewsSite:CopiesMegabytes", "20"));
        wanted = site.Services.GetRequiredService<CopyQueue>();
        await site.CategoryAsync("News");
    }

    public async ValueTask DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task The_notice_of_a_withdrawn_story_is_kept_where_the_story_was_and_under_no_made_up_name()
    {
        var id = await site.PublishedAsync("Once it stood here");
        var address = $"/news/{id}/once-it-stood-here";
        await SiteProcess.UntilAsync(() => Task.FromResult(Copies(id).SequenceEqual([address])));
        await site.WithdrawAsync(
            id,
            new WithdrawOrder(WithdrawOutcome.Notice, "A test asked for it") { Words = "It was wrong." }
        );
        using var reader = site.Visitor();
        for (var n = 0; n < 20; n++)
        {
            Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync($"/news/{id}/made-up-{n}"));
        }

        Assert.Contains("withdrawn", await reader.TextAsync(address), StringComparison.Ordinal);
        await SiteProcess.UntilAsync(() => Task.FromResult(Copies(id).Contains(address)));
        await WrittenAsync(reader);
        Assert.Equal([address], Copies(id));

        // It comes back as a story like any other.
        await site.PublishAsync(id, 1);
        await SiteProcess.UntilAsync(() => Task.FromResult(wanted.IsEmpty));
        Assert.Equal([address], Copies(id));
    }

    [Theory]
    [InlineData("/news/000{0}/spelled-in-many-ways")]
    [InlineData("/news/+{0}/spelled-in-many-ways")]
    [InlineData("/news/000{0}/spelled-in-many-ways/history")]
    [InlineData("/news/{0}/another-name")]
    [InlineData("/news/{0}/spelled-in-many-ways/")]
    public async Task A_story_has_one_address_and_other_spellings_of_it_lead_there(string spelling)
    {
        var id = await site.PublishedAsync("Spelled in many ways");
        await site.SaveAsync(id, c => c with { Body = "Other words, so that it has a history." });
        await site.PublishAsync(id, 2, 1);
        var address = $"/news/{id}/spelled-in-many-ways";
        using var reader = site.Visitor();
        await reader.TextAsync(address);
        var asked = string.Format(CultureInfo.InvariantCulture, spelling, id);
        using var answer = await reader.GetAsync(asked);
        Assert.Equal(
            (
                HttpStatusCode.MovedPermanently,
                asked.EndsWith("/history", StringComparison.Ordinal) ? $"{address}/history" : address
            ),
            (answer.StatusCode, answer.Headers.Location?.OriginalString)
        );
        await WrittenAsync(reader);
        Assert.DoesNotContain(Copies(id), path => path != address && path != $"{address}/history");
    }

    // The writer works beside the readers' way: when the last is there, what came before it is, too.
    private async Task WrittenAsync(Visitor reader)
    {
        var last = await site.PublishedAsync("The last of them");
        await reader.TextAsync($"/news/{last}/the-last-of-them");
        await SiteProcess.UntilAsync(() => Task.FromResult(wanted.IsEmpty && Copies(last).Count == 1));
    }

    /// <returns>The addresses on the disk of pages of a story.</returns>
    private List<string> Copies(long id)
    {
        var file = Path.Combine(Path.GetDirectoryName(site.MediaPath)!, "copies", CopyFile.Name);
        using var db = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        db.Open();
        using var find = db.CreateCommand();
        find.CommandText = "select path from copy where path like '/news/%' order by path";
        using var rows = find.ExecuteReader();
        var paths = new List<string>();
        while (rows.Read())
        {
            paths.Add(rows.GetString(0));
        }

        return paths.FindAll(path => long.Parse(path.Split('/')[2], CultureInfo.InvariantCulture) == id);
    }
}
