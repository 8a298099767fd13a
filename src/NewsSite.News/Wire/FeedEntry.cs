namespace NewsSite.News.Wire;

/// <summary>One entry as a feed has it, before anything of it is believed.</summary>
internal sealed record FeedEntry
{
    /// <summary>The most entries of one answer that are taken; the first ones, which are the newest by custom.</summary>
    public const int CountLimit = 200;

    /// <summary>The most characters of one text, as it comes.</summary>
    public const int TextLimit = 500_000;

    /// <summary>What the source calls it; null where it does not.</summary>
    public string? Id { get; init; }
    public long Version { get; init; }

    /// <summary>HTML, as all texts of it.</summary>
    public string Headline { get; init; } = "";
    public string? Summary { get; init; }

    /// <summary>Empty where there is none; null where it is longer than <see cref="TextLimit"/>.</summary>
    public string? Body { get; init; } = "";
    public string? Byline { get; init; }

    /// <summary>As it is written, perhaps from the root of its site.</summary>
    public string? Link { get; init; }
    public string? Language { get; init; }
    public DateTimeOffset? At { get; init; }
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>Whether the source says that nobody is to use it.</summary>
    public bool IsKilled { get; init; }
}
