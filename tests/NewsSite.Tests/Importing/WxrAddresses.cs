using System.Text.RegularExpressions;
using System.Web;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using NewsSite.News.Tags;

namespace NewsSite.Tests.Importing;

/// <summary>
/// The addresses that readers had a site's pages by, as its export shows them: made by WordPress's own rules, and without
/// anything of the importer.
/// </summary>
internal static partial class WxrAddresses
{
    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";
    private static readonly XNamespace Dc = "http://purl.org/dc/elements/1.1/";

    /// <returns>Path and query of each, and what the heading of the page must say; null where the export does not tell.</returns>
    public static IEnumerable<(string Address, string? Heading)> Of(XDocument export)
    {
        var channel = export.Root!.Element("channel")!;
        var home = new Uri(Wp(channel, "base_blog_url"));
        var folder = home.AbsolutePath.TrimEnd('/');
        var items = channel.Elements("item").ToList();
        var shown = items
            .Where(i => Wp(i, "post_type") is "post" or "page" && Wp(i, "status") == "publish")
            .Where(i => Wp(i, "post_password").Length == 0 && Number().IsMatch(Wp(i, "post_id")))
            .Where(i => IsDated(i) && Says(i))
            .DistinctBy(i => Wp(i, "post_id"))
            .ToDictionary(i => Wp(i, "post_id"));
        return shown
            .Values.SelectMany(i => OfItem(i, folder, shown.Keys))
            .Concat(items.SelectMany(i => OfFile(i, home, folder, shown)))
            .Concat(OfTerms(channel, folder, [.. shown.Values.Where(i => Wp(i, "post_type") == "post")]))
            .Concat(OfDays(shown.Values.Where(i => Wp(i, "post_type") == "post"), folder))
            .Where(a => a.Item1 != "/" && !Unseen().IsMatch(Uri.UnescapeDataString(a.Item1)));

        IEnumerable<(string, string?)> OfItem(XElement item, string root, ICollection<string> ids)
        {
            var (id, title) = (Wp(item, "post_id"), Plain(Rss(item, "title")));
            var link = LinkOf(item, home);
            if (link is not null)
            {
                yield return (link.PathAndQuery, title);
            }

            yield return ($"{root}/?p={id}", title);
            if (Wp(item, "post_type") == "page")
            {
                yield return ($"{root}/?page_id={id}", title);
            }

            // That of another site is none of this one's, and a number that another post has by now is that one's.
            if (
                Uri.TryCreate(Rss(item, "guid"), UriKind.Absolute, out var guid)
                && (guid.Host == home.Host || guid.Host == link?.Host)
                && HttpUtility.ParseQueryString(guid.Query) is var query
                && (query["p"] ?? query["page_id"]) is { } number
                && (number == id || !ids.Contains(number))
            )
            {
                yield return (guid.PathAndQuery, title);
            }
        }
    }

    // The page of a picture leads to the story that it was uploaded for.
    private static IEnumerable<(string, string?)> OfFile(
        XElement item,
        Uri home,
        string folder,
        Dictionary<string, XElement> shown
    )
    {
        if (
            Wp(item, "post_type") == "attachment"
            && Wp(item, "status") != "trash"
            && shown.TryGetValue(Wp(item, "post_parent"), out var story)
        )
        {
            var title = Plain(Rss(story, "title"));
            yield return ($"{folder}/?attachment_id={Wp(item, "post_id")}", title);
            yield return ($"{folder}/?p={Wp(item, "post_id")}", title);
            if (LinkOf(item, home) is { } link)
            {
                yield return (link.PathAndQuery, title);
            }
        }
    }

    // Some write only its path.
    private static Uri? LinkOf(XElement item, Uri home) =>
        Rss(item, "link") is { Length: > 0 } link
        && Uri.TryCreate(home, link, out var whole)
        && whole.Scheme is "http" or "https"
            ? whole
            : null;

    // Without that, nobody knows whether it had gone out: it is a draft.
    private static bool IsDated(XElement item) =>
        new[] { Wp(item, "post_date_gmt"), Wp(item, "post_date"), Rss(item, "pubDate") }.Any(d =>
            d.Length > 0 && !d.StartsWith("0000", StringComparison.Ordinal)
        );

    // A story without a word is a draft.
    private static bool Says(XElement item) =>
        Comment().Replace(item.Element(Content + "encoded")?.Value ?? "", "").Trim().Length > 0;

