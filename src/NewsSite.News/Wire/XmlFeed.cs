using System.Net;
using System.Text;
using NewsSite.News.Importing;

namespace NewsSite.News.Wire;

/// <summary>RSS of all versions, with or without RDF, and Atom 0.3 and 1.0: one entry at a time.</summary>
internal sealed class XmlFeed(BoundedXml xml)
{
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    // Where the whole text stands, the best first: the last three are of feeds from before that was settled.
    private static readonly string[] Whole = ["content:encoded", "content", "xhtml:body", "body", "fullitem"];
    private string? language;

    /// <exception cref="ImportRefusedException">It is no feed, or not well-formed.</exception>
    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(CancellationToken cancel)
    {
        var entries = new List<FeedEntry>();
        while (entries.Count < FeedEntry.CountLimit && await xml.ReadAsync(cancel))
        {
            if (!xml.IsElement)
            {
                continue;
            }

            switch (xml.Depth, xml.Name)
            {
                case (0, "rss" or "RDF" or "feed") or (1, "channel"):
                    language = xml.Attribute("xml:lang") ?? language;
                    break;
                case (0, "html"):
                    throw new ImportRefusedException(
                        "This is a web page and no feed. Its feed has an address of its own."
                    );
                case (0, _):
                    throw new ImportRefusedException($"This is XML, but no feed: it begins with <{Short(xml.Name)}>.");
                case (1 or 2, "item" or "entry"):
                    entries.Add(await EntryAsync(cancel));
                    break;
                case (2, "language"):
                    language = await xml.TextAsync(100, cancel) ?? language;
                    break;
                default:
                    await xml.SkipAsync(cancel);
                    break;
            }
        }

        // It may stand behind the entries.
        return [.. entries.Select(e => e.Language is null ? e with { Language = language } : e)];
    }

    private static string Short(string name) => name.Length > 40 ? name[..40] : name;

    private async Task<FeedEntry> EntryAsync(CancellationToken cancel)
    {
        var (isAtom, own) = (xml.Name == "entry", xml.Namespace);
        var found = new Dictionary<string, string?>(StringComparer.Ordinal);
        var (id, lang) = (xml.Attribute("rdf:about"), xml.Attribute("xml:lang"));
        string? link = null;
        string? permalink = null;
        await xml.ChildrenAsync(
            async () =>
            {
                // "media:title" is another one than "title".
                var name =
                    xml.Namespace == own ? xml.Name
                    : xml.Namespace == Content ? $"content:{xml.Name}"
                    : xml.Namespace == DublinCore ? $"dc:{xml.Name}"
                    : xml.Namespace == Xhtml ? $"xhtml:{xml.Name}"
                    : "";
                switch (name)
                {
                    case "link" when isAtom:
                        if (xml.Attribute("rel") is null or "alternate")
                        {
                            link ??= xml.Attribute("href");
                        }

                        await xml.SkipAsync(cancel);
                        break;
                    case "guid":
                        var isPermanent = xml.Attribute("isPermaLink") != "false";
                        id = await xml.TextAsync(FeedEntry.TextLimit, cancel) ?? id;
                        permalink = isPermanent ? id : null;
                        break;
                    case "author" when isAtom:
                        await xml.ChildrenAsync(
                            async () =>
                                found.TryAdd(
                                    xml.Name == "name" ? "by" : "",
                                    WebUtility.HtmlEncode(await xml.TextAsync(1000, cancel))
                                ),
                            cancel
                        );
                        break;
                    case "title" or "summary" or "description":
                    case var text when Array.IndexOf(Whole, text) >= 0:
                        found.TryAdd(name, await HtmlAsync(isAtom, cancel));
                        break;
                    case "":
                        await xml.SkipAsync(cancel);
                        break;
                    default:
                        found.TryAdd(name, await xml.TextAsync(FeedEntry.TextLimit, cancel));
                        break;
                }
            },
            cancel
        );
        string? Of(params string[] names) =>
            names.Select(n => found.GetValueOrDefault(n)).FirstOrDefault(v => v is not null);
        var whole = Array.Find(Whole, n => found.ContainsKey(n) && found[n] != "");
        var summary = Of("summary", "description");
        return new()
        {
            Id = Of("id") ?? id,
            Headline = Of("title") ?? "",
            Summary = whole is null ? null : summary,
            Body =
                whole is not null ? found[whole]
                : found.ContainsKey("description") || summary is not null ? summary
                : "",
            Byline = Of("by", "dc:creator", "author"),
            Link = link ?? Of("link") ?? permalink,
            Language = lang ?? Of("dc:language"),
            At = FeedTime.Read(Of("published", "pubDate", "issued", "dc:date", "updated", "modified", "created")),
        };
    }

    // Whatever a text says that it is, as HTML.
    private async Task<string?> HtmlAsync(bool isAtom, CancellationToken cancel)
    {
        var (type, mode, source) = (xml.Attribute("type") ?? "", xml.Attribute("mode"), xml.Attribute("src"));
        var (value, holdsElements) = await xml.ContentAsync(FeedEntry.TextLimit, cancel);
        if (value is null || source is not null)
        {
            return source is null ? null : "";
        }

        if (mode == "base64" && !holdsElements)
        {
            var bytes = new byte[value.Length];
            value = Convert.TryFromBase64String(value.Trim(), bytes, out var count)
                ? Encoding.UTF8.GetString(bytes, 0, count)
                : "";
        }

        // What is packed and does not say what it is was packed for its marks.
        var isPlain =
            isAtom
            && !holdsElements
            && !type.Contains("html", StringComparison.OrdinalIgnoreCase)
            && (type.Length > 0 || mode != "base64");
        return isPlain ? EntryText.Paragraphs(value) : value;
    }
}
