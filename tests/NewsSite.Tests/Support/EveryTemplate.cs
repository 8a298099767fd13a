using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Publishing;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>One page of a kind that the public can see.</summary>
/// <param name="Name">For people and files.</param>
/// <param name="Proof">A selector that only a page of this kind answers.</param>
public sealed record Template(string Name, string Address, string Proof, HttpStatusCode Status = HttpStatusCode.OK);

/// <summary>The demo newspaper, with what it lacks to show every kind of page in every state.</summary>
public static class EveryTemplate
{
    private const string Section = "Tide tables";
    private const string Topic = "Moonrise";
    private const int Many = 21;

    /// <summary>A story's text with every construct that there is.</summary>
    /// <param name="picture">The file name of a picture.</param>
    /// <param name="story">The address of a published story.</param>
    public static string Constructs(string picture, string story) =>
        $"""
            First words, with *stress*, **weight**, `code`, ~~what was struck out~~, H~2~O, x^2^, a [link](https://example.org/) and a note.[^1]

            Again[^1] the same note, and another.[^second]

            ## A heading

            > Quoted, and
            >
            > quoted on.

            ### A smaller heading

            1. One
            2. Two
               - Inside

            - [x] Done
            - [ ] To do

            ::: fact The plan at a glance
            - Nine miles of wall
            - £38m for drainage

            Words **below** the list.
            :::

            ::: quote Esther Quill, Coastal Towns Alliance
            You cannot ask the tide to wait

            nor the moon
            :::

            ![The wall at low water](/media/{picture} "Nine miles of it.")

            Table: Works on the line

            | Station | Cost |
            |---|--:|
            | Saltmarsh | £96m |
            | Holm Ness | £8m |

            | Nameless | table |
            |:-:|---|
            | a | b |

            ::: embed https://www.youtube.com/watch?v=aqz-KE-bpKQ
            The wall from the air
            A flight along it.
            :::

            ::: embed https://social.example/@coastguard/1
            Saltmarsh Coastguard
            @coastguard

            Please stay behind the barrier.

            17 March 2026, 12:31
            :::

            ::: next
            [What the plan means]({story})
            :::

            ***

                code as it was written

            Last words.\
            A line of their own.

            [^1]: A review had put them at £55m.
            [^second]: Two paragraphs.

                The second of them.
            """;

    /// <summary>Fills the site and lists its templates. Once for a site.</summary>
    public static async Task<IReadOnlyList<Template>> FillAsync(SiteFixture site)
    {
        await site.WithAsync<DemoNewspaper>(demo => demo.FillAsync(default));
        using var stranger = site.Visitor();
        var stories = await StoriesAsync(site, stranger);
        var politics = await site.WithAsync<NewsroomDb, long>(db =>
            db.Categories.Where(c => c.Slug == "politics").Select(c => c.Id).SingleAsync()
        );
        await site.CategoryAsync("Empty benches", politics);
        return
        [
            .. stories,
            new("front", "/", ".opinion .columnist"),
            new("category", "/category/politics", ".front--section"),
            new("category-child", "/category/empty-benches", "nav.crumbs + .list-head"),
            new("category-second", await SecondAsync(stranger, "/category/tide-tables"), ".pager a"),
            new("tag", "/tag/climate", ".river .card--list"),
            new("tag-second", await SecondAsync(stranger, "/tag/moonrise"), ".pager a"),
            new("author", "/author/ines-carvalho", ".person .portrait"),
            new("author-second", await SecondAsync(stranger, "/author/otto-other"), ".person"),
            new("journalists", "/about/staff", "main a[href^='/author/']"),
            new("archive", "/archive", ".archive__years"),
            new("archive-year", "/archive/2024", ".archive__months a"),
            new("archive-month", "/archive/2024/03", ".calendar a"),
            new("archive-day", "/archive/2024/03/05", ".archive__section li"),
            new("archive-empty", "/archive/2024/03/06", "p.empty"),
            new("search", "/search", ".search-popular__title"),
            new("search-found", "/search?q=sea+wall", ".passage mark"),
            new("search-none", "/search?q=zyzzyva", ".search__status--nothing"),
            new("search-filtered", "/search?q=wall&section=politics&within=year&sort=newest", ".chips a"),
            new("search-unreadable", "/search?q=wall&from=yesterday&tag=none", "[role=alert]"),
            new("search-meant", "/search?q=minsters", "a[href='/search?q=ministers']"),
            new("search-second", "/search?q=highwater&page=2", ".pager a[rel=prev]"),
            new("corrections", "/corrections", ".log li"),
            .. await PagesAsync(site),
            new("follow", "/follow", ".feeds"),
            new("sections", "/sections", "main a[href='/category/empty-benches']"),
            new("offline", "/offline", "h1"),
            new("sign-in", "/account/sign-in", "input[type=password]"),
            new("set-password", "/account/set-password", "h1"),
            new("missing", "/news/999999/harbour-bridge", ".error .search-form", HttpStatusCode.NotFound),
            new("failed", "/error/500", ".reference", HttpStatusCode.InternalServerError),
            new("unavailable", "/error/503", ".reference", HttpStatusCode.ServiceUnavailable),
        ];
    }

