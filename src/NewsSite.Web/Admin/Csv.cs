using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace NewsSite.Web.Admin;

/// <summary>Comma-separated values, as RFC 4180 writes them, that no spreadsheet takes for a formula.</summary>
public static class Csv
{
    // The semicolon, too: in some countries it is the one that divides.
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n\t;'");

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        InjectionOptions = InjectionOptions.Escape,
        InjectionCharacters = ['=', '+', '-', '@', '\t', '\r', '\n'],
        InjectionEscapeCharacter = '\'',
        ShouldQuote = cell =>
            cell.Field is { Length: > 0 } text
            && (text.AsSpan().IndexOfAny(Quoted) >= 0 || text.StartsWith(' ') || text.EndsWith(' ')),
    };

    /// <param name="stream">Stays open.</param>
    public static CsvWriter To(Stream stream) =>
        new(new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true), Format);

    /// <summary>Writes a line.</summary>
    public static Task WriteAsync(this CsvWriter csv, params IEnumerable<object?> cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(Convert.ToString(cell, CultureInfo.InvariantCulture));
        }

        return csv.NextRecordAsync();
    }
}
