using System.Buffers;
using System.Globalization;

namespace NewsSite.Web.Admin;

/// <summary>Comma-separated values, as RFC 4180 writes them, that no spreadsheet takes for a formula.</summary>
public static class Csv
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n\t;'");

    /// <returns>A line, without its end.</returns>
    public static string Line(params IEnumerable<object?> cells) => string.Join(',', cells.Select(Cell));

    private static string Cell(object? value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (value is string && text.Length > 0 && (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n'))
        {
            text = $"'{text}";
        }

        return text.AsSpan().IndexOfAny(Quoted) >= 0 || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
