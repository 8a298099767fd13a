using System.Globalization;

namespace NewsSite.News.Importing.WordPress;

/// <summary>When an item was published. What an export does not say is not made up.</summary>
internal static class WordPressDates
{
    private const string Form = "yyyy-MM-dd HH:mm:ss";

    /// <param name="zone">Of the newsroom, for an item that says the time by its own clock only.</param>
    /// <returns>Null where it says no time that can be meant.</returns>
    public static DateTimeOffset? Of(WordPressItem item, TimeZoneInfo zone) =>
        // A time that cannot be meant is no reason to believe another one.
        Parse(item.UtcDate) is { } utc
            ? SourceState.Known(new DateTimeOffset(utc, TimeSpan.Zero))
            : Feed(item.FeedDate, zone) ?? Local(Parse(item.LocalDate), zone);

    /// <param name="at">See <see cref="Of"/>.</param>
    /// <returns>The day on which its own site lists it; null where it says no time that can be meant.</returns>
    public static DateOnly? DayOf(WordPressItem item, DateTimeOffset? at, TimeZoneInfo zone) =>
        at is not { } known
            ? null
            : DateOnly.FromDateTime(Parse(item.LocalDate) ?? TimeZoneInfo.ConvertTime(known, zone).DateTime);

    private static DateTimeOffset? Local(DateTime? said, TimeZoneInfo zone)
    {
        if (said is not { } time || SourceState.Known(new(time, TimeSpan.Zero)) is null)
        {
            return null;
        }

        // The hour that clocks leave out in spring is the one after it.
        var known = zone.IsInvalidTime(time) ? time.AddHours(1) : time;
        return SourceState.Known(new DateTimeOffset(known, zone.GetUtcOffset(known)).ToUniversalTime());
    }

    // Its zone should stand there. Where it does not, it is not that of this server, which may be anywhere.
    private static DateTimeOffset? Feed(string text, TimeZoneInfo zone) =>
        !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? null
        : time.Kind == DateTimeKind.Utc ? SourceState.Known(new DateTimeOffset(time))
        : Local(time, zone);

    private static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified)
            : null;
}
