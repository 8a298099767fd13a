namespace NewsSite.News.Articles;

/// <summary>All that a version says: a full snapshot.</summary>
public sealed record ArticleContent
{
    public const int HeadlineLimit = 300;
    public const int StandfirstLimit = 300;
    public const int BodyLimit = 200_000;
    public const int DatelineLimit = 60;
    public const int SourceLimit = 200;
    public const int FurtherCategoryLimit = 5;
    public const int AuthorLimit = 12;
    public const int LanguageLimit = 35;
    public const int SearchTitleLimit = 120;

    public required string Headline { get; init; }
    public string? Standfirst { get; init; }

    /// <summary>Markdown, byte for byte as it was written.</summary>
    public required string Body { get; init; }
    public long? PrimaryCategoryId { get; init; }
    public long[] FurtherCategoryIds { get; init; } = [];
    public long[] TagIds { get; init; } = [];

    /// <summary>In the order of the byline.</summary>
    public long[] AuthorIds { get; init; } = [];
    public string? Dateline { get; init; }
    public string? SourceCredit { get; init; }
    public string? SourceUrl { get; init; }
    public long? PictureId { get; init; }

    /// <summary>Null for a report.</summary>
    public StoryLabel? Label { get; init; }

    /// <summary>Of the whole story, as BCP 47 writes it (<c>ar</c>, <c>fr</c>); null for the paper's own.</summary>
    public string? Language { get; init; }

    /// <summary>The whole story is the source's own, by contract: search engines are sent to <see cref="SourceUrl"/>.</summary>
    public bool IsSyndicated { get; init; }

    /// <summary>What search engines show instead of the headline and its section; null for those.</summary>
    public string? SearchTitle { get; init; }

    public bool SameAs(ArticleContent other) =>
        this with
        {
            FurtherCategoryIds = [],
            TagIds = [],
            AuthorIds = [],
        } == other with { FurtherCategoryIds = [], TagIds = [], AuthorIds = [] }
        && FurtherCategoryIds.SequenceEqual(other.FurtherCategoryIds)
        && TagIds.SequenceEqual(other.TagIds)
        && AuthorIds.SequenceEqual(other.AuthorIds);

    /// <summary>Primary category first.</summary>
    public IEnumerable<long> CategoryIds() =>
        PrimaryCategoryId is { } primary
            ? FurtherCategoryIds.Prepend(primary).Distinct()
            : FurtherCategoryIds.Distinct();
}
