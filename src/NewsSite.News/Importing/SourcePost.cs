namespace NewsSite.News.Importing;

/// <summary>Somebody who signs stories.</summary>
/// <param name="Key">By which stories name them.</param>
/// <param name="Name">As readers see it, never a mail address.</param>
/// <param name="Old">The addresses of their page there, as <see cref="Addresses.AskedAddress"/> reads them.</param>
/// <param name="Biography">Plain text; null without one.</param>
public sealed record SourceAuthor(string Key, string Name, IReadOnlyList<string> Old, string? Biography = null);

/// <summary>A section there.</summary>
/// <param name="Key">By which stories and other sections name it; letters of an address.</param>
/// <param name="Parent">The key of the one that it lies in; null at the top.</param>
/// <param name="At">Where it stands in the file, in words: <c>line 12</c>.</param>
/// <param name="Old">As <see cref="SourceAuthor"/>.</param>
public sealed record SourceSection(
    string Key,
    string Name,
    string? Parent,
    string? Description,
    string At,
    IReadOnlyList<string> Old
);

/// <param name="Old">As <see cref="SourceAuthor"/>.</param>
/// <param name="Section">By which a <see cref="SectionMap"/> makes a section of it; null where there are sections.</param>
public sealed record SourceTag(string Key, string Name, IReadOnlyList<string> Old, string? Section = null);

/// <summary>Where the file of a picture may be.</summary>
/// <param name="Path">Among those that are given; by it the picture is known.</param>
/// <param name="Address">
/// On the old site: whole, or with a slash from its front page on. Null where nobody knows it, or the source lists it by itself.
/// </param>
public sealed record PicturePlace(string Path, string? Address = null);

/// <summary>A picture that a source lists.</summary>
/// <param name="Alt">Plain; empty where nobody has said it.</param>
public sealed record SourcePicture(PicturePlace Place, string At, string Alt, string? Caption)
{
    /// <summary>What it is called in the report.</summary>
    public const string Kind = "attachment";
}

/// <summary>A file that a source lists, with the addresses that it had there.</summary>
/// <param name="Pages">Of pages that show it and nothing else, as <see cref="SourceAuthor"/>.</param>
/// <param name="Files">Of the file itself and of its sizes, as <see cref="SourceAuthor"/>.</param>
/// <param name="Parent">The key of the post that it belongs to; null where it belongs to none.</param>
/// <param name="Path">See <see cref="PicturePlace"/>; null of what is no picture.</param>
public sealed record SourceFile(
    string At,
    IReadOnlyList<string> Pages,
    IReadOnlyList<string> Files,
    string? Parent,
    string? Path
);

/// <summary>What the stories of a source name, known before the first story is written.</summary>
/// <param name="Site">Whose stories they are: with a story's key it says for ever which one is meant.</param>
/// <param name="Paper">Who signs what nobody signed.</param>
public sealed record SourceNouns(
    string Site,
    string Paper,
    IReadOnlyDictionary<string, SourceAuthor> Authors,
    IReadOnlyDictionary<string, SourceSection> Sections,
    IReadOnlyDictionary<string, SourceTag> Tags
)
{
    /// <summary>Whose pictures they are: as <see cref="Site"/>, with a picture's path.</summary>
    public string Library { get; init; } = Site;

    /// <summary>Where the site was; null where the source does not say it.</summary>
    public Uri? Home { get; init; }

    /// <summary>The addresses of the feed of all stories there, as <see cref="SourceAuthor"/>.</summary>
    public IReadOnlyList<string> Feeds { get; init; } = [];

    /// <summary>What stood behind the address of a section, a tag or an author for the feed of its stories.</summary>
    public required string FeedWord { get; init; }
}

/// <summary>A story or a page as its source has it, in plain words where ours are plain.</summary>
public sealed record SourcePost
{
    /// <summary>What it is called in the report: <c>post</c>, <c>page</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Stays the same however often the source is read.</summary>
    public required string Key { get; init; }

    /// <summary>Where it begins in the file, in words: <c>line 12</c>, <c>line 1, byte 3,456</c>.</summary>
    public required string At { get; init; }

    /// <summary>Whether it stands for long and has no day: about us, imprint.</summary>
    public bool IsPage { get; init; }

    /// <summary>Plain text of any length; may be empty.</summary>
    public required string Headline { get; init; }

    /// <summary>Plain text; null without one.</summary>
    public string? Standfirst { get; init; }

    /// <summary>What search engines show instead of the headline; plain text of any length, null without one.</summary>
    public string? SearchTitle { get; init; }

    /// <summary>The body, as HTML.</summary>
    public required string Html { get; init; }

    /// <summary>Whether a line end in the HTML is a line end for readers, and an empty line a new paragraph.</summary>
    public bool LinesCount { get; init; }

    /// <summary>When readers first saw it; null where they do not, or nobody says when.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Whether readers see it there.</summary>
    public bool IsPublic { get; init; }

    /// <summary>When it is to go out; null where it is out or nobody has said so.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The address of the original, where another site has it; null where it is this source's own.</summary>
    public string? Original { get; init; }

    /// <summary>The word of an address that it had; for pages.</summary>
    public string? Slug { get; init; }

    /// <summary>Keys of sections, the first of which leads.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Keys of tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Keys of authors, in the order of the byline.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Its addresses there, as <see cref="Addresses.AskedAddress"/> reads them.</summary>
    public IReadOnlyList<string> Old { get; init; } = [];

    /// <summary>The addresses of the lists by date that it stood in, as <see cref="SourceAuthor"/>, and where ours are.</summary>
    public IReadOnlyList<(string From, string To)> Days { get; init; } = [];

    /// <summary>By the address of a picture in <see cref="Html"/>: where its file may be, the best place first.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PicturePlace>> Pictures { get; init; } =
        new Dictionary<string, IReadOnlyList<PicturePlace>>();

    /// <summary>
    /// The same of every file of a picture that it shows, offers to a browser or links to, and that the site itself had: by its
    /// address there, as <see cref="SourceAuthor"/>.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PicturePlace>> Files { get; init; } =
        new Dictionary<string, IReadOnlyList<PicturePlace>>();

    /// <summary>Where the picture that leads it may be; null without one.</summary>
    public IReadOnlyList<PicturePlace>? Lead { get; init; }

    /// <summary>What the story says of that picture, where no list does: plain; empty where it says nothing.</summary>
    public string LeadAlt { get; init; } = "";

    /// <inheritdoc cref="LeadAlt"/>
    public string LeadCaption { get; init; } = "";

    /// <summary>What the source could not say in these words, for the report.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
