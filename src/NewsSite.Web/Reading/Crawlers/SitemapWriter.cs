using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Microsoft.Net.Http.Headers;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Crawlers;

/// <summary>Writes a sitemap to the answer batch by batch, so that a file of 50,000 addresses is never whole in memory.</summary>
internal sealed class SitemapWriter : IDisposable
{
    private const string Sitemap = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private const string Image = "http://www.google.com/schemas/sitemap-image/1.1";
    private const string News = "http://www.google.com/schemas/sitemap-news/0.9";

    private readonly HttpResponse response;
    private readonly SiteOptions site;
    private readonly MemoryStream buffer = new();
    private readonly XmlWriter xml;

    private SitemapWriter(HttpResponse response, SiteOptions site)
    {
        (this.response, this.site) = (response, site);
        xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
    }

    /// <param name="root"><c>urlset</c> or <c>sitemapindex</c>.</param>
    /// <param name="maxAge">Seconds for which caches may keep it.</param>
    public static SitemapWriter Begin(HttpContext context, SiteOptions site, string root, int maxAge = 3600)
    {
        context.Response.ContentType = "application/xml; charset=utf-8";
        context.Response.Headers.CacheControl = $"public, max-age={maxAge}";
        var writer = new SitemapWriter(context.Response, site);
        writer.xml.WriteStartDocument();
        writer.xml.WriteStartElement(root, Sitemap);
        if (root == "urlset")
        {
            writer.xml.WriteAttributeString("xmlns", "image", null, Image);
            writer.xml.WriteAttributeString("xmlns", "news", null, News);
        }

        return writer;
    }

    /// <summary>Files of an index.</summary>
    /// <param name="paths">From the root of the site.</param>
    public void Write(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            xml.WriteStartElement("sitemap", Sitemap);
            Element("loc", Sitemap, site.Root + path);
            xml.WriteEndElement();
        }
    }

    public void Write(IEnumerable<SitemapLine> lines)
    {
        foreach (var line in lines)
        {
            xml.WriteStartElement("url", Sitemap);
            Element("loc", Sitemap, site.Root + line.Address);
            if (line.ChangedAt is { } at)
            {
                Element("lastmod", Sitemap, Moment(at));
            }

            if (line.Picture is { } picture)
            {
                xml.WriteStartElement("image", "image", Image);
                Element("loc", Image, site.Root + Crops.Wide(picture).Path);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    public void Write(IEnumerable<SitemapNews> stories)
    {
        foreach (var story in stories)
        {
            xml.WriteStartElement("url", Sitemap);
            Element("loc", Sitemap, site.Root + story.Address);
            xml.WriteStartElement("news", "news", News);
            xml.WriteStartElement("publication", News);
            Element("name", News, site.Name);
            Element("language", News, NewsLanguage(story.Language ?? site.Language));
            xml.WriteEndElement();
            Element("publication_date", News, Moment(story.FirstPublishedAt));
            Element("title", News, story.Headline);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
    }

    /// <summary>Without it the file stays open, so that one that broke off is not taken for a whole one.</summary>
    public void End() => xml.WriteEndDocument();

    /// <summary>Ends the file and sends it, unless the other side has the same bytes.</summary>
    public async Task SendWholeAsync()
    {
        End();
        xml.Flush();
        if (!IsKnown(Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))[..32]))
        {
            await SendAsync();
        }
    }

    /// <summary>Sends what was written since the last time.</summary>
    public async Task SendAsync()
    {
        xml.Flush();
        buffer.Position = 0;
        await buffer.CopyToAsync(response.Body);
        buffer.SetLength(0);
    }

    /// <param name="mark">Another one for other content.</param>
    /// <returns>Whether the other side has it already; it is then told so, and nothing more is to be sent.</returns>
    public bool IsKnown(string mark)
    {
        var tag = new EntityTagHeaderValue($"\"{mark}\"");
        response.GetTypedHeaders().ETag = tag;
        var isKnown = response
            .HttpContext.Request.GetTypedHeaders()
            .IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
        if (isKnown)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
        }

        return isKnown;
    }

    public void Dispose()
    {
        xml.Dispose();
        buffer.Dispose();
    }

    // Two letters; Chinese alone says which script it is in.
    private static string NewsLanguage(string tag)
    {
        var parts = tag.Split('-');
        var language = parts[0].ToLowerInvariant();
        return language != "zh" ? language
            : parts.Skip(1).Any(p => p.ToUpperInvariant() is "TW" or "HK" or "MO" or "HANT") ? "zh-tw"
            : "zh-cn";
    }

    private static string Moment(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private void Element(string name, string space, string text)
    {
        xml.WriteStartElement(name, space);
        xml.WriteString(XmlSafe.Text(text));
        xml.WriteEndElement();
    }
}
