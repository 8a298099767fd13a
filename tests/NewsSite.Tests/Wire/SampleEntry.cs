using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace NewsSite.Tests.Wire;

/// <summary>An entry of a sample as whoever reads its file finds it, without anything of the reader of feeds.</summary>
/// <param name="Headline">As readers see it; empty where it has none.</param>
/// <param name="Texts">Each piece of text that its readers see.</param>
internal sealed record SampleEntry(string Headline, IReadOnlyList<string> Texts)
{
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string Xhtml = "http://www.w3.org/1999/xhtml";

    // What says something else than the story.
    private static readonly string[] Credits = ["writer", "creditline"];

    /// <returns>Those that say anything.</returns>
    public static List<SampleEntry> In(string name, byte[] bytes) =>
        [
            .. (
                name.EndsWith(".json", StringComparison.Ordinal) ? [OfNinjs(JsonNode.Parse(bytes)!)] : OfXml(bytes)
            ).Where(e => e.Texts.Append(e.Headline).Any(t => !string.IsNullOrWhiteSpace(t))),
        ];

    private static IEnumerable<SampleEntry> OfXml(byte[] bytes)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(bytes),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }
        );
        var root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!;
        foreach (var entry in root.Descendants().Where(e => e.Name.LocalName is "item" or "entry"))
        {
            var own = entry.Name.Namespace;
            var isAtom = entry.Name.LocalName == "entry";
            XName[] texts =
            [
                own + "description",
                own + "summary",
                own + "content",
                own + "body",
                own + "fullitem",
                XName.Get("encoded", Content),
                XName.Get("body", Xhtml),
            ];
            yield return new(
                string.Concat(entry.Elements(own + "title").Take(1).SelectMany(t => Seen(t, isAtom))),
                [.. texts.SelectMany(entry.Elements).SelectMany(t => Seen(t, isAtom))]
            );
        }
    }

    private static IEnumerable<string> Seen(XElement text, bool isAtom)
    {
        var isPacked = text.Attribute("mode")?.Value == "base64";
        var type = text.Attribute("type")?.Value ?? (isPacked ? "html" : "text");
        if (text.HasElements)
        {
            return Seen(string.Concat(text.Nodes()));
        }

        var value = isPacked ? Encoding.UTF8.GetString(Convert.FromBase64String(text.Value)) : text.Value;
        return isAtom && !type.Contains("html", StringComparison.Ordinal) ? [value] : Seen(value);
    }

    private static SampleEntry OfNinjs(JsonNode story)
    {
        var headline = Of(story, "headline") ?? Best(story["headlines"]) ?? Of(story, "title") ?? "";
        var body = Of(story, "body_xhtml") ?? Best(story["bodies"]) ?? Of(story, "body_text");
        var description =
            Of(story, "description_xhtml") ?? Best(story["descriptions"]) ?? Of(story, "description_text");
        return new(string.Concat(Seen(headline)), [.. Seen(body ?? ""), .. Seen(description ?? "")]);
    }

    // Of several forms of the same text one that is written for the web, else plain text; what agencies write for machines is not read.
    private static string? Best(JsonNode? values)
    {
        var all = (values as JsonArray ?? []).Select(v => v!).Where(v => !Credits.Contains(Of(v, "role"))).ToList();
        var best =
            all.Find(v => TypeOf(v).Contains("html", StringComparison.OrdinalIgnoreCase))
            ?? all.Find(v => TypeOf(v) is "" or "text/plain");
        return best is null ? null : Of(best, "value");
    }

    private static string TypeOf(JsonNode value) => Of(value, "contentType") ?? Of(value, "contenttype") ?? "";

    private static string? Of(JsonNode node, string name) => (string?)node[name];

    private static List<string> Seen(string html)
    {
        using var document = new HtmlParser().ParseDocument($"<body>{html}");
        return
        [
            .. document
                .Body!.Descendants<IText>()
                .Where(t => t.Ancestors<IElement>().All(e => e.LocalName is not ("script" or "style" or "iframe")))
                .Select(t => t.Data),
        ];
    }
}
