using System.Globalization;

namespace NewsSite.News.Backups;

/// <summary>The backup that the site makes by itself, every day.</summary>
public sealed class BackupOptions
{
    /// <summary>Where it is written; unset: nowhere.</summary>
    public string? Directory { get; init; }

    /// <summary>The time of the day, in the newsroom's zone.</summary>
    public string At { get; init; } = "03:00";

    /// <summary>How many are kept.</summary>
    public int Keep { get; init; } = 7;

    public bool IsOn => !string.IsNullOrEmpty(Directory);

    /// <summary>Null where <see cref="At"/> is no time.</summary>
    public TimeOnly? Time =>
        TimeOnly.TryParseExact(At, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : null;

    /// <returns>When the last one should have begun. With a right <see cref="At"/> only.</returns>
    public DateTimeOffset LastDue(DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var due = On(today, zone);
        return due <= now ? due : On(today.AddDays(-1), zone);
    }

    private DateTimeOffset On(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Time!.Value);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
