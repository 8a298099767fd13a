using System.Globalization;
using System.Net;
using System.Text.Json;

namespace NewsSite.News.Wire;

/// <summary>IPTC ninjs 1.0 to 3.1: one story, a list of them, or a list in <c>items</c>, as agencies send them.</summary>
internal static class Ninjs
{
    // Of a picture: who made it, and no words about it.
    private static readonly string[] Credits = ["creditline", "credit", "writer", "copyright"];

    public static bool IsNinjs(JsonElement root) =>
        root.ValueKind == JsonValueKind.Array
        || root.Text("uri") is not null
        || root.Field("items", "_items") is { ValueKind: JsonValueKind.Array };

    public static IEnumerable<FeedEntry> Read(JsonElement root) => (
            root.ValueKind == JsonValueKind.Array
                ? root.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : root.Text("uri") is not null ? [root]
            : root.List("items", "_items")
        ).Where(item => item.Text("uri") is not null).Select(Entry);

    private static FeedEntry Entry(JsonElement item)
    {
        var body = Html(item, "body", "bodies");
        var summary = Html(item, "description", "descriptions");
        return new()
        {
            Id = item.Text("uri"),
            Version = long.TryParse(
                item.Text("version"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
                ? version
                : 0,
            Headline = Html(item, "headline", "headlines") ?? Plain(item.Text("title", "slugline")) ?? "",
            Summary = body is null ? null : summary,
            Body = JsonFields.Bounded(body ?? summary),
            Byline = Plain(item.Text("byline", "by")),
            Link = item.Text("webUrl", "url", "link") ?? Canonical(item),
            Language = item.Text("language"),
            At = FeedTime.Read(item.Text("versioncreated", "firstcreated", "contentcreated")),
            EmbargoUntil = FeedTime.Read(item.Text("embargoed", "embargoedUntil")),
            IsKilled = item.Text("pubstatus") is "canceled" or "cancelled" or "withheld",
        };
    }

    // As "headlines" of 2 and 3, and as "headline", "body_xhtml" and "body_text" of 1.
    private static string? Html(JsonElement item, string one, string many)
    {
        var values = item.List(many)
            .Select(v => (Type: v.Text("contenttype") ?? "", Role: v.Text("role") ?? "main", Value: v.Text("value")))
            .Where(v => v.Value is not null && !Credits.Contains(v.Role, StringComparer.OrdinalIgnoreCase))
            .OrderBy(v => IsOtherXml(v.Type))
            .ThenBy(v => v.Role.Contains("main", StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ThenBy(v => v.Type.Contains("html", StringComparison.OrdinalIgnoreCase) ? 0 : 1)
            .ToList();
        if (values.Count > 0)
        {
            var (type, _, value) = values[0];
            return type.Contains("html", StringComparison.OrdinalIgnoreCase) || IsOtherXml(type) ? value
                : type.Length > 0 || one == "headline" ? Plain(value)
                : Guessed(value!);
        }

        return item.Text($"{one}_xhtml", $"{one}_html") ?? Plain(item.Text(one, $"{one}_text"));
    }

    // Agencies send the same text in forms of their own (NITF) beside it; where there is no other, its paragraphs are read.
    private static bool IsOtherXml(string type) =>
        !type.Contains("html", StringComparison.OrdinalIgnoreCase)
        && (
            type.Contains("xml", StringComparison.OrdinalIgnoreCase)
            || type.Contains("nitf", StringComparison.OrdinalIgnoreCase)
        );

    // Some that do not say what it is send HTML.
    private static string Guessed(string value) =>
        value.Contains("</", StringComparison.Ordinal) ? value : EntryText.Paragraphs(value);

    private static string? Plain(string? text) =>
        text is null ? null
        : text.Contains('\n', StringComparison.Ordinal) ? EntryText.Paragraphs(text)
        : WebUtility.HtmlEncode(text);

    private static string? Canonical(JsonElement item) =>
        item.List("altids")
            .Where(a => a.Text("role")?.Contains("web", StringComparison.OrdinalIgnoreCase) == true)
            .Select(a => a.Text("value"))
            .FirstOrDefault();
}
