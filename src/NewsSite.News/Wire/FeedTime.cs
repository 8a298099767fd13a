using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsSite.News.Wire;

/// <summary>Times as feeds write them: by RFC 822, by ISO 8601, and nearly so.</summary>
internal static partial class FeedTime
{
    // Those that RFC 822 knows. Of any other, nobody can say how late it is there.
    private static readonly Dictionary<string, string> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["UT"] = "+00:00",
        ["UTC"] = "+00:00",
        ["GMT"] = "+00:00",
        ["Z"] = "+00:00",
        ["EST"] = "-05:00",
        ["EDT"] = "-04:00",
        ["CST"] = "-06:00",
        ["CDT"] = "-05:00",
        ["MST"] = "-07:00",
        ["MDT"] = "-06:00",
        ["PST"] = "-08:00",
        ["PDT"] = "-07:00",
    };

    /// <returns>In UTC; null of what is no time.</returns>
    public static DateTimeOffset? Read(string? text)
    {
        // The day of the week is often wrong, and says nothing.
        var plain = DayOfWeek().Replace(text?.Trim() ?? "", "");
        if (Zone().Match(plain) is { Success: true } zone)
        {
            if (!Zones.TryGetValue(zone.Groups["name"].Value, out var offset))
            {
                return null;
            }

            plain = $"{plain[..zone.Index]} {offset}";
        }

        return
            DateTimeOffset.TryParse(
                plain,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            ) && time.Year is > 1900 and < 9000
            ? time
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z]{2,9}\.?,\s*", RegexOptions.NonBacktracking)]
    private static partial Regex DayOfWeek();

    [GeneratedRegex(@"(?<=\d)\s+(?<name>[A-Za-z]{1,5})\z")]
    private static partial Regex Zone();
}
