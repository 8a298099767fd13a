using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>RSS 2.0, with the whole text.</summary>
internal sealed class Rss(SiteOptions site, SiteFrame frame)
{
    public const string ContentType = "application/rss+xml; charset=utf-8";

    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";
    private static readonly XNamespace Media = "http://search.yahoo.com/mrss/";

    public byte[] Write(Feed feed) =>
        Write(
            feed.Title,
            feed.Description,
            feed.Path,
            $"{(feed.Path == "/" ? "" : feed.Path)}/feed.xml",
            // When the content changed, not when it was asked for: an answer stays the same until there is news.
            feed.Stories.Max(s => (DateTimeOffset?)(s.UpdatedAt ?? s.FirstPublishedAt)),
            feed.Stories.Select(Item)
        );

    public byte[] Write(IReadOnlyList<LoggedCorrection> corrections) =>
        Write(
            $"Corrections – {site.Name}",
            $"What {site.Name} got wrong, and what is right.",
            "/corrections",
            "/corrections/feed.xml",
            corrections.Max(c => (DateTimeOffset?)c.Correction.At),
            corrections.Select(c => new XElement(
                "item",
                Text("title", $"{c.Correction.Title}{(c.Correction.Stands ? "" : " (superseded)")}: {c.Headline}"),
                Text("link", site.Root + c.Address),
                Guid($"correction/{c.Id}"),
                Text("pubDate", Date(c.Correction.At)),
                Text("description", c.Correction.Text)
            ))
        );

    private byte[] Write(
        string title,
        string description,
        string path,
        string self,
        DateTimeOffset? changed,
        IEnumerable<XElement> items
    )
    {
        var channel = new XElement(
            "channel",
            Text("title", title),
            Text("link", site.Root + path),
            Text("description", description),
            Text("language", site.Language),
            Text("copyright", $"© {frame.Local(changed ?? frame.Now).Year} {site.Name}"),
            changed is { } at ? Text("lastBuildDate", Date(at)) : null,
            Text("ttl", "5"),
            new XElement(
                "image",
                Text("url", site.Root + "/icon-192.png"),
                Text("title", title),
                Text("link", site.Root + path),
                Text("width", "144"),
                Text("height", "144")
            ),
            Link("self", site.Root + self, "application/rss+xml"),
            site.Hub is { } hub ? Link("hub", hub, null) : null,
            items
        );
        var document = new XDocument(
            new XElement(
                "rss",
                new XAttribute("version", "2.0"),
                new XAttribute(XNamespace.Xmlns + "atom", Atom),
                new XAttribute(XNamespace.Xmlns + "content", Content),
                new XAttribute(XNamespace.Xmlns + "dc", DublinCore),
                new XAttribute(XNamespace.Xmlns + "media", Media),
                channel
            )
        );
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            document.Save(xml);
        }

        return bytes.ToArray();
    }

    private XElement Item(Story story)
    {
        var address = site.Root + story.Address;
        return new XElement(
            "item",
            Text("title", story.Headline),
            Text("link", address),
            Guid($"article/{story.Id}"),
            Text("pubDate", Date(story.FirstPublishedAt)),
            story.Authors.Select(a => new XElement(DublinCore + "creator", XmlSafe.Text(a.Name))),
            story.Categories.Select(c => Text("category", c.Name)),
            story.Tags.Select(t => Text("category", t.Name)),
            Text("description", story.Standfirst ?? Excerpt.Of(story.BodyText, 300)),
            new XElement(Content + "encoded", new XCData(XmlSafe.Text(FeedContent.Of(story.BodyHtml, address)))),
            Picture(story),
            story.UpdatedAt is { } updated ? new XElement(Atom + "updated", frame.Machine(updated)) : null,
            story is { IsSyndicated: true, SourceCredit: { } credit, SourceUrl: { } source }
                ? new XElement("source", new XAttribute("url", XmlSafe.Text(source)), XmlSafe.Text(credit))
                : null
        );
    }

    private XElement? Picture(Story story)
    {
        if (story.Picture is not { } picture)
        {
            return null;
        }

        var (wide, small) = (Crops.Wide(picture), Crops.Classic(picture));
        return new XElement(
            Media + "content",
            new XAttribute("url", site.Root + wide.Path),
            new XAttribute("medium", "image"),
            new XAttribute("type", Crop.ContentType),
            new XAttribute("width", wide.Width),
            new XAttribute("height", wide.Height),
            new XElement(
                Media + "description",
                new XAttribute("type", "plain"),
                XmlSafe.Text(picture.Caption ?? picture.Alt)
            ),
            picture.Credit is { } credit ? new XElement(Media + "credit", XmlSafe.Text(credit)) : null,
            new XElement(
                Media + "thumbnail",
                new XAttribute("url", site.Root + small.Path),
                new XAttribute("width", small.Width),
                new XAttribute("height", small.Height)
            )
        );
    }

    // Stable, whatever becomes of the address.
    private XElement Guid(string what) =>
        new("guid", new XAttribute("isPermaLink", "false"), $"tag:{new Uri(site.Root).Host},2026:{what}");

    private static XElement Link(string relation, string address, string? type) =>
        new(
            Atom + "link",
            new XAttribute("rel", relation),
            new XAttribute("href", address),
            type is null ? null : new XAttribute("type", type)
        );

    private static XElement Text(string name, string text) => new(name, XmlSafe.Text(text));

    private static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);
}
