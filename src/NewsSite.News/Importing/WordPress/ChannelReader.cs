using static NewsSite.News.Importing.WordPress.WordPressElements;

namespace NewsSite.News.Importing.WordPress;

/// <summary>Reads what an export says outside of its items: of itself, of authors, categories and tags.</summary>
internal sealed class ChannelReader(string file, WordPressChannel channel)
{
    private const int AuthorLimit = 50_000;
    private const int CategoryLimit = 20_000;
    private const int TagLimit = 300_000;

    /// <summary>Reads or skips the element that the reader is at.</summary>
    public async Task ReadAsync(BoundedXml xml, CancellationToken cancel)
    {
        switch (Of(xml))
        {
            case "title":
                channel.Title = await WordAsync(xml, cancel);
                break;
            case "link":
                channel.Link = await WordAsync(xml, cancel);
                break;
            case "wp:wxr_version":
                channel.Version = await WordAsync(xml, cancel);
                break;
            case "wp:base_site_url":
                channel.SiteAddress = await WordAsync(xml, cancel);
                break;
            case "wp:base_blog_url":
                channel.BlogAddress = await WordAsync(xml, cancel);
                break;
            case "wp:author" or "wp:wp_author":
                await AuthorAsync(xml, cancel);
                break;
            case "wp:category" or "wp:tag" or "wp:term":
                await TermAsync(xml, cancel);
                break;
            default:
                await xml.SkipAsync(cancel);
                break;
        }
    }

    private async Task AuthorAsync(BoundedXml xml, CancellationToken cancel)
    {
        var line = xml.Line;
        var words = await WordsAsync(
            xml,
            ["author_id", "author_login", "author_display_name", "author_first_name", "author_last_name"],
            cancel
        );
        var whole = $"{words["author_first_name"]} {words["author_last_name"]}".Trim();
        var name = words["author_display_name"] is { Length: > 0 } shown ? shown : whole;
        if (words["author_login"].Length > 0)
        {
            Bound(channel.Authors.Count, AuthorLimit, "authors", line);
            channel.Authors.Add(
                new(
                    Number(words["author_id"]),
                    words["author_login"],
                    // Somebody signs with a mail address: the name is not, where there is one.
                    MailAddress.Is(name)
                    && whole.Length > 0
                        ? whole
                        : name
                )
            );
        }
    }

    // Three ways to write the same.
    private async Task TermAsync(BoundedXml xml, CancellationToken cancel)
    {
        var (line, element) = (xml.Line, xml.Name);
        var words = await WordsAsync(
            xml,
            [
                "term_id",
                "term_taxonomy",
                "term_slug",
                "term_name",
                "term_parent",
                "term_description",
                "category_nicename",
                "category_parent",
                "cat_name",
                "category_description",
                "tag_slug",
                "tag_name",
            ],
            cancel
        );
        string First(string one, string other) => words[one].Length > 0 ? words[one] : words[other];
        var id = Number(words["term_id"]);
        if (element == "category" || words["term_taxonomy"] == "category")
        {
            Bound(channel.Categories.Count, CategoryLimit, "categories", line);
            channel.Categories.Add(
                new(
                    id,
                    First("category_nicename", "term_slug"),
                    First("cat_name", "term_name"),
                    First("category_parent", "term_parent"),
                    First("category_description", "term_description"),
                    line
                )
            );
        }
        else if (element == "tag" || words["term_taxonomy"] == "post_tag")
        {
            Bound(channel.Tags.Count, TagLimit, "tags", line);
            channel.Tags.Add(new(id, First("tag_slug", "term_slug"), First("tag_name", "term_name")));
        }
    }

    private static async Task<Dictionary<string, string>> WordsAsync(
        BoundedXml xml,
        string[] names,
        CancellationToken cancel
    )
    {
        var words = names.ToDictionary(n => n, _ => "", StringComparer.Ordinal);
        await xml.ChildrenAsync(
            async () =>
            {
                if (IsExport(xml.Namespace) && words.ContainsKey(xml.Name))
                {
                    words[xml.Name] = await WordAsync(xml, cancel);
                }
                else
                {
                    await xml.SkipAsync(cancel);
                }
            },
            cancel
        );
        return words;
    }

    private void Bound(int count, int limit, string what, int line)
    {
        if (count >= limit)
        {
            throw ImportRefusedException.At(file, line, $"The file has more than {limit:N0} {what}.");
        }
    }
}
