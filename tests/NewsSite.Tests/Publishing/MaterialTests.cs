using System.Text.Json;
using System.Xml.Linq;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Which times a change moves: all of them, or none.</summary>
public sealed class MaterialTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly XNamespace Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace News = "http://www.google.com/schemas/sitemap-news/0.9";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Fact]
    public async Task A_small_fix_moves_no_time_and_a_significant_update_moves_every_one()
    {
        var at = DateTimeOffset.UtcNow.AddHours(-3);
        var id = await site.PublishedAsync("Tides of the gastropod", tags: ["Limpets"], at: at);
        var before = await TimesAsync(id, at);
        Assert.All(before.Where(t => t.Key != "page: updated"), t => Assert.NotEqual("", t.Value));

        await site.SaveAsync(id, c => c with { Body = "Some words, spelt right." });
        await site.PublishAsync(id, 2, 1);
        Assert.Equal(before, await TimesAsync(id, at));
        using var reader = site.Visitor();
        Assert.Contains(
            "spelt right",
            await (await reader.GetAsync("/feed.xml")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        await site.SaveAsync(id, c => c with { Body = "Other news." });
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(id, new PublishOrder(3, 2, IsSignificant: true), site.Editor, default)
        );
        var after = await TimesAsync(id, at);
        string[] first = ["news sitemap: publication_date", "page: published", "rss: pubDate", "json: date_published"];
        Assert.Equal(
            before.Keys.Except(first).Order(),
            after.Where(t => before[t.Key] != t.Value).Select(t => t.Key).Order()
        );
    }

    /// <summary>Every time that the page, the feeds and the sitemaps tell of a story, and which of them there are.</summary>
    private async Task<SortedDictionary<string, string>> TimesAsync(long id, DateTimeOffset at)
    {
        using var reader = site.Visitor();
        var address = $"/news/{id}/tides-of-the-gastropod";
        var page = await reader.PageAsync(address);
        var times = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["page: published"] = page.QuerySelector(".story__times time")!.GetAttribute("datetime")!,
            ["page: updated"] =
                page.QuerySelectorAll(".story__times time").ElementAtOrDefault(1)?.GetAttribute("datetime") ?? "",
            ["page: modified_time"] = page.QuerySelector("meta[property='article:modified_time']")!
                .GetAttribute("content")!,
        };
        using var data = JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent);
        times["page: dateModified"] = data
            .RootElement.GetProperty("@graph")
            .EnumerateArray()
            .First(t => t.TryGetProperty("dateModified", out _))
            .GetProperty("dateModified")
            .GetString()!;
        foreach (var feed in new[] { "/feed.xml", "/category/news/feed.xml", "/tag/limpets/feed.xml" })
        {
            var channel = XDocument.Parse(await TextAsync(reader, feed)).Root!.Element("channel")!;
            var item = channel
                .Elements("item")
                .Single(i => i.Element("link")!.Value.EndsWith(address, StringComparison.Ordinal));
            times["rss: pubDate"] = item.Element("pubDate")!.Value;
            times[$"rss: updated {feed}"] = item.Element(Atom + "updated")?.Value ?? "none";
            times[$"rss: lastBuildDate {feed}"] = channel.Element("lastBuildDate")!.Value;
        }

        using var json = JsonDocument.Parse(await TextAsync(reader, "/feed.json"));
        var told = json
            .RootElement.GetProperty("items")
            .EnumerateArray()
            .Single(i => i.GetProperty("url").GetString()!.EndsWith(address, StringComparison.Ordinal));
        times["json: date_published"] = told.GetProperty("date_published").GetString()!;
        times["json: date_modified"] = told.GetProperty("date_modified").GetString()!;
        var month = XDocument.Parse(await TextAsync(reader, $"/sitemaps/stories-{at.UtcDateTime:yyyy-MM}.xml"));
        times["sitemap: lastmod"] = Line(month, address).Element(Sitemap + "lastmod")!.Value;
        var news = Line(XDocument.Parse(await TextAsync(reader, "/sitemap-news.xml")), address);
        times["news sitemap: publication_date"] = news.Descendants(News + "publication_date").Single().Value;
        return times;
    }

    private static XElement Line(XDocument sitemap, string address) =>
        sitemap
            .Descendants(Sitemap + "url")
            .Single(u => u.Element(Sitemap + "loc")!.Value.EndsWith(address, StringComparison.Ordinal));

    private static async Task<string> TextAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        return await answer.Content.ReadAsStringAsync();
    }
}
