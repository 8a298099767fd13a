using System.Globalization;
using System.Text;

namespace NewsSite.Tests.Importing;

/// <summary>An export of WordPress, put together by a test.</summary>
public sealed class Wxr(string site = "http://old.example/blog", string version = "1.2")
{
    private readonly StringBuilder head = new();
    private readonly StringBuilder items = new();

    /// <summary>The number of its first item; each site has its own.</summary>
    public int First { get; } = 1 + (1000 * (site.Sum(c => c * 31) % 9973));
    private int next;

    /// <summary>Elements of the channel, as they are.</summary>
    public Wxr Head(string xml)
    {
        head.AppendLine(xml);
        return this;
    }

    public Wxr Category(string slug, string name, string parent = "", int id = 0) =>
        Head(
            $"<wp:category><wp:term_id>{(id > 0 ? id : 100 + head.Length)}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename><wp:category_parent>{parent}</wp:category_parent><wp:cat_name><![CDATA[{name}]]></wp:cat_name></wp:category>"
        );

    /// <param name="more">Further elements, as they are.</param>
    /// <returns>Itself; the number of the item is one more than that of the one before.</returns>
    public Wxr Post(
        string title,
        string content,
        string more = "<category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category>",
        string status = "publish",
        string type = "post",
        string utc = "2014-03-02 10:00:00",
        string local = "2014-03-02 11:00:00",
        int? id = null,
        string? link = null,
        string creator = "ada"
    )
    {
        var number = id ?? (next == 0 ? First : next);
        next = number + 1;
        items.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            <item>
            <title><![CDATA[{title}]]></title>
            <link>{link ?? $"{site}/2014/post-{number}/"}</link>
            <dc:creator><![CDATA[{creator}]]></dc:creator>
            <content:encoded><![CDATA[{content}]]></content:encoded>
            <wp:post_id>{number}</wp:post_id>
            <wp:post_date><![CDATA[{local}]]></wp:post_date>
            <wp:post_date_gmt><![CDATA[{utc}]]></wp:post_date_gmt>
            <wp:post_name><![CDATA[post-{number}]]></wp:post_name>
            <wp:status><![CDATA[{status}]]></wp:status>
            <wp:post_type><![CDATA[{type}]]></wp:post_type>
            {more}
            </item>
            """
        );
        return this;
    }

    public override string ToString() =>
        $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/{version}/">
            <channel>
            <title>The Old Paper</title>
            <link>{site}</link>
            <wp:wxr_version>{version}</wp:wxr_version>
            <wp:base_blog_url>{site}</wp:base_blog_url>
            {head}{items}
            </channel>
            </rss>
            """;
}
