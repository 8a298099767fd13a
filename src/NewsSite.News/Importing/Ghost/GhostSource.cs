using System.Globalization;
using System.Runtime.CompilerServices;
using NewsSite.News.Importing.Markup;

namespace NewsSite.News.Importing.Ghost;

/// <summary>The stories of a Ghost export, in the words of this newsroom.</summary>
/// <param name="map">Which tags are sections of ours.</param>
public sealed class GhostSource(string file, SectionMap map, TimeProvider clock) : IStorySource
{
    private const int ObjectIdLength = 24;
    private static readonly string[] DateForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss"];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private GhostNouns nouns = new(file, map, []);

    public string File => file;

    /// <summary>Whether its pictures are given or fetched, too.</summary>
    public bool HasPictures { get; init; }

    /// <summary>Whether pictures at an address are fetched; null where none are.</summary>
    public Func<Uri, bool>? Fetches { get; init; }

    /// <summary>How the addresses of its posts were made; empty where the file says it, or they are the usual ones.</summary>
    public IReadOnlyList<GhostPermalinks> Permalinks { get; init; } = [];

    /// <summary>Of its front page; null where nobody says it. The file does not.</summary>
    public Uri? Home { get; init; }

    // A site that lay in a folder of its host is known by its front page, or by what stands before the words of posts. Where
    // that was the folder of a collection, nothing else ever stood there.
    private IReadOnlyList<string> Folders =>
        [.. Permalinks.Select(p => p.Folder).Append(Folder).Prepend("").Distinct(StringComparer.Ordinal)];

    private string Folder => Home?.AbsolutePath.TrimEnd('/') ?? "";

