using System.Net;
using System.Text.Json;

namespace NewsSite.News.Wire;

/// <summary>JSON Feed 1.0 and 1.1.</summary>
internal static class JsonFeed
{
    public static bool IsFeed(JsonElement root) =>
        root.Text("version")?.Contains("jsonfeed.org", StringComparison.OrdinalIgnoreCase) == true;

    public static IEnumerable<FeedEntry> Read(JsonElement feed)
    {
        var language = feed.Text("language");
        return feed.List("items")
            .Select(item =>
            {
                var plain = item.Text("content_text");
                var body = item.Text("content_html") ?? (plain is null ? null : EntryText.Paragraphs(plain));
                var summary = item.Text("summary") is { } text ? WebUtility.HtmlEncode(text) : null;
                return new FeedEntry
                {
                    Id = item.Text("id"),
                    Headline = WebUtility.HtmlEncode(item.Text("title") ?? ""),
                    Summary = body is null ? null : summary,
                    Body = JsonFields.Bounded(body ?? summary),
                    Byline = WebUtility.HtmlEncode(Names(item) ?? Names(feed)),
                    Link = item.Text("url", "external_url"),
                    Language = item.Text("language") ?? language,
                    At = FeedTime.Read(item.Text("date_published", "date_modified")),
                };
            });
    }

    private static string? Names(JsonElement of)
    {
        var names = of.List("authors").Select(a => a.Text("name")).OfType<string>().ToList();
        return names.Count > 0 ? string.Join(", ", names) : of.Field("author")?.Text("name");
    }
}
