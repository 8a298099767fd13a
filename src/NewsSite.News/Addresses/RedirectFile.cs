using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace NewsSite.News.Addresses;

/// <summary>A line of a file.</summary>
/// <param name="Number">Of the line that it begins with, as an editor of texts counts.</param>
/// <param name="Line">Null where it was refused.</param>
/// <param name="Refusal">Why.</param>
public sealed record RedirectFileLine(int Number, string From, RedirectLine? Line, string? Refusal);

/// <summary>Reads redirects from comma-separated values: from, to, code, in that order or as the first line names them.</summary>
public static class RedirectFile
{
    public const int ByteLimit = 5 * 1024 * 1024;
    public const int LineLimit = 50_000;
    private const int Shown = 100;

    private static readonly string[] Columns = ["from", "to", "code"];

    /// <param name="root">As for <see cref="RedirectTarget.Read"/>.</param>
    /// <exception cref="RedirectRefusedException">It is no such file.</exception>
    public static async Task<IReadOnlyList<RedirectFileLine>> ReadAsync(
        byte[] file,
        string root,
        CancellationToken cancel
    )
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new RedirectRefusedException("File", "The file is not written in UTF-8. Save it as “CSV UTF-8”.");
        }

        var lines = new List<RedirectFileLine>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var first = text.Split('\n', 2)[0];
        using var csv = new CsvParser(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                // Spreadsheets of some countries put semicolons between.
                Delimiter = first.Contains(';') && !first.Contains(',') ? ";" : ",",
                Mode = CsvMode.RFC4180,
                MaxFieldSize = 0,
                BadDataFound = null,
            }
        );
        int[] places = [0, 1, 2];
        for (var isFirst = true; await csv.ReadAsync(); isFirst = false)
        {
            cancel.ThrowIfCancellationRequested();
            var cells = csv.Record!;
            if (isFirst && cells[0].Trim().Equals("from", StringComparison.OrdinalIgnoreCase))
            {
                places =
                [
                    .. Columns.Select(c =>
                        Array.FindIndex(cells, cell => cell.Trim().Equals(c, StringComparison.OrdinalIgnoreCase))
                    ),
                ];
                continue;
            }

            if (Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (lines.Count == LineLimit)
            {
                throw new RedirectRefusedException(
                    "File",
                    string.Create(
                        CultureInfo.GetCultureInfo("en-GB"),
                        $"The file has more than {LineLimit:N0} redirects. Divide it."
                    )
                );
            }

            lines.Add(
                Read(
                    csv.RawRow - csv.RawRecord.AsSpan().TrimEnd("\r\n").Count('\n'),
                    [.. places.Select(p => p >= 0 && p < cells.Length ? cells[p] : null)],
                    root,
                    known
                )
            );
        }

        return lines.Count > 0 ? lines : throw new RedirectRefusedException("File", "There is no redirect in the file");
    }

    private static RedirectFileLine Read(int number, string?[] cells, string root, Dictionary<string, int> known)
    {
        var from = Cut(cells[0] ?? "");
        try
        {
            var line = RedirectLine.Read(cells[0], cells[1], cells[2], root);
            return known.TryAdd(line.From, number)
                ? new(number, line.From, line, null)
                : new(number, from, null, $"Line {known[line.From]} has this address already");
        }
        catch (RedirectRefusedException refused)
        {
            return new(number, from, null, refused.Message);
        }
    }

    private static string Cut(string text) => text.Length > Shown ? $"{text[..Shown]}…" : text;
}
