using System.Globalization;
using System.Runtime.CompilerServices;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The stories of a WordPress export, in the words of this newsroom.</summary>
/// <param name="zone">Of the newsroom that it came from, for times without one.</param>
public sealed class WordPressSource(string file, TimeZoneInfo zone, TimeProvider clock) : IStorySource
{
    private const int NameLimit = 500_000;
    private readonly HashSet<long> seen = [];
    private readonly Dictionary<long, string> pictures = [];
    private readonly Dictionary<long, List<(long Order, long Id)>> attached = [];
    private readonly OldSlugs former = new();
    private readonly ReusedBlocks reused = new();
    private WordPressNouns? nouns;
    private Uri? home;

    public string File => file;

    /// <summary>Whether its pictures are given or fetched, too.</summary>
    public bool HasPictures { get; init; }

    /// <summary>Whether pictures at an address are fetched; null where none are.</summary>
    public Func<Uri, bool>? Fetches { get; init; }

    /// <inheritdoc/>
    public async Task<SourceNouns> OpenAsync(ImportReport report, CancellationToken cancel)
    {
        var export = new WordPressFile(file);
        var signers = new Dictionary<string, string>(StringComparer.Ordinal);
        var front = new FrontOfPosts();
        await foreach (var item in export.ItemsAsync(cancel))
        {
            WordPressNouns.Signers(item, signers);
            former.See(item, export.Channel.Home);
            front.See(item, export.Channel.Home);
            reused.See(item);
            if (HasPictures && item is { Type: "attachment", Id: { } id } && PathOf(item) is { } path)
            {
                pictures.TryAdd(id, path);
                if (item.Parent is { } parent)
                {
                    var beside = attached.GetValueOrDefault(parent) ?? (attached[parent] = []);
                    beside.Add((item.Order, id));
                }
            }

            if (signers.Count + pictures.Count > NameLimit)
            {
                throw ImportRefusedException.At(
                    file,
                    item.Line,
                    $"The file has more than {NameLimit} authors, categories, tags and pictures."
                );
            }
        }

        home = export.Channel.Home;
        nouns = WordPressNouns.Of(export.Channel, signers, front, report);
        return nouns.Known with { Home = home };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePost> PostsAsync(
        ImportReport report,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        seen.Clear();
        former.Restart();
        await foreach (var item in new WordPressFile(file).ItemsAsync(cancel))
        {
            var kind = item.Type.Length > 0 ? item.Type : "item without a type";
            report.In.Add(kind);
            if (item.Comments > 0)
            {
                report.Counted.Add("comments", times: item.Comments);
            }

            var title = PlainText.Of(item.Title);
            if (HasPictures && item.Type == SourcePicture.Kind)
            {
                continue;
            }

            if (Left(item) is { } reason)
            {
                report.Skip(kind, reason, item.At, title);
                continue;
            }

            yield return Post(item, title);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePicture> PicturesAsync(
        ImportReport report,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        await foreach (var item in new WordPressFile(file).ItemsAsync(cancel))
        {
            if (item.Type != SourcePicture.Kind)
            {
                continue;
            }

            if (PathOf(item) is not { } path)
            {
                report.Skip(SourcePicture.Kind, "it is no picture", item.At, PlainText.Of(item.Title));
                continue;
            }

            var caption = PlainText.Of(item.Excerpt);
            yield return new(
                new(path, item.Attachment.Length > 0 ? item.Attachment : null),
                item.At,
                PlainText.Of(item.Meta.GetValueOrDefault("_wp_attachment_image_alt", "")),
                caption.Length > 0 ? caption : null
            );
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceFile> FilesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var item in new WordPressFile(file).ItemsAsync(cancel))
        {
            if (item is { Type: SourcePicture.Kind, Id: not null } && item.Status != "trash")
            {
                var path = PathOf(item);
                yield return new(
                    item.At,
                    [.. OldAddresses.OfFilePage(item, home).Where(a => !former.IsToday(a))],
                    OldAddresses.OfFile(item, path, home),
                    item.Parent is > 0 ? $"{item.Parent}" : null,
                    path
                );
            }
        }
    }

    private static string? PathOf(WordPressItem item)
    {
        var path = item.Meta.GetValueOrDefault("_wp_attached_file") ?? UploadPath.Of(item.Attachment);
        return path is not null && PictureAddress.IsPicture(path) ? path : null;
    }

    /// <returns>Why it is left out; null where it is not.</returns>
    private string? Left(WordPressItem item) =>
        item.Type switch
        {
            "post" or "page" when item.Status is "trash" or "auto-draft" or "inherit" =>
                $"its state is “{item.Status}”",
            "post" or "page" when item.TooLong is { } what => what,
            "post" or "page" when item.Id is null => "it has no number (post_id)",
            "post" or "page" when !seen.Add(item.Id.Value) => "another one in the file has the same number (post_id)",
            "post" or "page" => null,
            "attachment" => "pictures and files are not given",
            _ => "things of this kind are not taken",
        };

    private SourcePost Post(WordPressItem item, string title)
    {
        var remarks = new List<string>();
        var isPage = item.Type == "page";
        var at = WordPressDates.Of(item, zone);
        var content = reused.In(item.Content);
        var body = WordPressBody.Of(content, HasPictures ? id => AttachedTo(id ?? item.Id) : null, remarks.Add);
        var excerpt = PlainText.Of(Shortcodes.Resolve(item.Excerpt, null, _ => { }));
        var description = PlainText.Of(item.Meta.GetValueOrDefault("_yoast_wpseo_metadesc", ""));
        var lead = Lead(item);
        if (lead is null && item.Meta.ContainsKey("_thumbnail_id"))
        {
            remarks.Add("its featured picture is not given");
        }

        foreach (var term in item.Terms.Select(t => t.Domain).Distinct())
        {
            if (term is not (null or "category" or "post_tag" or "tag" or "author"))
            {
                remarks.Add($"is filed under “{term}”, for which there is no place here");
            }
        }

        var (status, held) = StateOf(item);
        var (isPublic, dueAt) = SourceState.Of(status, held, at, isPage, clock.GetUtcNow(), remarks.Add);
        return new SourcePost
        {
            Kind = item.Type,
            Key = $"{item.Id}",
            At = item.At,
            IsPage = isPage,
            Headline = title,
            Standfirst =
                excerpt.Length > 0 ? excerpt
                : description.Length > 0 ? description
                : null,
            SearchTitle = YoastTitle.Of(item.Meta.GetValueOrDefault("_yoast_wpseo_title"), title, remarks.Add),
            Html = body.Html,
            LinesCount = body.LinesCount,
            PublishedAt = at,
            IsPublic = isPublic,
            DueAt = dueAt,
            Slug = PageSlug(item),
            Sections = nouns!.SectionsOf(item),
            Tags = nouns.TagsOf(item),
            Authors = nouns.AuthorsOf(item),
            Old = [.. OldAddresses.OfPost(item, home), .. former.Of(item, home)],
            Days =
                isPublic && !isPage && WordPressDates.DayOf(item, at, zone) is { } day
                    ? [.. OldAddresses.OfDay(day, nouns.Lists)]
                    : [],
            Pictures = HasPictures ? PicturesIn(body.Html) : new Dictionary<string, IReadOnlyList<PicturePlace>>(),
            Files = HasPictures ? FilesIn(content) : new Dictionary<string, IReadOnlyList<PicturePlace>>(),
            Lead = lead,
            Remarks = remarks,
        };
    }

    private List<long> AttachedTo(long? id) =>
        [.. attached.GetValueOrDefault(id ?? 0, []).OrderBy(a => a.Order).ThenBy(a => a.Id).Select(a => a.Id)];

    private IReadOnlyList<PicturePlace>? Lead(WordPressItem item) =>
        long.TryParse(
            item.Meta.GetValueOrDefault("_thumbnail_id"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        ) && pictures.TryGetValue(id, out var path)
            ? [new(path)]
            : null;

    private Dictionary<string, IReadOnlyList<PicturePlace>> PicturesIn(string html)
    {
        var all = new Dictionary<string, IReadOnlyList<PicturePlace>>(StringComparer.Ordinal);
        foreach (var address in PictureAddress.In(html))
        {
            if (
                address.StartsWith(UploadPath.Attachment, StringComparison.Ordinal)
                && long.TryParse(address[UploadPath.Attachment.Length..], CultureInfo.InvariantCulture, out var id)
            )
            {
                if (pictures.TryGetValue(id, out var listed))
                {
                    all.TryAdd(address, UploadPath.All(listed, null));
                }
            }
            else if (PlacesOf(address) is { } places)
            {
                all.TryAdd(address, places);
            }
        }

        return all;
    }

    private IReadOnlyList<PicturePlace>? PlacesOf(string address) =>
        UploadPath.Of(address) is { } path
            ? UploadPath.All(path, Uri.TryCreate(home, address, out var whole) ? whole : null)
            : PictureAddress.Fetched(address, home, Fetches);

    private Dictionary<string, IReadOnlyList<PicturePlace>> FilesIn(string html)
    {
        var all = new Dictionary<string, IReadOnlyList<PicturePlace>>(StringComparer.Ordinal);
        foreach (var address in PictureAddress.FilesIn(html))
        {
            if (PlacesOf(address) is { } places && OldAddress.OfFile(address, home) is { } from)
            {
                all.TryAdd(from, places);
            }
        }

        return all;
    }

    // A page that lies in others has their words before its own; but for the site's own folder, and "about", below which
    // all lie here.
    private string PageSlug(WordPressItem item)
    {
        const string here = "about/";
        if (!Uri.TryCreate(item.Link, UriKind.Absolute, out var link) || link.Query.Length > 0)
        {
            return item.Slug;
        }

        return Below(here, Below($"{Path(home)}/", Path(link)));

        static string Path(Uri? address) => Uri.UnescapeDataString(address?.AbsolutePath ?? "").Trim('/');
        static string Below(string folder, string path) =>
            path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path;
    }

    private static (SourceStatus Status, string? Held) StateOf(WordPressItem item) =>
        item.Status switch
        {
            "publish" => (SourceStatus.Published, item.HasPassword ? "was protected by a password" : null),
            "future" => (SourceStatus.Scheduled, item.HasPassword ? "was protected by a password" : null),
            "private" => (SourceStatus.Draft, "was private"),
            _ => (SourceStatus.Draft, null),
        };
}