    /// <summary>Fetches a template and proves that it is the page that it is listed as.</summary>
    public static async Task<string> ReadAsync(this Visitor visitor, Template template)
    {
        using var answer = await visitor.GetAsync(template.Address);
        Assert.Equal((template.Address, template.Status), (template.Address, answer.StatusCode));
        Assert.True(
            (await Visitor.ParseAsync(answer)).QuerySelector(template.Proof) is not null,
            $"{template.Address} does not show {template.Proof}"
        );
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<List<Template>> StoriesAsync(SiteFixture site, Visitor stranger)
    {
        // Older than the demo's stories, so that the front page stays the demo's.
        var at = DateTimeOffset.UtcNow.AddDays(-25);
        var plain = await site.PublishedAsync(
            "Kelp returns to the outer rocks",
            category: Section,
            tags: [Topic],
            at: at
        );
        for (var n = 0; n < Many; n++)
        {
            await site.PublishedAsync(
                $"Highwater at place {n}",
                category: Section,
                tags: [Topic],
                by: site.OtherReporter,
                at: new DateTimeOffset(2024, 3, 5, 8, n, 0, TimeSpan.Zero)
            );
        }

        var old = await stranger.PageAsync("/archive/2024/03/05");
        var picture = await site.PictureAsync("The wall at low water");
        var built = await site.PublishedAsync(
            "All that a text can hold",
            Constructs(picture, $"/news/{plain}/x"),
            tags: [Topic],
            at: at
        );
        var changed = await ChangedStory.FillAsync(site, Section, at);
        var syndicated = (await site.DraftAsync("From the agency, word for word", category: Section)).ArticleId;
        await site.SaveAsync(
            syndicated,
            c =>
                c with
                {
                    SourceCredit = "The Agency",
                    SourceUrl = "https://agency.example/1",
                    IsSyndicated = true,
                    Dateline = "Holm Ness",
                    Language = "fr",
                }
        );
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(
                syndicated,
                new PublishOrder(2, null) { FirstPublishedAt = at },
                site.Editor,
                default
            )
        );
        var gone = await site.PublishedAsync("Taken back by the editors", category: Section);
        await site.WithdrawAsync(gone, "A court asked for it.");
        var noticed = await site.PublishedAsync("Taken back for now", category: Section);
        await site.WithdrawAsync(
            noticed,
            new WithdrawOrder(WithdrawOutcome.Notice, "A test") { Words = "We are looking at what it says." }
        );
        var live = await LiveAsync(site, picture, $"/news/{plain}/x");
        var front = await stranger.PageAsync("/");
        return
        [
            .. changed,
            new("article-live", live, ".live-band--live"),
            new("live-posts", $"{live}/live/1", ".live-entry em"),
            new("article-plain", $"/news/{plain}/kelp-returns-to-the-outer-rocks", ".story:not(:has(.hero))"),
            new("article", front.QuerySelector(".card--lead h2 a")!.GetAttribute("href")!, ".story .hero"),
            new("article-built", $"/news/{built}/all-that-a-text-can-hold", ".fact ~ .pull ~ figure ~ .footnotes"),
            new(
                "article-opinion",
                front.QuerySelector(".columnist h3 a")!.GetAttribute("href")!,
                ".story[data-section=opinion]"
            ),
            new("article-syndicated", $"/news/{syndicated}/from-the-agency-word-for-word", ".story__source a"),
            new("article-old", old.QuerySelector(".archive__section a")!.GetAttribute("href")!, ".story__old"),
            new("article-notice", $"/news/{noticed}/taken-back-for-now", ".error time"),
            new("article-gone", $"/news/{gone}/taken-back-by-the-editors", ".error", HttpStatusCode.Gone),
        ];
    }

    /// <returns>The address of a live blog with all that its page can show.</returns>
    private static async Task<string> LiveAsync(SiteFixture site, string picture, string story)
    {
        var id = await site.LiveBlogAsync("Storm reaches the wall, as it happens", Section);
        await site.SetLiveAsync(id, new(LiveBlogState.Live, null, "What is **known**."));
        await site.PostManyAsync(id, 34);
        var gone = await site.PostLiveAsync(id, "Taken away");
        await site.LiveAsync(d => d.RemoveAsync(id, gone.Id, site.Editor, default));
        var pinned = await site.PostLiveAsync(id, null, "Stay away from the wall.", isKey: true);
        await site.LiveAsync(d => d.PinAsync(id, pinned.Id, true, site.Editor, default));
        await site.PostLiveAsync(id, "All that a post can hold", Constructs(picture, story), isKey: true);
        await site.PostLiveAsync(id, "All of it again", Constructs(picture, story));
        var first = await site.WithAsync<NewsroomDb, long>(db =>
            db.LiveEntries.Where(e => e.ArticleId == id && e.Number == 1).Select(e => e.Id).SingleAsync()
        );
        await site.LiveAsync(d => d.EditAsync(id, first, new("First", "With *weight*."), 1, site.Editor, default));
        return $"/news/{id}/storm-reaches-the-wall-as-it-happens";
    }

    private static async Task<List<Template>> PagesAsync(SiteFixture site)
    {
        var slugs = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.StandingPages.OrderBy(p => p.Slug).Select(p => p.Slug).ToListAsync()
        );
        return
        [
            .. slugs.Select(slug => new Template(
                $"about-{slug}",
                slug == "about" ? "/about" : $"/about/{slug}",
                ".about__menu"
            )),
        ];
    }

    private static async Task<string> SecondAsync(Visitor stranger, string list) =>
        (await stranger.PageAsync(list)).QuerySelector(".pager a[rel=next]")!.GetAttribute("href")!;
}
