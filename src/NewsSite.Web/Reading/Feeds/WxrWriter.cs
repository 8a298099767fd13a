using System.Globalization;
using System.Xml;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>Writes the elements of WXR 1.2, in the order in which WordPress does.</summary>
internal sealed class WxrWriter(XmlWriter xml, SiteOptions site)
{
    private const string Wp = "http://wordpress.org/export/1.2/";
    private const string Excerpt = "http://wordpress.org/export/1.2/excerpt/";
    private const string Content = "http://purl.org/rss/1.0/modules/content/";
    private const string DublinCore = "http://purl.org/dc/elements/1.1/";

    public async Task BeginAsync(DateTimeOffset now)
    {
        await xml.WriteStartDocumentAsync();
        await xml.WriteStartElementAsync(null, "rss", null);
        await xml.WriteAttributeStringAsync(null, "version", null, "2.0");
        foreach (
            var (prefix, space) in new[] { ("excerpt", Excerpt), ("content", Content), ("dc", DublinCore), ("wp", Wp) }
        )
        {
            await xml.WriteAttributeStringAsync("xmlns", prefix, null, space);
        }

        await xml.WriteStartElementAsync(null, "channel", null);
        await TextAsync("title", site.Name);
        await TextAsync("link", site.Root);
        await TextAsync("description", site.Description ?? "");
        await TextAsync("pubDate", Date(now));
        await TextAsync("language", site.Language);
        await WpAsync("wxr_version", "1.2");
        await WpAsync("base_site_url", site.Root);
        await WpAsync("base_blog_url", site.Root);
    }

    public async Task EndAsync()
    {
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
    }

    public async Task AuthorAsync(AuthorLink author, long id)
    {
        await xml.WriteStartElementAsync("wp", "author", Wp);
        await WpAsync("author_id", Number(id));
        await WpAsync("author_login", author.Slug);
        await WpAsync("author_email", "");
        await WpAsync("author_display_name", Html(author.Name));
        await xml.WriteEndElementAsync();
    }

    /// <param name="parent">Its slug; null at the top.</param>
    public async Task CategoryAsync(SectionLine line, string? parent)
    {
        await xml.WriteStartElementAsync("wp", "category", Wp);
        await WpAsync("term_id", Number(line.Category.Id));
        await WpAsync("category_nicename", line.Category.Slug);
        await WpAsync("category_parent", parent ?? "");
        await WpAsync("cat_name", Html(line.Category.Name));
        await WpAsync("category_description", Html(line.Description ?? ""));
        await xml.WriteEndElementAsync();
    }

    public async Task TagAsync(TagLine line, long id)
    {
        await xml.WriteStartElementAsync("wp", "tag", Wp);
        await WpAsync("term_id", Number(id));
        await WpAsync("tag_slug", line.Tag.Slug);
        await WpAsync("tag_name", Html(line.Tag.Name));
        await WpAsync("tag_description", Html(line.Description ?? ""));
        await xml.WriteEndElementAsync();
    }

    /// <param name="lead">The number of its lead picture; null without one.</param>
    public async Task StoryAsync(WxrEntry entry, string html, long? lead)
    {
        var story = entry.Story;

        // What has no address yet has a number.
        var isOut = entry.Status is "publish";
        await BeginItemAsync(story.Headline, site.Root + (isOut ? story.Address : $"/?p={Number(story.Id)}"), entry.At);
        await xml.WriteElementStringAsync(
            "dc",
            "creator",
            DublinCore,
            story.Authors is [var first, ..] ? first.Slug : ""
        );

        await CdataAsync("content", "encoded", Content, Block(html));
        await CdataAsync("excerpt", "encoded", Excerpt, Html(story.Standfirst ?? ""));
        await EntryAsync(story.Id, "post", entry.At is null ? "" : story.Slug, entry, 0);
        foreach (var category in story.Categories)
        {
            await TermAsync("category", category.Slug, category.Name);
        }

        foreach (var tag in story.Tags)
        {
            await TermAsync("post_tag", tag.Slug, tag.Name);
        }

        foreach (var author in story.Authors)
        {
            await TermAsync("author", author.Slug, author.Name);
        }

        if (lead is { } picture)
        {
            await MetaAsync("_thumbnail_id", Number(picture));
        }

        if (story.Categories is [var primary, ..])
        {
            await MetaAsync("_yoast_wpseo_primary_category", Number(primary.Id));
        }

        if (story.SearchTitle is { } title)
        {
            await MetaAsync("_yoast_wpseo_title", Html(title));
        }

        await xml.WriteEndElementAsync();
    }

