using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>
/// The demo newspaper, one for all tests that only read it; a story or two that it lacks stand years back, so that its
/// front page stays as it is.
/// </summary>
[CollectionDefinition(nameof(DemoSite))]
public sealed class DemoSite(PostgresFixture postgres) : ICollectionFixture<DemoSite>, IAsyncLifetime
{
    private static readonly DateTimeOffset LongAgo = new(2019, 3, 17, 13, 10, 0, TimeSpan.Zero);
    private readonly SiteFixture site = new(postgres);

    public SiteFixture Site => site;
    public Uri Address => site.Address;

    /// <summary>The longest story, with pictures and every kind of box in its text.</summary>
    public string Article { get; private set; } = "";

    /// <summary>The report that the newspaper was conceived from; it has words in italics.</summary>
    public string Report { get; private set; } = "";

    /// <summary>A story that was withdrawn.</summary>
    public string Withdrawn { get; private set; } = "";

    /// <summary>Every kind of page that readers have, by a name for messages.</summary>
    public IReadOnlyList<(string Name, string Path)> Pages { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await site.InitializeAsync();
        await using (var scope = site.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<DemoNewspaper>().FillAsync(default);
        }

        var old = await site.PublishedAsync("Quiet harbour wakes", "Plain words.\n\nAnd more.", "News", at: LongAgo);
        var gone = await site.PublishedAsync("A mistaken alarm", category: "News", at: LongAgo);
        await site.WithdrawAsync(gone, "It was a drill.");
        Withdrawn = $"/news/{gone}/a-mistaken-alarm";
        var stories = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Articles.Where(a => a.LiveNumber != null).Select(a => $"/news/{a.Id}/{a.Slug}").ToListAsync()
        );
        string Story(string of) => stories.Single(s => s.Contains(of, StringComparison.Ordinal));
        Article = Story("ministers-agree-rescue-plan");
        Report = Story("putin-receives");
        Pages =
        [
            ("front", "/"),
            ("article", Article),
            ("article in italics", Report),
            ("article, breaking", Story("harbour-bridge-closed")),
            ("article, opinion", Story("i-was-a-rebel-once")),
            ("article with a video", Story("library-book-comes-back")),
            ("article without a picture", Story("what-the-plan-means")),
            ("article, old and plain", $"/news/{old}/quiet-harbour-wakes"),
            ("category", "/category/politics"),
            ("tag", "/tag/climate"),
            ("author", "/author/ines-carvalho"),
            ("archive", "/archive"),
            ("archive of a year", "/archive/2019"),
            ("archive of a month", "/archive/2019/03"),
            ("archive of a day", "/archive/2019/03/17"),
            ("search", "/search"),
            ("search with results", "/search?q=sea+wall"),
            ("search without results", "/search?q=zyzzyva"),
            ("corrections", "/corrections"),
            ("about", "/about"),
            ("about: a policy", "/about/editorial-standards"),
            ("journalists", "/about/staff"),
            ("follow", "/follow"),
            ("sections", "/sections"),
            ("offline", "/offline"),
            ("not found", "/news/999999/harbour-bridge"),
            ("withdrawn", Withdrawn),
        ];
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