    // By the clock of the site itself. The front page is cut into numbered ones, as each list is.
    private static IEnumerable<(string, string?)> OfDays(IEnumerable<XElement> posts, string folder)
    {
        yield return ($"{folder}/page/2/", null);
        foreach (
            var day in posts
                .Select(p => Wp(p, "post_date").Split(' ')[0])
                .Where(day => Day().IsMatch(day) && !day.StartsWith("0000", StringComparison.Ordinal))
                .Distinct()
        )
        {
            var parts = day.Split('-');
            yield return ($"{folder}/{parts[0]}/", null);
            yield return ($"{folder}/{parts[0]}/{parts[1]}/", null);
            yield return ($"{folder}/{parts[0]}/{parts[1]}/{parts[2]}/", null);
            yield return ($"{folder}/{parts[0]}/{parts[1]}/page/2/", null);
            yield return ($"{folder}/?m={parts[0]}{parts[1]}", null);
        }
    }

    private static IEnumerable<(string, string?)> OfTerms(XElement channel, string folder, List<XElement> posts)
    {
        var categories = channel
            .Elements()
            .Where(e => e.Name.LocalName == "category")
            .DistinctBy(e => Wp(e, "category_nicename"))
            .ToDictionary(e => Wp(e, "category_nicename"));
        foreach (var (term, name) in Terms("category"))
        {
            var path = term;
            var known = categories.GetValueOrDefault(term);
            for (var up = known; up is not null && Wp(up, "category_parent") is { Length: > 0 } parent; )
            {
                // The oldest exports name the one above by its name.
                up =
                    categories.GetValueOrDefault(parent)
                    ?? categories.Values.FirstOrDefault(c => Wp(c, "cat_name") == parent);
                path = $"{(up is null ? parent : Wp(up, "category_nicename"))}/{path}";
            }

            yield return ($"{folder}/category/{path}/", name);
            yield return ($"{folder}/category/{path}/page/3/", name);
            if (known is not null && Wp(known, "term_id") is { Length: > 0 } id)
            {
                yield return ($"{folder}/?cat={id}", name);
            }
        }

        foreach (var (term, name) in Terms("post_tag").Concat(Terms("tag")))
        {
            yield return ($"{folder}/tag/{term}/", name);
            yield return ($"{folder}/tag/{term}/page/2/", name);
            yield return ($"{folder}/?tag={term}", name);
        }

        foreach (
            var nicename in posts
                .SelectMany(p => p.Elements("category"))
                .Where(c => c.Attribute("domain")?.Value == "author")
                .Select(c => c.Attribute("nicename")?.Value ?? "")
                .Where(nicename => nicename.StartsWith("cap-", StringComparison.Ordinal))
                .Distinct()
        )
        {
            yield return ($"{folder}/author/{nicename["cap-".Length..]}/", null);
        }

        yield return ($"{folder}/feed/", null);
        foreach (
            var login in posts
                .Where(p => !Domains(p).Contains("author"))
                .Select(p => p.Element(Dc + "creator")?.Value.Trim() ?? "")
                .Distinct()
        )
        {
            if (Word().IsMatch(login))
            {
                yield return ($"{folder}/author/{login}/", null);
            }

            var author = channel
                .Elements()
                .FirstOrDefault(e => e.Name.LocalName is "author" or "wp_author" && Wp(e, "author_login") == login);
            if (author is not null && Wp(author, "author_id") is var id && Number().IsMatch(id))
            {
                yield return ($"{folder}/?author={id}", null);
            }
        }

        // Of tags a story takes the first ones, as many as it may have.
        IEnumerable<(string Word, string Name)> Terms(string domain) =>
            posts
                .SelectMany(post =>
                    post.Elements("category")
                        .Where(c => c.Attribute("domain")?.Value == domain)
                        .Take(domain == "category" ? int.MaxValue : TagBook.PerStory)
                )
                .Where(c => c.Attribute("nicename")?.Value is { Length: > 0 })
                .Select(c => (c.Attribute("nicename")!.Value, Plain(c.Value)))
                .DistinctBy(c => c.Item1);
    }

    private static IEnumerable<string?> Domains(XElement item) =>
        item.Elements("category").Select(c => c.Attribute("domain")?.Value);

    // Whatever version the namespace is of.
    private static string Wp(XElement of, string name) =>
        of.Elements()
            .FirstOrDefault(e =>
                e.Name.LocalName == name
                && e.Name.NamespaceName.Contains("wordpress.org/export", StringComparison.Ordinal)
            )
            ?.Value.Trim()
        ?? "";

    private static string Rss(XElement of, string name) => of.Element(name)?.Value.Trim() ?? "";

    private static string Plain(string html)
    {
        using var document = new HtmlParser().ParseDocument($"<body>{html}");
        return document.Body!.TextContent.Trim();
    }

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    // What turns the direction of writing or cannot be seen is in no address that leads on: it could say another one than it is.
    [GeneratedRegex(@"\p{Cf}")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}$")]
    private static partial Regex Day();

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Number();

    [GeneratedRegex("^[a-z0-9_-]+$")]
    private static partial Regex Word();
}
