namespace NewsSite.News.Published.Searching;

public enum SearchSort
{
    /// <summary>Relevance, mixed with how new a story is.</summary>
    Best,
    Newest,
}

/// <summary>What a reader looks for. Within one of the lists any will do; words, lists and dates must all hold.</summary>
public sealed record SearchOrder
{
    public const int WordsLimit = 200;

    /// <summary>As people type them: words, "a phrase", -without. Empty where only the other things count.</summary>
    public string Words { get; init; } = "";

    /// <summary>Slugs of categories; each stands for those below it, too.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Slugs.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Slugs.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>First published at this moment or later; in UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First published before this moment; in UTC.</summary>
    public DateTimeOffset? Until { get; init; }
    public SearchSort Sort { get; init; }

    /// <summary>From 1; counts only for <see cref="SearchSort.Best"/>, and with <see cref="After"/> from there.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Where the page begins, for a list that is read on by place; counts only for <see cref="SearchSort.Best"/>.</summary>
    public BestPlace? After { get; init; }

    /// <summary>Where the page begins; counts only for <see cref="SearchSort.Newest"/>.</summary>
    public Cursor? Before { get; init; }
}

/// <param name="Stories">Those of one page.</param>
/// <param name="Total">
/// How many stories match; null where they are more than <see cref="Search.Reach"/>, or where <see cref="Since"/> is set.
/// </param>
/// <param name="Page">The page that is shown, from 1; for <see cref="SearchSort.Best"/>.</param>
/// <param name="Pages">How many there are; for <see cref="SearchSort.Best"/>.</param>
/// <param name="Older">
/// The next page's <see cref="SearchOrder.Before"/>, or its <see cref="SearchOrder.After"/> where one was given; null on the last.
/// </param>
public sealed record SearchResult(IReadOnlyList<Found> Stories, int? Total, int Page, int Pages, string? Older)
{
    public IReadOnlyList<FacetValue> Sections { get; init; } = [];
    public IReadOnlyList<FacetValue> Tags { get; init; } = [];
    public IReadOnlyList<FacetValue> Authors { get; init; } = [];

    /// <summary>Set where looking took too long: what is older than this day was not looked through.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Slugs of the order that name nothing; they were left out.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>Words that were probably meant and find more; null where there are none.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Topics and authors whose name is what was typed.</summary>
    public IReadOnlyList<NamedLink> Named { get; init; } = [];

    /// <summary>False where the words are all so common that the index leaves them out.</summary>
    public bool HasWords { get; init; } = true;
}

/// <param name="Headline">HTML: encoded text with the found words in <c>mark</c>.</param>
/// <param name="Passage">As <paramref name="Headline"/>; 160 to 220 characters where the story is that long.</param>
public sealed record Found(StoryCard Story, string Headline, string Passage);

/// <summary>A value to narrow a search by.</summary>
/// <param name="Count">How many stories would be found; null where that is not known.</param>
public sealed record FacetValue(string Slug, string Name, int? Count, bool IsChosen);

/// <param name="Kind">Topic or Author.</param>
public sealed record NamedLink(string Kind, string Name, string Address);