    /// <inheritdoc/>
    public async Task<SourceNouns> OpenAsync(ImportReport report, CancellationToken cancel)
    {
        nouns = new(file, map, Folders);
        await foreach (var row in new GhostFile(file).RowsAsync(cancel))
        {
            if (row.Table is "members" or "comments")
            {
                report.Counted.Add(row.Table);
            }
            else if (row.Table != "posts")
            {
                nouns.Add(row);
            }
        }

        return nouns.Known(report);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourcePost> PostsAsync(
        ImportReport report,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        seen.Clear();
        await foreach (var row in new GhostFile(file).RowsAsync(cancel))
        {
            if (row.Table != "posts")
            {
                continue;
            }

            var kind = IsPage(row) ? "page" : "post";
            report.In.Add(kind);
            if (Left(row) is { } reason)
            {
                report.Skip(kind, reason, row.At, PlainText.Line(row["title"]));
            }
            else if (Post(row, kind, report) is { } post)
            {
                yield return post;
            }
        }
    }

    private static bool IsPage(GhostRow row) => row["type"] == "page" || row["page"] is "1" or "true";

    /// <returns>Why it is left out; null where it is not.</returns>
    private string? Left(GhostRow row) =>
        row.TooLong is { } what ? what
        : row["id"].Length == 0 ? "it has no number (id)"
        : !seen.Add(row["id"]) ? "another one in the file has the same number (id)"
        : null;

    private SourcePost? Post(GhostRow row, string kind, ImportReport report)
    {
        var remarks = new List<string>();
        string html;
        try
        {
            html = GhostBody.Of(row, remarks.Add);
        }
        catch (ItemRefusedException refused)
        {
            report.Skip(kind, refused.Message, row.At, PlainText.Line(row["title"]));
            return null;
        }

        var at = DateOf(row["published_at"]);
        var (status, held) = StateOf(row);
        var (isPublic, dueAt) = SourceState.Of(status, held, at, IsPage(row), clock.GetUtcNow(), remarks.Add);
        string[] summaries = [row["custom_excerpt"], nouns.MetaOf(row, "meta_description")];
        return new SourcePost
        {
            Kind = kind,
            Key = row["id"] is { Length: ObjectIdLength } id ? id : $"{nouns.Site}\n{row["id"]}",
            At = row.At,
            IsPage = IsPage(row),
            Headline = PlainText.Line(row["title"]),
            Standfirst = Array.Find([.. summaries.Select(PlainText.Line)], words => words.Length > 0),
            SearchTitle = PlainText.Line(nouns.MetaOf(row, "meta_title")),
            Html = html,
            PublishedAt = at,
            IsPublic = isPublic,
            DueAt = dueAt,
            Original = Elsewhere(PlainText.Line(row["canonical_url"]), remarks.Add),
            Slug = row["slug"],
            Sections = nouns.SectionsOf(row),
            Tags = nouns.TagsOf(row),
            Authors = nouns.AuthorsOf(row),
            Old = OldOf(row, at),
            Pictures = HasPictures ? PicturesIn(html) : new Dictionary<string, IReadOnlyList<PicturePlace>>(),
            Files = HasPictures
                ? FilesIn($"{html} {GhostBody.AtHome(row["html"])} {GhostBody.AtHome(row["feature_image"])}")
                : new Dictionary<string, IReadOnlyList<PicturePlace>>(),
            Lead = Lead(row, remarks.Add),
            LeadAlt = PlainText.Line(nouns.MetaOf(row, "feature_image_alt")),
            LeadCaption = PlainText.Of(nouns.MetaOf(row, "feature_image_caption")),
            Remarks = remarks,
        };
    }

    // A page stands at its word, whatever is said of posts.
    private IReadOnlyList<string> OldOf(GhostRow row, DateTimeOffset? at)
    {
        if (IsPage(row))
        {
            return row["slug"].Length > 0
                ? OldAddress.Known([.. Folders.Select(folder => $"{folder}/{row["slug"]}/")])
                : [];
        }

        var made = Permalinks.Count > 0 ? Permalinks : [nouns.Permalinks ?? GhostPermalinks.Usual];
        var (tag, author) = nouns.PrimaryOf(row);
        var local = at is { } time ? TimeZoneInfo.ConvertTime(time, nouns.Zone) : (DateTimeOffset?)null;
        var all = made.Select(m => m.Of(row, local, tag, author)).OfType<string>().ToList();

        // As in routes.yaml, which does not say the folder; somebody may have said it.
        return OldAddress.Known([
            .. all,
            .. all.Where(a => !a.StartsWith($"{Folder}/", StringComparison.Ordinal)).Select(a => Folder + a),
        ]);
    }

    private static (SourceStatus Status, string? Held) StateOf(GhostRow row)
    {
        var held = row["visibility"] is "" or "public" ? null : "was for members only";
        return row["status"] switch
        {
            "published" => (SourceStatus.Published, held),
            "scheduled" => (SourceStatus.Scheduled, held),
            "sent" => (SourceStatus.Draft, "went out by mail only"),
            _ => (SourceStatus.Draft, null),
        };
    }

    // Always of the universal clock.
    private static DateTimeOffset? DateOf(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            DateForms,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? SourceState.Known(time)
            : null;

    // An address of the site itself is no other original.
    private static string? Elsewhere(string address, Action<string> remark)
    {
        if (
            address.Length == 0
            || address.StartsWith(GhostBody.Home, StringComparison.Ordinal)
            || address.StartsWith('/')
        )
        {
            return null;
        }

        if (WebAddress.IsWeb(address))
        {
            remark("names another site's address as the original: search engines are sent there");
            return address;
        }

        remark("names an original that has no address");
        return null;
    }

    private IReadOnlyList<PicturePlace>? Lead(GhostRow row, Action<string> remark)
    {
        if (row["feature_image"].Length == 0)
        {
            return null;
        }

        var places = HasPictures ? PlacesOf(GhostBody.AtHome(row["feature_image"])) : null;
        if (places is null)
        {
            remark("its featured picture is not given");
        }

        return places;
    }

    private Dictionary<string, IReadOnlyList<PicturePlace>> PicturesIn(string html)
    {
        var all = new Dictionary<string, IReadOnlyList<PicturePlace>>(StringComparer.Ordinal);
        foreach (var address in PictureAddress.In(html))
        {
            if (PlacesOf(address) is { } places)
            {
                all.TryAdd(address, places);
            }
        }

        return all;
    }

    private IReadOnlyList<PicturePlace>? PlacesOf(string address) =>
        GhostPictures.PlacesOf(address) ?? PictureAddress.Fetched(address, home: null, Fetches);

    // The file does not say where the site was: what names a host may be another's.
    private Dictionary<string, IReadOnlyList<PicturePlace>> FilesIn(string html)
    {
        var all = new Dictionary<string, IReadOnlyList<PicturePlace>>(StringComparer.Ordinal);
        foreach (var address in PictureAddress.FilesIn(html))
        {
            if (PlacesOf(address) is { } places && OldAddress.OfFile(address, home: null) is { } from)
            {
                all.TryAdd(from, places);
            }
        }

        return all;
    }
}
