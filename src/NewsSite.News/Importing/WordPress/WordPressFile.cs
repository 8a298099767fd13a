using System.Runtime.CompilerServices;
using static NewsSite.News.Importing.WordPress.WordPressElements;

namespace NewsSite.News.Importing.WordPress;

/// <summary>
/// Reads a WordPress export (WXR 1.0 to 1.2), one item after the other. What holds passwords, mail and network addresses is
/// gone over and never read: it cannot come out anywhere.
/// </summary>
internal sealed class WordPressFile(string file)
{
    private const int TitleLimit = 64 * 1024;
    private const int BodyLimit = 2 * 1024 * 1024;
    private const int TermLimit = 500;
    private const int OldSlugLimit = 20;
    private const int SizesLimit = 64 * 1024;
    private static readonly string[] Versions = ["1.0", "1.1", "1.2"];

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "_yoast_wpseo_primary_category",
        "_yoast_wpseo_title",
        "_yoast_wpseo_metadesc",
    };

    /// <summary>Filled as the file is read; whole at its end.</summary>
    public WordPressChannel Channel { get; } = new();

    /// <exception cref="ImportRefusedException">The message names file, line and reason.</exception>
    public async IAsyncEnumerable<WordPressItem> ItemsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var channel = new ChannelReader(file, Channel);
        using var xml = new BoundedXml(file);
        while (await xml.ReadAsync(cancel))
        {
            if (!xml.IsElement)
            {
                continue;
            }

            switch (xml.Depth, xml.Name)
            {
                case (0, "rss") or (1, "channel"):
                    break;
                case (2, "item"):
                    yield return await ItemAsync(xml, cancel);
                    break;
                case (2, _):
                    await channel.ReadAsync(xml, cancel);
                    break;
                default:
                    throw ImportRefusedException.At(
                        file,
                        xml.Line,
                        "This is no WordPress export: it must be <rss> with a <channel>."
                    );
            }
        }

        if (!Versions.Contains(Channel.Version))
        {
            throw ImportRefusedException.At(
                file,
                1,
                Channel.Version.Length == 0
                    ? "This is no WordPress export: it does not say its version (wxr_version)."
                    : $"Exports of version 1.0, 1.1 and 1.2 are taken; this one does not say one of them (wxr_version)."
            );
        }
    }

    private static async Task<WordPressItem> ItemAsync(BoundedXml xml, CancellationToken cancel)
    {
        var item = new WordPressItem { Line = xml.Line };
        await xml.ChildrenAsync(
            async () =>
            {
                switch (Of(xml))
                {
                    case "title":
                        item.Title = await LongAsync(xml, item, TitleLimit, cancel);
                        break;
                    case "link":
                        item.Link = await WordAsync(xml, cancel);
                        break;
                    case "guid":
                        item.Given = await WordAsync(xml, cancel);
                        break;
                    case "pubDate":
                        item.FeedDate = await WordAsync(xml, cancel);
                        break;
                    case "dc:creator":
                        item.Creator = await WordAsync(xml, cancel);
                        break;
                    case "content:encoded":
                        item.Content = await LongAsync(xml, item, BodyLimit, cancel);
                        break;
                    case "excerpt:encoded":
                        item.Excerpt = await LongAsync(xml, item, TitleLimit, cancel);
                        break;
                    case "wp:post_id":
                        item.Id = Number(await WordAsync(xml, cancel));
                        break;
                    case "wp:post_date":
                        item.LocalDate = await WordAsync(xml, cancel);
                        break;
                    case "wp:post_date_gmt":
                        item.UtcDate = await WordAsync(xml, cancel);
                        break;
                    case "wp:post_name":
                        item.Slug = await WordAsync(xml, cancel);
                        break;
                    case "wp:post_parent":
                        item.Parent = Number(await WordAsync(xml, cancel));
                        break;
                    case "wp:menu_order":
                        item.Order = Number(await WordAsync(xml, cancel)) ?? 0;
                        break;
                    case "wp:status":
                        item.Status = await WordAsync(xml, cancel);
                        break;
                    case "wp:post_type":
                        item.Type = await WordAsync(xml, cancel);
                        break;
                    case "wp:attachment_url":
                        item.Attachment = await WordAsync(xml, cancel);
                        break;
                    case "wp:post_password":
                        // Only whether there is one.
                        item.HasPassword = await xml.TextAsync(0, cancel) is null;
                        break;
                    case "wp:comment":
                        item.Comments++;
                        await xml.SkipAsync(cancel);
                        break;
                    case "wp:postmeta":
                        await MetaAsync(xml, item, cancel);
                        break;
                    case "category" when item.Terms.Count < TermLimit:
                        var (domain, nicename) = (xml.Attribute("domain"), xml.Attribute("nicename") ?? "");
                        item.Terms.Add(new(domain, nicename, await WordAsync(xml, cancel)));
                        break;
                    case "category":
                        item.TooLong = $"it has more than {TermLimit} categories and tags";
                        await xml.SkipAsync(cancel);
                        break;
                    default:
                        await xml.SkipAsync(cancel);
                        break;
                }
            },
            cancel
        );
        return item;
    }

    private static async Task MetaAsync(BoundedXml xml, WordPressItem item, CancellationToken cancel)
    {
        var key = "";
        await xml.ChildrenAsync(
            async () =>
            {
                switch (Of(xml))
                {
                    case "wp:meta_key":
                        key = await WordAsync(xml, cancel);
                        break;
                    case "wp:meta_value" when Wanted.Contains(key):
                        item.Meta[key] = await WordAsync(xml, cancel);
                        break;
                    case "wp:meta_value" when key == "_wp_old_slug" && item.OldSlugs.Count < OldSlugLimit:
                        item.OldSlugs.Add(await WordAsync(xml, cancel));
                        break;
                    case "wp:meta_value" when key == "_wp_attachment_metadata":
                        item.Sizes = UploadPath.Sizes(await xml.TextAsync(SizesLimit, cancel) ?? "");
                        break;
                    default:
                        await xml.SkipAsync(cancel);
                        break;
                }
            },
            cancel
        );
    }

    private static async Task<string> LongAsync(BoundedXml xml, WordPressItem item, int limit, CancellationToken cancel)
    {
        var name = xml.Name == "encoded" ? "text" : xml.Name;
        if (await xml.TextAsync(limit, cancel) is { } text)
        {
            return text;
        }

        item.TooLong = $"its {name} has more than {limit:N0} characters";
        return "";
    }
}
