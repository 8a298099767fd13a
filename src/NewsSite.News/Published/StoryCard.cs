namespace NewsSite.News.Published;

/// <summary>A published story as lists show it.</summary>
public sealed record StoryCard
{
    public required long Id { get; init; }

    /// <summary>Of the version that is live.</summary>
    public required int VersionNumber { get; init; }
    public required string Slug { get; init; }
    public required string Headline { get; init; }
    public string? Standfirst { get; init; }

    /// <summary>The primary category.</summary>
    public required CategoryLink Category { get; init; }
    public PictureView? Picture { get; init; }

    /// <summary>Opinion, Analysis, Explainer, Review, Interview or Obituary; null for a report.</summary>
    public string? Label { get; init; }

    /// <summary>As BCP 47 writes it; null for the paper's own.</summary>
    public string? Language { get; init; }

    /// <summary>In the order of the byline.</summary>
    public required IReadOnlyList<AuthorLink> Authors { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }

    /// <summary>The moment at which the breaking label ends; null where the story never had one.</summary>
    public DateTimeOffset? BreakingUntil { get; init; }

    /// <summary>The address of the story on this site, from the root.</summary>
    public string Address => $"/news/{Id}/{Slug}";

    /// <summary>Whether the breaking label is still due at <paramref name="now"/>.</summary>
    public bool IsBreakingAt(DateTimeOffset now) => BreakingUntil > now;
}
