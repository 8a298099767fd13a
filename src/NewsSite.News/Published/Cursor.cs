using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NewsSite.News.Published;

/// <summary>A place in a list that runs by time: the last story already shown. It stays true while stories come and go.</summary>
/// <param name="At">To the microsecond, as the database keeps it.</param>
public readonly record struct Cursor(DateTimeOffset At, long Id) : IParsable<Cursor>
{
    /// <summary>As it stands in an address: <c>1795507200000000-42</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(At - DateTimeOffset.UnixEpoch).Ticks / 10}-{Id}");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Cursor result)
    {
        result = default;
        var parts = s?.Split('-');
        if (
            parts is not { Length: 2 }
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var micros)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || micros > (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks / 10
        )
        {
            return false;
        }

        result = new Cursor(DateTimeOffset.UnixEpoch.AddTicks(micros * 10), id);
        return true;
    }

    /// <exception cref="FormatException">It is no cursor.</exception>
    public static Cursor Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var cursor) ? cursor : throw new FormatException("This is no place in a list.");
}
