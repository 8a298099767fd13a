namespace NewsSite.News.Published;

/// <summary>What the front page shows; no story stands in it twice.</summary>
/// <param name="Lead">Null only while nothing is published.</param>
/// <param name="Also">Up to three headlines of the lead's subject, below it.</param>
/// <param name="Secondary">Up to three, beside the lead.</param>
/// <param name="Standard">Up to four, in a row below.</param>
/// <param name="Strips">Each of at least three stories.</param>
/// <param name="Opinion">Up to four, shown with their author's portrait.</param>
/// <param name="Latest">Up to ten of the newest that stand nowhere above.</param>
/// <param name="MostRead">Up to ten, apart from those above the strips.</param>
public sealed record Front(
    StoryCard? Lead,
    IReadOnlyList<StoryCard> Also,
    IReadOnlyList<StoryCard> Secondary,
    IReadOnlyList<StoryCard> Standard,
    IReadOnlyList<Strip> Strips,
    Strip? Opinion,
    IReadOnlyList<StoryCard> Latest,
    IReadOnlyList<StoryCard> MostRead
);

public sealed record Strip(CategoryLink Category, IReadOnlyList<StoryCard> Stories);

/// <summary>One page of a list that runs by time, newest first.</summary>
/// <param name="Older">The cursor of the next older page; null on the last.</param>
public sealed record River(IReadOnlyList<StoryCard> Stories, string? Older);

/// <param name="Breadcrumb">The ancestors, root first, without the category itself.</param>
/// <param name="Children">Those that are not hidden.</param>
/// <param name="IsHidden">It stands in no menu or list, and search engines are asked to leave it out.</param>
/// <param name="MediaTopic">An IPTC Media Topic, as eight digits.</param>
public sealed record CategoryView(
    CategoryLink Category,
    string? Description,
    IReadOnlyList<CategoryLink> Breadcrumb,
    IReadOnlyList<CategoryLink> Children,
    bool IsHidden,
    string? MediaTopic
);

/// <summary>The place of a story in a list that runs by time.</summary>
public sealed record RiverKey(DateTimeOffset At, long Id);

/// <param name="Kind">Person, Place, Organisation, Event or Topic.</param>
/// <param name="Count">Of its live stories; 10,001 for any number above.</param>
/// <param name="Topics">Tags that its newest stories carry besides it.</param>
/// <param name="Stories">The newest that were asked for.</param>
public sealed record TagView(
    long Id,
    TagLink Tag,
    string Kind,
    string? Description,
    int Count,
    IReadOnlyList<TagLink> Topics,
    IReadOnlyList<RiverKey> Stories
);

/// <param name="Count">Of the author's live stories; 10,001 for any number above.</param>
/// <param name="Stories">The newest that were asked for.</param>
public sealed record AuthorView(
    long Id,
    AuthorLink Author,
    string? Biography,
    int Count,
    IReadOnlyList<RiverKey> Stories
)
{
    /// <summary>From when to when somebody wrote for the paper who does not any more; null for all others.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Former { get; init; }
}

/// <param name="Level">0 for a root.</param>
public sealed record SectionLine(CategoryLink Category, string? Description, int Level);

/// <param name="Kind">Person, Place, Organisation, Event or Topic.</param>
public sealed record TagLine(TagLink Tag, string Kind, string? Description);

public sealed record AuthorLine(AuthorLink Author, string? Biography);
