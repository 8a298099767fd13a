using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>A story's page.</summary>
public sealed record StoryView(Story Story)
{
    /// <summary>Readers are counted; a preview is not.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Its address is for whoever has it: there is nothing to pass on.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>What its live blog shows; null where it is none.</summary>
    public NewestPosts? Live { get; init; }

    /// <summary>Stands beside the text where there is room.</summary>
    public IReadOnlyList<StoryCard> MostRead { get; init; } = [];

    /// <summary>The story to go on with in the same section.</summary>
    public StoryCard? Next { get; init; }

    /// <summary>Right to left or left to right; null for the page's own direction.</summary>
    public string? Direction => Story.Language is { } language ? SiteFrame.DirectionOf(language) : null;
}
