namespace NewsSite.Web.Shared;

/// <summary>What a reader's page says of itself in its head; each page puts one into <c>ViewData["Meta"]</c>.</summary>
/// <param name="Title">Without the paper's name, which the layout adds; empty on the front page.</param>
public sealed record PageMeta(string Title)
{
    public const string Index = "index,follow,max-image-preview:large,max-snippet:-1,max-video-preview:-1";
    public const string OnlyFollow = "noindex,follow";
    public const string Hidden = "noindex,nofollow";

    /// <summary>Where it is shared; <see cref="Title"/> when null.</summary>
    public string? ShareTitle { get; init; }

    /// <summary>70 to 155 characters where there are as many words.</summary>
    public string? Description { get; init; }

    /// <summary>The whole address that search engines keep; null on pages that they do not.</summary>
    public string? Canonical { get; init; }
    public string Robots { get; init; } = OnlyFollow;

    /// <summary>article, profile or website, as Open Graph names them.</summary>
    public string Type { get; init; } = "website";
    public string? Language { get; init; }
    public ShareImage? Image { get; init; }
    public StoryMeta? Story { get; init; }

    /// <summary>The page's own feeds; the layout adds the paper's.</summary>
    public FeedMeta? Feed { get; init; }

    /// <summary>JSON-LD, safe to write unencoded.</summary>
    public string? StructuredData { get; init; }
}

/// <param name="Address">Whole.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Alt">What it shows, in words.</param>
public sealed record ShareImage(string Address, int Width, int Height, string Alt);

/// <param name="Path">Of the page that the feeds follow: <c>/feed.xml</c> and <c>/feed.json</c> stand below it.</param>
public sealed record FeedMeta(string Title, string Path);

/// <summary>What only a story's page says.</summary>
/// <param name="Published">With the zone's offset.</param>
/// <param name="Modified">With the zone's offset.</param>
/// <param name="Authors">Names, in the order of the byline.</param>
/// <param name="AuthorAddresses">Whole addresses, in the same order.</param>
public sealed record StoryMeta(
    string Published,
    string Modified,
    string Section,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Authors,
    IReadOnlyList<string> AuthorAddresses
);