    public async Task PageAsync(StandingPageView page, long id)
    {
        var day = page.ReviewedOn.ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(day, site.Zone.GetUtcOffset(day));
        await BeginItemAsync(page.Page.Title, site.Root + page.Page.Address, at);
        await xml.WriteElementStringAsync("dc", "creator", DublinCore, "");
        await CdataAsync(
            "content",
            "encoded",
            Content,
            Block(FeedContent.Of(page.BodyHtml, site.Root + page.Page.Address))
        );
        await CdataAsync("excerpt", "encoded", Excerpt, "");
        await EntryAsync(id, "page", page.Page.Slug, "publish", at, at, 0);
        await xml.WriteEndElementAsync();
    }

    /// <param name="entry">The first that shows it.</param>
    public async Task PictureAsync(WxrPicture picture, long number, WxrEntry entry)
    {
        var story = entry.Story;
        await BeginItemAsync(picture.Alt, picture.Address, entry.At);
        await xml.WriteElementStringAsync(
            "dc",
            "creator",
            DublinCore,
            story.Authors is [var first, ..] ? first.Slug : ""
        );
        await CdataAsync("content", "encoded", Content, "");
        await CdataAsync("excerpt", "encoded", Excerpt, Html(picture.Caption ?? ""));
        await EntryAsync(
            number,
            "attachment",
            $"picture-{Number(number)}",
            "inherit",
            entry.At ?? entry.ChangedAt,
            entry.ChangedAt,
            story.Id
        );
        await WpAsync("attachment_url", picture.Address);
        await MetaAsync("_wp_attachment_image_alt", picture.Alt);
        await xml.WriteEndElementAsync();
    }

    // HTML as it stands: else WordPress takes each line end in it for one that readers see.
    private static string Block(string html) => $"<!-- wp:html -->\n{html}\n<!-- /wp:html -->";

    private async Task BeginItemAsync(string title, string link, DateTimeOffset? at)
    {
        await xml.WriteStartElementAsync(null, "item", null);
        await TextAsync("title", Html(title));
        await TextAsync("link", link);
        await TextAsync("pubDate", at is { } date ? Date(date) : "");
    }

    private Task EntryAsync(long id, string type, string name, WxrEntry entry, long parent) =>
        EntryAsync(id, type, name, entry.Status, entry.At, entry.ChangedAt, parent);

    /// <param name="at">Null: WordPress then keeps the day of the change by its own clock, and none by the world's.</param>
    private async Task EntryAsync(
        long id,
        string type,
        string name,
        string status,
        DateTimeOffset? at,
        DateTimeOffset changed,
        long parent
    )
    {
        await WpAsync("post_id", Number(id));
        await WpAsync("post_date", Clock(TimeZoneInfo.ConvertTime(at ?? changed, site.Zone)));
        await WpAsync("post_date_gmt", at is { } date ? Clock(date.ToUniversalTime()) : "0000-00-00 00:00:00");
        await WpAsync("post_modified", Clock(TimeZoneInfo.ConvertTime(changed, site.Zone)));
        await WpAsync("post_modified_gmt", Clock(changed.ToUniversalTime()));
        await WpAsync("comment_status", "closed");
        await WpAsync("ping_status", "closed");
        await WpAsync("post_name", name);
        await WpAsync("status", status);
        await WpAsync("post_parent", Number(parent));
        await WpAsync("menu_order", "0");
        await WpAsync("post_type", type);
        await WpAsync("post_password", "");
        await WpAsync("is_sticky", "0");
    }

    private async Task TermAsync(string domain, string nicename, string name)
    {
        await xml.WriteStartElementAsync(null, "category", null);
        await xml.WriteAttributeStringAsync(null, "domain", null, domain);
        await xml.WriteAttributeStringAsync(null, "nicename", null, nicename);
        await xml.WriteStringAsync(XmlSafe.Text(Html(name)));
        await xml.WriteEndElementAsync();
    }

    private async Task MetaAsync(string key, string value)
    {
        await xml.WriteStartElementAsync("wp", "postmeta", Wp);
        await WpAsync("meta_key", key);
        await WpAsync("meta_value", value);
        await xml.WriteEndElementAsync();
    }

    private async Task CdataAsync(string prefix, string name, string space, string text)
    {
        await xml.WriteStartElementAsync(prefix, name, space);
        await xml.WriteCDataAsync(XmlSafe.Text(text));
        await xml.WriteEndElementAsync();
    }

    private Task WpAsync(string name, string text) => xml.WriteElementStringAsync("wp", name, Wp, XmlSafe.Text(text));

    private Task TextAsync(string name, string text) =>
        xml.WriteElementStringAsync(null, name, null, XmlSafe.Text(text));

    // Titles, names and excerpts are HTML there.
    private static string Html(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset at) => at.ToUniversalTime().ToString("r", CultureInfo.InvariantCulture);

    private static string Clock(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
