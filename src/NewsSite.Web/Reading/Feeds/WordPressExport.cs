using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Xml;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>
/// The paper as a file that WordPress takes in, and whoever reads its exports: WXR 1.2, which is RSS with
/// more in it. Written from the beginning to the end, in memory that does not grow with the paper. Nobody's mail address is in it.
/// </summary>
public sealed class WordPressExport(
    WholePaper paper,
    Sections sections,
    AboutPages pages,
    LivePages posts,
    SiteOptions site,
    TimeProvider clock
)
{
    private const int NounsAtOnce = 500;

    /// <param name="path">The file, which must not be there yet.</param>
    /// <param name="rest">What readers do not see.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <returns>How many stories it has, and how many of them readers see.</returns>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public async Task<(int All, int Public)> WriteAsync(
        string path,
        WxrRest rest,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        if (Path.Exists(path))
        {
            throw new IOException($"{Path.GetFullPath(path)} is there already.");
        }

        var part = path + ".part";
        try
        {
            (int, int) stories;
            await using (var file = Create(part))
            await using (var xml = XmlWriter.Create(file, new XmlWriterSettings { Async = true, NewLineChars = "\n" }))
            {
                stories = await WriteAsync(new WxrWriter(xml, site), rest, progress, cancel);
            }

            File.Move(part, path);
            return stories;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    // For nobody else on this machine: drafts are in it.
    private static FileStream Create(string path)
    {
        // One that a killed run left has the rights that it had.
        File.Delete(path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private async Task<(int All, int Public)> WriteAsync(
        WxrWriter wxr,
        WxrRest rest,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await using var held = await paper.HoldAsync(rest.Moment, cancel);
        await wxr.BeginAsync(clock.GetUtcNow());
        await WriteNounsAsync(wxr, rest.Authors, cancel);

        // Pictures and pages are entries like stories, and take numbers behind theirs.
        var number = rest.LastId;
        var pictures = new Dictionary<string, long>(StringComparer.Ordinal);
        var (stories, seen) = (0, 0);
        await foreach (var story in paper.StoriesAsync(cancel))
        {
            await WriteStoryAsync(
                new(story, "publish", story.FirstPublishedAt, story.UpdatedAt ?? story.FirstPublishedAt)
            );
        }

        seen = stories;
        await foreach (var entry in rest.Stories.WithCancellation(cancel))
        {
            await WriteStoryAsync(entry);
        }

        foreach (var link in await pages.ListAsync(cancel))
        {
            await wxr.PageAsync((await pages.FindAsync(link.Slug, cancel))!, ++number);
        }

        await wxr.EndAsync();
        return (stories, seen);

        async Task WriteStoryAsync(WxrEntry entry)
        {
            var story = entry.Story;
            var html = await HtmlAsync(story, cancel);
            foreach (var picture in WxrPicture.Of(story, html, site.Root).Where(p => !pictures.ContainsKey(p.Address)))
            {
                pictures.Add(picture.Address, ++number);
                await wxr.PictureAsync(picture, number, entry);
            }

            await wxr.StoryAsync(
                entry,
                html,
                WxrPicture.Lead(story, site.Root) is { } lead ? pictures[lead.Address] : null
            );
            if (++stories % 100 == 1)
            {
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{stories:N0} stories"));
            }
        }
    }

    /// <returns>The story's text and, of a live blog, its posts below, in the order in which they went out.</returns>
    private async Task<string> HtmlAsync(Story story, CancellationToken cancel)
    {
        var address = site.Root + story.Address;
        var html = new StringBuilder(FeedContent.Of(story.BodyHtml, address));
        var last = story.Live?.LastNumber ?? 0;
        for (var page = 1; (page - 1) * LivePages.PageSize < last; page++)
        {
            foreach (var post in (await posts.PageAsync(story.Id, page, cancel)).Where(p => p.RemovedAt is null))
            {
                var time = SiteFrame.Moment(post.PostedAt, site.Zone);
                html.Append(post.Title is { } title ? $"\n<h2>{Encoded(title)}</h2>" : "")
                    .Append(
                        CultureInfo.InvariantCulture,
                        $"\n<p><strong>{time}, {Encoded(post.AuthorName)}</strong></p>\n"
                    )
                    .Append(FeedContent.Of(post.BodyHtml, address));
            }
        }

        return html.ToString();

        static string Encoded(string text) => HtmlEncoder.Default.Encode(text);
    }

    private async Task WriteNounsAsync(WxrWriter wxr, IReadOnlyList<AuthorLink> others, CancellationToken cancel)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        string? after = null;
        while (await sections.AuthorsAsync(after, NounsAtOnce, cancel) is [.., var last] some)
        {
            foreach (var author in some)
            {
                known.Add(author.Author.Slug);
                await wxr.AuthorAsync(author.Author, known.Count);
            }

            after = last.Author.Slug;
        }

        foreach (var author in others.Where(a => known.Add(a.Slug)))
        {
            await wxr.AuthorAsync(author, known.Count);
        }

        var above = new Stack<string>();
        long term = 0;
        foreach (var line in await sections.AllAsync(cancel))
        {
            while (above.Count > line.Level)
            {
                above.Pop();
            }

            await wxr.CategoryAsync(line, above.TryPeek(out var parent) ? parent : null);
            above.Push(line.Category.Slug);
            term = Math.Max(term, line.Category.Id);
        }

        after = null;
        while (await sections.TagsAsync(after, NounsAtOnce, cancel) is [.., var end] tags)
        {
            foreach (var tag in tags)
            {
                await wxr.TagAsync(tag, ++term);
            }

            after = end.Tag.Slug;
        }
    }
}
