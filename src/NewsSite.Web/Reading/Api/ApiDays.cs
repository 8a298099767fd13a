using System.Globalization;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Api;

/// <summary>The days between which stories came out that are asked for, in UTC.</summary>
/// <param name="Until">The first moment after them.</param>
internal readonly record struct ApiDays(DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>The names of the parameters.</summary>
    public const string First = "from";

    /// <inheritdoc cref="First"/>
    public const string Last = "to";

    private const string Format = "yyyy-MM-dd";

    /// <param name="why">What is wrong with them, in words.</param>
    public static bool TryRead(string? from, string? to, out ApiDays days, out string why)
    {
        days = default;
        if (!TryRead(from, out var first) || !TryRead(to, out var last))
        {
            why = $"“{First}” and “{Last}” are days like 2026-01-31.";
            return false;
        }

        if (first > last)
        {
            why = $"“{First}” is later than “{Last}”.";
            return false;
        }

        days = new(
            first is { } a ? Midnight(a) : null,
            last is { } z && z < DateOnly.MaxValue ? Midnight(z.AddDays(1)) : null
        );
        why = "";
        return true;
    }

    /// <returns>Where a list begins that has only these days: lists run from the newest on.</returns>
    public Cursor? Place(Cursor? before) =>
        Until is { } until && (before is null || before.Value.At >= until) ? new Cursor(until, 0) : before;

    private static bool TryRead(string? text, out DateOnly? day)
    {
        day = DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read
            : null;
        return string.IsNullOrEmpty(text) || day is not null;
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
