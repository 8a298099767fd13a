using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NewsSite.News.Published.Searching;

/// <summary>
/// A place in what a search found, the best first: the last story already shown, and the moment at which all is weighed. It stays
/// true while stories come out: those that are newer than the moment are not in the list.
/// </summary>
/// <param name="AsOf">To the microsecond, as the database keeps it.</param>
/// <param name="Score">See <see cref="Match.Score"/>.</param>
public readonly record struct BestPlace(DateTimeOffset AsOf, double Score, long Id) : IParsable<BestPlace>
{
    /// <param name="asOf">The moment of the first question.</param>
    /// <returns>The place before the best.</returns>
    public static BestPlace First(DateTimeOffset asOf) =>
        new(asOf.AddTicks(-(asOf.Ticks % TimeSpan.TicksPerMicrosecond)), double.PositiveInfinity, long.MaxValue);

    /// <summary>As it stands in an address: <c>1795507200000000-3fb1eb851eb851ec-42</c>; the score whole, so that it is the same when read.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(AsOf - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond}-{BitConverter.DoubleToInt64Bits(Score):x16}-{Id}"
        );

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out BestPlace result)
    {
        result = default;
        if (
            s?.Split('-') is not [var moment, { Length: 16 } score, var story]
            || !Cursor.TryParse($"{moment}-{story}", provider, out var at)
            || !long.TryParse(score, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            || BitConverter.Int64BitsToDouble(bits) is not (>= 0 and var read)
        )
        {
            return false;
        }

        result = new BestPlace(at.At, read, at.Id);
        return true;
    }

    /// <exception cref="FormatException">It is no such place.</exception>
    public static BestPlace Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var place)
            ? place
            : throw new FormatException("This is no place in what a search found.");

    /// <summary>Whether a story comes after this place.</summary>
    internal bool IsBefore(Match match) => match.Score < Score || (match.Score == Score && match.Id < Id);
}
