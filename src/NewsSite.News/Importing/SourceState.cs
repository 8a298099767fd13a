using NewsSite.News.Publishing;

namespace NewsSite.News.Importing;

/// <summary>What a source says of a story's state.</summary>
internal enum SourceStatus
{
    Draft,
    Scheduled,
    Published,
}

/// <summary>Whether a story goes out here, and when. What nobody saw there, nobody sees here.</summary>
internal static class SourceState
{
    // The first newspaper is of 1605.
    private const int FirstYear = 1605;

    /// <returns>Null of a time that cannot be meant.</returns>
    public static DateTimeOffset? Known(DateTimeOffset time) => time.Year is >= FirstYear and <= 9998 ? time : null;

    /// <param name="held">Why not everybody saw it there, in words behind its name; null where everybody did, or would have.</param>
    /// <param name="at">When it went out, or is to go out; null where the file does not say.</param>
    /// <param name="remark">Told why a story that was more than a draft is one now.</param>
    public static (bool IsPublic, DateTimeOffset? DueAt) Of(
        SourceStatus status,
        string? held,
        DateTimeOffset? at,
        bool isPage,
        DateTimeOffset now,
        Action<string> remark
    )
    {
        var why =
            held
            ?? status switch
            {
                SourceStatus.Published when at is null => "was published, and the file does not say when",
                SourceStatus.Published when at > now => "is dated in the future",
                SourceStatus.Scheduled when at is null || at <= now => "was to be published at a time that has passed",
                SourceStatus.Scheduled when at > now + ScheduleDesk.Furthest =>
                    "was to be published at a time that is too far ahead",
                SourceStatus.Scheduled when isPage => "was to be published at a time that is still to come",
                _ => null,
            };
        if (why is not null)
        {
            remark($"{why}: it is a draft now");
            return (false, null);
        }

        return (status == SourceStatus.Published, status == SourceStatus.Scheduled ? at : null);
    }
}
