namespace NewsSite.News.Publishing.Checks;

public enum CheckLevel
{
    Pass,

    /// <summary>The editor decides.</summary>
    Warn,

    /// <summary>The story cannot go out.</summary>
    Block,
}

/// <summary>What one rule says of a story.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Text">What is right, or what to do.</param>
/// <param name="Field">The field of the writing form that it is about.</param>
/// <param name="Passage">The words that it is about; null where it is about the whole.</param>
public sealed record Check(string Rule, CheckLevel Level, string Text, StoryField Field, string? Passage = null);

/// <summary>Parts of a story, by the names that the writing form gives them.</summary>
public enum StoryField
{
    Headline,
    Standfirst,
    Body,
    PrimaryCategoryId,
    AuthorIds,
    Tags,
    PictureId,
    Notes,
}

/// <summary>Something that a rule found.</summary>
/// <inheritdoc cref="Check"/>
internal sealed record Finding(string Text, string? Passage = null);

/// <summary>One rule: what it looks for, and what it is when it finds nothing.</summary>
/// <param name="Ready">Said when nothing was found.</param>
/// <param name="Find">Everything that it finds. Words that somebody else said are never its business.</param>
internal sealed record CheckRule(
    string Name,
    CheckLevel Level,
    StoryField Field,
    string Ready,
    Func<CheckedStory, IEnumerable<Finding>> Find
);
