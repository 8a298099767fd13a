using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NetVips;
using NewsSite.News.Addresses;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>Stories with odd headlines, with nobody and with too much: told whole, to people and to machines.</summary>
public sealed class OddStoriesTests(OddSite odd) : IClassFixture<OddSite>
{
    private readonly SiteFixture site = odd.Site;
    private readonly IReadOnlyList<OddStory> stories = odd.Stories;

    [Fact]
    public async Task Odd_stories_are_told_whole_everywhere()
    {
        using var stranger = site.Visitor();
        await Assert.AllAsync(stories, story => ArticleAsync(stranger, story));
        await ListsAsync(stranger);
        await FeedsAsync(stranger);
    }

    private static async Task ArticleAsync(Visitor stranger, OddStory story)
    {
        Assert.True(
            Slug.IsSlug(story.Address.Split('/')[^1]) || story.Address.EndsWith("/-", StringComparison.Ordinal)
        );
        var page = await stranger.PageAsync(story.Address);
        Assert.Equal(story.Headline, page.QuerySelector("h1")!.TextContent);
        Assert.Equal(story.Standfirst, page.QuerySelector(".story__standfirst")?.TextContent);
        Assert.Equal(
            $"http://news.test{story.Address}",
            page.QuerySelector("link[rel=canonical]")!.GetAttribute("href")
        );
        Assert.Equal(story.Authors, page.QuerySelectorAll(".story__meta [rel=author]").Length);
        Assert.Equal(story.Tags, page.QuerySelectorAll(".story__body .tags a").Length);
        Assert.Equal(story.Language, page.QuerySelector("article.story")!.GetAttribute("lang"));
        Assert.Equal(
            story.Language is "ar" or "he" ? "rtl"
                : story.Language is null ? null
                : "ltr",
            page.QuerySelector("article.story")!.GetAttribute("dir")
        );
        Assert.Empty(Blank(page));
        Head(page, story);
        Data(page, story);

        using var card = await stranger.GetAsync($"/media/card/{story.Id}-1.jpg");
        using var image = Image.JpegloadBuffer(await card.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.OK, 1200, 630), (card.StatusCode, image.Width, image.Height));
    }

    private static void Head(IHtmlDocument page, OddStory story)
    {
        Assert.Equal(story.Headline, Meta(page, "property", "og:title"));
        foreach (var content in page.Head!.QuerySelectorAll("meta[content]").Select(m => m.GetAttribute("content")!))
        {
            Assert.NotEqual("", content.Trim());
            Assert.True(IsWhole(content), content);
        }

        // What was cut, was cut between what a reader sees as letters.
        var description = Meta(page, "name", "description")!;
        Assert.Equal(description, Meta(page, "property", "og:description"));
        var text = description.TrimEnd('…');
        var source = string.Join(
            ' ',
            $"{story.Standfirst} {page.QuerySelector(".prose")!.TextContent}".Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );
        var letters = StringInfo.ParseCombiningCharacters(source);
        Assert.InRange(text.Length, 20, 155);
        Assert.True(letters.Contains(text.Length) || text.Length == source.Length, text);
    }

    private static void Data(IHtmlDocument page, OddStory story)
    {
        using var json = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        Assert.Empty(Empty(json.RootElement, "$"));
        var article = json
            .RootElement.GetProperty("@graph")
            .EnumerateArray()
            .Single(t => t.TryGetProperty("articleSection", out _));
        Assert.StartsWith(
            article.GetProperty("headline").GetString()!.TrimEnd('…'),
            story.Headline,
            StringComparison.Ordinal
        );
        Assert.InRange(article.GetProperty("headline").GetString()!.Length, 1, 110);
        Assert.Equal(story.Authors, article.TryGetProperty("author", out var authors) ? authors.GetArrayLength() : 0);
        Assert.Equal(story.Tags, article.TryGetProperty("keywords", out var words) ? words.GetArrayLength() : 0);
        Assert.Equal(story.Language ?? "en-GB", article.GetProperty("inLanguage").GetString());
    }

    private async Task ListsAsync(Visitor stranger)
    {
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/London");
        foreach (
            var (address, left) in new[]
            {
                ("/category/oddities", Array.Empty<string>()),
                ("/tag/curious", ["nobody"]),
                ("/author/odd-0", ["nobody"]),
                ($"/search?q={OddStories.Word}&section=oddities", []),
                ($"/archive/{today:yyyy/MM/dd}", []),
                ("/", []),
            }
        )
        {
            var page = await stranger.PageAsync(address);
            Assert.Empty(Blank(page));
            var shown = page.QuerySelectorAll("main a[href^='/news/']").ToLookup(a => a.TextContent);
            Assert.All(
                stories.Where(s => !left.Contains(s.Name)),
                s => Assert.True(shown.Contains(s.Headline), $"{address} does not show {s.Name}")
            );
        }

        var nobody = stories.Single(s => s.Name == "nobody");
        var card = (await stranger.PageAsync("/category/oddities"))
            .QuerySelectorAll(".card")
            .Single(c => c.QuerySelector($"a[href='{nobody.Address}']") is not null);
        Assert.Null(card.QuerySelector(".card__authors"));
    }

    private async Task FeedsAsync(Visitor stranger)
    {
        var rss = XDocument.Parse(await TextAsync(stranger, "/category/oddities/feed.xml"));
        Assert.Equal(
            stories.Select(s => s.Headline).Order(StringComparer.Ordinal),
            rss.Descendants("item").Select(i => i.Element("title")!.Value).Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(rss.Descendants(), e => e.IsEmpty && !e.HasAttributes);
        XNamespace dc = "http://purl.org/dc/elements/1.1/";
        Assert.All(
            stories,
            s =>
                Assert.Equal(
                    s.Authors,
                    rss.Descendants("item")
                        .Single(i => i.Element("title")!.Value == s.Headline)
                        .Elements(dc + "creator")
                        .Count()
                )
        );

        using var json = JsonDocument.Parse(await TextAsync(stranger, "/category/oddities/feed.json"));
        Assert.Empty(Empty(json.RootElement, "$"));
        Assert.Equal(
            stories.Select(s => s.Headline).Order(StringComparer.Ordinal),
            json.RootElement.GetProperty("items")
                .EnumerateArray()
                .Select(i => i.GetProperty("title").GetString())
                .Order(StringComparer.Ordinal)
        );

        var month = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/London");
        foreach (var map in new[] { "/sitemap-news.xml", $"/sitemaps/stories-{month:yyyy-MM}.xml" })
        {
            var locations = XDocument
                .Parse(await TextAsync(stranger, map))
                .Descendants()
                .Where(e => e.Name.LocalName == "loc")
                .Select(e => e.Value)
                .ToHashSet();
            Assert.All(stories, s => Assert.Contains($"http://news.test{s.Address}", locations));
        }
    }

    /// <returns>Elements that should say something and say nothing: a label of nothing, a list of none.</returns>
    private static IEnumerable<string> Blank(IHtmlDocument page) =>
        page.QuerySelectorAll(
                "main :is(p, ul, ol, li, h1, h2, h3, h4, a, figcaption, time, bdi, span:not([data-copy-status]))"
            )
            .Where(e => string.IsNullOrWhiteSpace(e.TextContent) && e.QuerySelector("img, svg, input, time") is null)
            .Select(e => e.OuterHtml);

    /// <returns>The paths of the values that say nothing.</returns>
    private static IEnumerable<string> Empty(JsonElement value, string path) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => [path],
            JsonValueKind.String when value.GetString()!.Trim() is var s && (s.Length == 0 || !IsWhole(s)) => [path],
            JsonValueKind.Array when value.GetArrayLength() == 0 => [path],
            JsonValueKind.Array => value.EnumerateArray().SelectMany((item, n) => Empty(item, $"{path}[{n}]")),
            JsonValueKind.Object => value.EnumerateObject().SelectMany(p => Empty(p.Value, $"{path}.{p.Name}")),
            _ => [],
        };

    // No half of a letter: neither as it is, nor as the replacement that an encoder writes for it.
    private static bool IsWhole(string text) => !text.EnumerateRunes().Any(r => r.Value == 0xFFFD);

    private static string? Meta(IHtmlDocument page, string attribute, string name) =>
        page.QuerySelector($"meta[{attribute}='{name}']")?.GetAttribute("content");

    private static async Task<string> TextAsync(Visitor stranger, string address)
    {
        using var answer = await stranger.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, address), (answer.StatusCode, address));
        return await answer.Content.ReadAsStringAsync();
    }
}
