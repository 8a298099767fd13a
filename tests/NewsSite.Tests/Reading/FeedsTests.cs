using System.Net;
using System.ServiceModel.Syndication;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using NewsSite.News.Corrections;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class FeedsTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    private const string Root = "http://news.test";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    [Fact]
    public async Task Every_feed_has_what_its_specification_asks_for()
    {
        var id = await site.PublishedAsync("A plain story", category: "Feeding", tags: ["Fed"]);
        using var reader = site.Visitor();
        foreach (var list in new[] { "", "/category/feeding", "/tag/fed", "/author/rita-reporter" })
        {
            var channel = (await RssAsync(reader, $"{list}/feed.xml")).Root!.Element("channel")!;
            foreach (
                var name in new[]
                {
                    "title",
                    "link",
                    "description",
                    "language",
                    "lastBuildDate",
                    "ttl",
                    "copyright",
                    "image",
                }
            )
            {
                Assert.True(channel.Element(name) is not null, $"{list}: {name}");
            }

            Assert.Equal(
                ($"{Root}{list}/feed.xml", "self"),
                (
                    channel.Element(Atom + "link")!.Attribute("href")!.Value,
                    channel.Element(Atom + "link")!.Attribute("rel")!.Value
                )
            );
            var item = channel.Elements("item").Single(i => i.Element("title")!.Value == "A plain story");
            Assert.Equal(
                ($"tag:news.test,2026:article/{id}", "false"),
                (item.Element("guid")!.Value, item.Element("guid")!.Attribute("isPermaLink")!.Value)
            );
            Assert.Equal("Rita Reporter", item.Element(DublinCore + "creator")!.Value);
            Assert.Equal(["Feeding", "Fed"], item.Elements("category").Select(c => c.Value));

            var json = await JsonAsync(reader, $"{list}/feed.json");
            Assert.Equal("https://jsonfeed.org/version/1.1", json.GetProperty("version").GetString());
            Assert.Equal($"{Root}{list}/feed.json", json.GetProperty("feed_url").GetString());
            var entry = json.GetProperty("items")
                .EnumerateArray()
                .Single(i => i.GetProperty("title").GetString() == "A plain story");
            Assert.Equal(item.Element("guid")!.Value, entry.GetProperty("id").GetString());
            Assert.Equal(item.Element("link")!.Value, entry.GetProperty("url").GetString());
            Assert.Equal(item.Element(Content + "encoded")!.Value, entry.GetProperty("content_html").GetString());
        }
    }

    [Fact]
    public async Task No_headline_can_break_a_feed()
    {
        string[] nasty =
        [
            "Control \u0001\u000b\u001f\ufffe characters",
            "End ]]> of CDATA & <b>tags</b> \"quoted\"",
            "Emoji 👩‍👩‍👧 and 🇬🇧",
            "عنوان من اليمين ‏إلى اليسار",
            "</title><script>alert(1)</script>",
        ];
        foreach (var headline in nasty)
        {
            await site.PublishedAsync(headline, $"Body of {headline}", category: "Nasty");
        }

        using var reader = site.Visitor();
        var titles = (await RssAsync(reader, "/category/nasty/feed.xml"))
            .Descendants("item")
            .Select(i => i.Element("title")!.Value);
        Assert.Equal(
            nasty.Reverse().Select(h => h.Replace("\u0001\u000b\u001f\ufffe", "", StringComparison.Ordinal)),
            titles
        );
        var json = await JsonAsync(reader, "/category/nasty/feed.json");
        Assert.Equal(5, json.GetProperty("items").GetArrayLength());

        // A reader that is not ours understands it, too.
        using var text = new StringReader((await RssAsync(reader, "/category/nasty/feed.xml")).ToString());
        using var xml = XmlReader.Create(text);
        Assert.Equal(5, SyndicationFeed.Load(xml).Items.Count());
    }

    [Fact]
    public async Task Links_in_the_content_are_whole_and_lead_back_to_footnotes_on_the_site()
    {
        var id = await site.PublishedAsync(
            "Linked",
            "See [the page](/about), [there](https://example.org/x) and the note.[^1]\n\n[^1]: A note.",
            category: "Linked"
        );
        using var reader = site.Visitor();
        var content = (await RssAsync(reader, "/category/linked/feed.xml"))
            .Descendants(Content + "encoded")
            .Single()
            .Value;
        Assert.Contains($"href=\"{Root}/about\"", content, StringComparison.Ordinal);
        Assert.Contains("href=\"https://example.org/x\"", content, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Root}/news/{id}/linked#fn", content, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#", content, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_syndicated_story_names_its_source_and_an_updated_one_its_time()
    {
        var draft = await site.DraftAsync("Agency copy", category: "Agency");
        await site.SaveAsync(
            draft.ArticleId,
            c =>
                c with
                {
                    IsSyndicated = true,
                    SourceCredit = "The Agency",
                    SourceUrl = "https://agency.example/1?a=1&b=2",
                }
        );
        await PublishAsync(draft.ArticleId, new PublishOrder(2, null));
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Newer." });
        await PublishAsync(draft.ArticleId, new PublishOrder(3, 2, IsSignificant: true));
        using var reader = site.Visitor();
        var item = (await RssAsync(reader, "/category/agency/feed.xml")).Descendants("item").Single();
        Assert.Equal(
            ("The Agency", "https://agency.example/1?a=1&b=2"),
            (item.Element("source")!.Value, item.Element("source")!.Attribute("url")!.Value)
        );
        Assert.NotNull(item.Element(Atom + "updated"));
        var entry = (await JsonAsync(reader, "/category/agency/feed.json")).GetProperty("items")[0];
        Assert.Equal("https://agency.example/1?a=1&b=2", entry.GetProperty("external_url").GetString());
        Assert.Equal(item.Element(Atom + "updated")!.Value, entry.GetProperty("date_modified").GetString());
    }

    [Theory]
    [InlineData("/category/cached/feed.xml")]
    [InlineData("/category/cached/feed.json")]
    public async Task What_did_not_change_is_not_sent_again_and_what_did_is(string address)
    {
        var id = await site.PublishedAsync($"Cached for {address[^4..]}", category: "Cached");
        using var reader = site.Visitor();
        using var first = await reader.GetAsync(address);
        Assert.Equal(
            "public, max-age=60",
            first
                .Headers.CacheControl!.ToString()
                .Replace("max-age=60, public", "public, max-age=60", StringComparison.Ordinal)
        );
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            Assert.Equal(
                HttpStatusCode.NotModified,
                await AskAsync(method, "If-None-Match", first.Headers.ETag!.ToString())
            );
            Assert.Equal(
                HttpStatusCode.NotModified,
                await AskAsync(method, "If-Modified-Since", $"{first.Content.Headers.LastModified:r}")
            );
            Assert.Equal(HttpStatusCode.OK, await AskAsync(method, "If-None-Match", "\"other\""));
        }

        // Put right silently: no time of the story changes, and both kinds of question get the new text.
        await site.SaveAsync(id, c => c with { Body = "Put right." });
        await PublishAsync(id, new PublishOrder(2, 1));
        Assert.Equal(
            HttpStatusCode.OK,
            await AskAsync(HttpMethod.Get, "If-None-Match", first.Headers.ETag!.ToString())
        );
        Assert.Equal(
            HttpStatusCode.OK,
            await AskAsync(HttpMethod.Get, "If-Modified-Since", $"{first.Content.Headers.LastModified:r}")
        );

        async Task<HttpStatusCode> AskAsync(HttpMethod method, string header, string value)
        {
            using var client = new HttpClient { BaseAddress = site.Address };
            using var request = new HttpRequestMessage(method, address);
            request.Headers.TryAddWithoutValidation(header, value);
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_withdrawn_story_leaves_and_thirty_stay()
    {
        var ids = new List<long>();
        for (var n = 0; n < 32; n++)
        {
            ids.Add(await site.PublishedAsync($"Full {n}", category: "Full"));
        }

        await site.WithdrawAsync(ids[^1]);
        using var reader = site.Visitor();
        var titles = (await RssAsync(reader, "/category/full/feed.xml"))
            .Descendants("item")
            .Select(i => i.Element("title")!.Value);
        Assert.Equal(Enumerable.Range(1, 30).Reverse().Select(n => $"Full {n}"), titles);
    }

    [Fact]
    public async Task Corrections_have_a_feed_of_their_own()
    {
        var id = await site.PublishedAsync("Wrong once");
        await site.SaveAsync(id, c => c with { Body = "Right now." });
        await PublishAsync(
            id,
            new PublishOrder(2, 1)
            {
                Correction = new CorrectionNote(CorrectionKind.Clarification, "It is <nine> & not ten."),
            }
        );
        using var reader = site.Visitor();
        var item = (await RssAsync(reader, "/corrections/feed.xml")).Descendants("item").Single();
        Assert.Equal("Clarification: Wrong once", item.Element("title")!.Value);
        Assert.Equal("It is <nine> & not ten.", item.Element("description")!.Value);
        Assert.Equal($"{Root}/news/{id}/wrong-once", item.Element("link")!.Value);
    }

    [Fact]
    public async Task A_moved_list_leads_its_feeds_to_the_new_address()
    {
        var id = await site.CategoryAsync("Moving");
        await site.WithAsync<CategoryDesk>(desk =>
            desk.ChangeAsync(id, new CategoryForm("Moving", "moved", null, "news", null), site.Admin, default)
        );
        using var reader = site.Visitor();
        foreach (var name in new[] { "feed.xml", "feed.json" })
        {
            using var answer = await reader.GetAsync($"/category/moving/{name}");
            Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
            Assert.Equal($"/category/moved/{name}", answer.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task A_hub_is_named_only_where_one_is_set()
    {
        using var reader = site.Visitor();
        using var plain = await reader.GetAsync("/feed.xml");
        Assert.False(plain.Headers.Contains("Link"));
        await using var other = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:WebSubHub", "http://127.0.0.1:9/hub")
        );
        using var stranger = other.Visitor();
        using var answer = await stranger.GetAsync("/feed.xml");
        Assert.Equal(
            ["<http://127.0.0.1:9/hub>; rel=\"hub\"", "<http://news.test/feed.xml>; rel=\"self\""],
            answer.Headers.GetValues("Link")
        );
        var links = (await RssAsync(stranger, "/feed.xml"))
            .Descendants(Atom + "link")
            .Select(l => l.Attribute("rel")!.Value);
        Assert.Equal(["self", "hub"], links);
        var json = await JsonAsync(stranger, "/feed.json");
        Assert.Equal("http://127.0.0.1:9/hub", json.GetProperty("hubs")[0].GetProperty("url").GetString());
    }

    private Task PublishAsync(long id, PublishOrder order) =>
        site.WithAsync<Publisher>(p => p.PublishAsync(id, order, site.Editor, default));

    private static async Task<XDocument> RssAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        Assert.Equal("application/rss+xml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return XDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<JsonElement> JsonAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        Assert.Equal("application/feed+json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
