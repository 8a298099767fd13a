using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Lists by date, numbered pages of lists, and other forms of a page: what WordPress had beside its stories leads on.</summary>
public sealed class OldListsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Filed = """<category domain="category" nicename="tides"><![CDATA[Tides]]></category>""";

    [Fact]
    public async Task Days_and_numbered_pages_lead_to_the_archive_and_to_the_first_page()
    {
        // By the clock of the old site it was the next day already, and the next year.
        var wxr = new Wxr("http://lists.example")
            .Category("tides", "Tides")
            .Post("Late on the last day", "Text.", Filed, utc: "2012-12-31 23:30:00", local: "2013-01-01 00:30:00")
            .Post(
                "Never seen",
                "Text.",
                Filed,
                status: "draft",
                utc: "2009-05-06 10:00:00",
                local: "2009-05-06 10:00:00"
            );
        await site.ImportAsync(wxr);

        var (article, _) = await site.StoryAsync("Late on the last day");
        var story = $"/news/{article.Id}/{article.Slug}";
        var old = $"/2014/post-{wxr.First}";
        await site.LeadsAsync(
            ("/2013/", "/archive/2013"),
            ("/2013/01/", "/archive/2013/01"),
            ("/2013/01/01/", "/archive/2013/01/01"),
            ("/?m=201301", "/archive/2013/01"),
            ("/?m=20130101", "/archive/2013/01/01"),
            ("/2013/01/page/2/", "/archive/2013/01"),
            ("/page/2/", "/"),
            ("/category/tides/page/9/", "/category/tides"),
            ("/category/tides/feed/", "/category/tides/feed.xml"),
            ($"{old}/amp/", story),
            ($"{old}/2/", story),
            ($"{old}/comment-page-1/", story),
            ($"{story}/amp", story)
        );
        await NowhereAsync(
            "/2009/",
            "/2009/05/",
            "/2013/02/",
            "/?m=200905",
            "/nothing/page/2/",
            "/tag/nothing/page/9/",
            "/category/tides/2/",
            "/newsroom/page/2/",
            "/live/amp",
            $"{old}/feed/"
        );
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/?m=1"));
        using var search = await reader.GetAsync("/?s=high+tide");
        Assert.Equal(
            (HttpStatusCode.MovedPermanently, "/search?q=high%20tide"),
            (search.StatusCode, search.Headers.Location?.OriginalString)
        );
    }

    [Fact]
    public async Task Words_that_stood_before_all_addresses_stood_before_those_of_lists()
    {
        const string home = "http://front.example";
        var wxr = new Wxr(home)
            .Category("coasts", "Coasts")
            .Head(
                "<wp:author><wp:author_id>77</wp:author_id><wp:author_login>fay</wp:author_login><wp:author_display_name><![CDATA[Fay Front]]></wp:author_display_name></wp:author>"
            )
            .Post(
                "First behind words",
                "Text.",
                Coasts,
                link: $"{home}/log/2011/02/first/",
                utc: "2011-02-03 10:00:00",
                local: "2011-02-03 10:00:00",
                creator: "fay"
            )
            .Post(
                "Second behind words",
                "Text.",
                Coasts,
                link: $"{home}/log/2011/04/second/",
                utc: "2011-04-05 10:00:00",
                local: "2011-04-05 10:00:00",
                creator: "fay"
            )
            .Post("A page without them", "Text.", "", type: "page", link: $"{home}/who/");
        await site.ImportAsync(wxr);

        await site.LeadsAsync(
            ("/log/category/coasts/", "/category/coasts"),
            ("/log/category/coasts/page/2/", "/category/coasts"),
            ("/log/category/coasts/feed/", "/category/coasts/feed.xml"),
            ("/log/author/fay/", "/author/fay-front"),
            ("/log/2011/02/", "/archive/2011/02"),
            ("/log/date/2011/02/", "/archive/2011/02"),
            ("/log/2011/02/03/page/2/", "/archive/2011/02/03")
        );
    }

    [Fact]
    public async Task A_section_in_the_addresses_of_all_posts_is_no_such_word()
    {
        const string home = "http://one-section.example";
        var wxr = new Wxr(home)
            .Category("harbours", "Harbours")
            .Post(
                "Only harbours",
                "Text.",
                """<category domain="category" nicename="harbours"><![CDATA[Harbours]]></category>""",
                link: $"{home}/harbours/only/",
                utc: "2007-02-03 10:00:00",
                local: "2007-02-03 10:00:00"
            );
        await site.ImportAsync(wxr);

        await site.LeadsAsync(("/2007/02/", "/archive/2007/02"), ("/category/harbours/page/2/", "/category/harbours"));
        await NowhereAsync("/harbours/2007/02/", "/harbours/category/harbours/");
    }

    private const string Coasts = """<category domain="category" nicename="coasts"><![CDATA[Coasts]]></category>""";

    private async Task NowhereAsync(params string[] addresses)
    {
        using var reader = site.Visitor();
        foreach (var address in addresses)
        {
            using var answer = await reader.GetAsync(address);
            Assert.True(
                answer.StatusCode == HttpStatusCode.NotFound,
                $"{address}: {answer.StatusCode} {answer.Headers.Location}"
            );
        }
    }
}
