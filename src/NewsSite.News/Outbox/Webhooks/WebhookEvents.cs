namespace NewsSite.News.Outbox.Webhooks;

/// <summary>What a receiver can be told of, as messages name it.</summary>
public static class WebhookEvents
{
    public const string Published = "story.published";
    public const string Updated = "story.updated";
    public const string Corrected = "story.corrected";
    public const string Withdrawn = "story.withdrawn";

    /// <summary>Two editors want words about a story to go further than its page.</summary>
    public const string Alert = "story.alert";

    /// <summary>An admin tries a receiver out; nobody has to ask for it.</summary>
    public const string Test = "test";

    /// <summary>Those that a receiver can ask for.</summary>
    public static readonly IReadOnlyList<string> All = [Published, Updated, Corrected, Withdrawn, Alert];
}

/// <summary>Something that became of a story.</summary>
/// <param name="Event">One of <see cref="WebhookEvents.All"/>.</param>
/// <param name="Slug">Of its address at that moment.</param>
/// <param name="Outcome">How it was withdrawn; null where it was not.</param>
public sealed record StoryEvent(string Event, long ArticleId, string Slug, string? Outcome = null)
{
    /// <summary>Of an alert; null for all else.</summary>
    public string? Words { get; init; }
}
