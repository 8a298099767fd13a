using System.Globalization;

namespace NewsSite.News.Importing.Ghost;

/// <summary>Who and what the posts of an export name. Ghost keeps that in tables of its own, behind the posts.</summary>
/// <param name="map">Which tags are sections of ours: Ghost has none.</param>
/// <param name="folders">Where on its host the site lay; see <see cref="GhostSource"/>.</param>
internal sealed class GhostNouns(string file, SectionMap map, IReadOnlyList<string> folders)
{
    /// <summary>The setting that stays the same whatever the site is called.</summary>
    public const string Installation = "db_hash";

    // What is kept of all rows together, in characters.
    private const int Limit = 100_000_000;
    private const int RowCost = 60;
    private const string FeedWord = "rss";

    private readonly Dictionary<string, GhostRow> tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GhostRow> metas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceAuthor> authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Order, string Id)>> tagsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Order, string Id)>> authorsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> authorSlugs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> settings = new(StringComparer.Ordinal);
    private long kept;

    /// <summary>By which this site is told from others; its title where the file has nothing that is surer.</summary>
    public string Site => settings.GetValueOrDefault(Installation) is { Length: > 0 } own ? own : Title;

    /// <summary>How addresses of posts were made; null where the file does not say it, or says what nobody knows.</summary>
    public GhostPermalinks? Permalinks
    {
        get
        {
            try
            {
                return settings.TryGetValue("permalinks", out var said) ? GhostPermalinks.Read(said) : null;
            }
            catch (ImportRefusedException)
            {
                return null;
            }
        }
    }

    /// <summary>Whose clock its addresses were made by.</summary>
    public TimeZoneInfo Zone =>
        TimeZoneInfo.TryFindSystemTimeZoneById(
            settings.GetValueOrDefault("timezone") ?? settings.GetValueOrDefault("active_timezone") ?? "",
            out var zone
        )
            ? zone
            : TimeZoneInfo.Utc;

    /// <summary>The paper's name; empty where the file does not say it.</summary>
    private string Title => settings.GetValueOrDefault("title", "");

    /// <summary>Keeps a row that is no post.</summary>
    public void Add(GhostRow row)
    {
        kept += row.Length + RowCost;
        if (kept > Limit)
        {
            throw ImportRefusedException.At(
                file,
                row.At,
                $"Authors, tags and what is said of posts together have more than {Limit:N0} characters."
            );
        }

        switch (row.Table)
        {
            case "settings" when row["value"].Length > 0:
                settings.TryAdd(row["key"], PlainText.Line(row["value"]));
                break;
            case "users":
                AddAuthor(row);
                break;
            case "tags":
                tags.TryAdd(row["id"], row);
                break;
            case "posts_meta":
                metas.TryAdd(row["post_id"], row);
                break;
            case "posts_tags":
                Relate(tagsOf, row, row["tag_id"]);
                break;
            case "posts_authors":
                Relate(authorsOf, row, row["author_id"]);
                break;
        }
    }

    /// <summary>To be asked for when every row is there.</summary>
    public SourceNouns Known(ImportReport report)
    {
        var sections = new Dictionary<string, SourceSection>(StringComparer.Ordinal);
        var shown = new Dictionary<string, SourceTag>(StringComparer.Ordinal);
        foreach (var tag in tags.Values)
        {
            var (slug, name) = (tag["slug"], NameOf(tag));
            if (IsInternal(tag))
            {
                report.Counted.Add("internal tags");
            }
            else if (map.TryFind(slug, out _))
            {
                sections.TryAdd(slug, new(slug, name, null, null, tag.At, Old("tag", slug)));
            }
            else if (name.Length > 0)
            {
                shown.TryAdd(tag["id"], new(tag["id"], name, Old("tag", slug), slug));
            }
        }

        // The file does not say where the site was: its stories are known by Ghost's own numbers, which no other site has.
        return new("ghost", Title.Length > 0 ? Title : "The newsroom", authors, sections, shown)
        {
            Library = $"ghost\n{Site}",
            Feeds = OldAddress.Known([.. folders.Select(folder => $"{folder}/{FeedWord}/")]),
            FeedWord = FeedWord,
        };
    }

    /// <returns>The primary one first, without those that readers did not see.</returns>
    public IReadOnlyList<string> TagsOf(GhostRow post) =>
        [.. Tags(post).Where(t => !map.TryFind(t["slug"], out _) && NameOf(t).Length > 0).Select(t => t["id"])];

    /// <returns>The tags that are sections of ours, the primary one first.</returns>
    public IReadOnlyList<string> SectionsOf(GhostRow post) =>
        [.. Tags(post).Select(t => t["slug"]).Where(slug => map.TryFind(slug, out _))];

    /// <returns>In the order of the byline.</returns>
    public IReadOnlyList<string> AuthorsOf(GhostRow post)
    {
        var named = Ids(authorsOf, post).Where(authors.ContainsKey).ToList();
        return named.Count > 0 ? named
            : authors.ContainsKey(post["author_id"]) ? [post["author_id"]]
            : [];
    }

    /// <returns>
    /// The word of the address of its first tag, and of its first author; null without one. An internal tag that comes first is
    /// none, and the next one does not take its place: so says Ghost.
    /// </returns>
    public (string? Tag, string? Author) PrimaryOf(GhostRow post) =>
        (
            Ids(tagsOf, post).Select(id => tags.GetValueOrDefault(id)).OfType<GhostRow>().FirstOrDefault() is { } first
            && !IsInternal(first)
            && first["slug"] is { Length: > 0 } slug
                ? slug
                : null,
            AuthorsOf(post).Select(id => authorSlugs.GetValueOrDefault(id)).FirstOrDefault()
        );

    /// <returns>What stands beside the post; as <see cref="GhostRow"/>, of older versions in the post itself.</returns>
    public string MetaOf(GhostRow post, string column) =>
        metas.GetValueOrDefault(post["id"])?[column] is { Length: > 0 } words ? words : post[column];

    private void AddAuthor(GhostRow row)
    {
        var name = PlainText.Line(MailAddress.Without(row["name"]));
        var slug = row["slug"];
        if (slug.Length > 0 && !MailAddress.Is(slug))
        {
            authorSlugs.TryAdd(row["id"], slug);
        }

        name = name.Length > 0 ? name : PlainText.Line(slug);
        if (name.Length > 0)
        {
            var words = MailAddress.Is(row["bio"]) ? "" : row["bio"].Trim();
            authors.TryAdd(
                row["id"],
                new(row["id"], name, MailAddress.Is(slug) ? [] : Old("author", slug), words.Length > 0 ? words : null)
            );
        }
    }

    private IEnumerable<GhostRow> Tags(GhostRow post) =>
        Ids(tagsOf, post).Select(id => tags.GetValueOrDefault(id)).OfType<GhostRow>().Where(t => !IsInternal(t));

    private static IEnumerable<string> Ids(Dictionary<string, List<(int Order, string Id)>> of, GhostRow post) =>
        of.GetValueOrDefault(post["id"], []).OrderBy(r => r.Order).Select(r => r.Id).Distinct(StringComparer.Ordinal);

    private static void Relate(Dictionary<string, List<(int Order, string Id)>> of, GhostRow row, string id)
    {
        var order = int.TryParse(row["sort_order"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        if (!of.TryGetValue(row["post_id"], out var all))
        {
            of[row["post_id"]] = all = [];
        }

        all.Add((order, id));
    }

    private static bool IsInternal(GhostRow tag) =>
        tag["visibility"] == "internal"
        || tag["name"].StartsWith('#')
        || tag["slug"].StartsWith("hash-", StringComparison.Ordinal);

    private static string NameOf(GhostRow tag) => PlainText.Line(tag["name"].Length > 0 ? tag["name"] : tag["slug"]);

    private IReadOnlyList<string> Old(string kind, string slug) =>
        slug.Length > 0 ? OldAddress.Known([.. folders.Select(folder => $"{folder}/{kind}/{slug}/")]) : [];
}
