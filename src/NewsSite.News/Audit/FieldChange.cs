using System.Text.Encodings.Web;
using System.Text.Json;

namespace NewsSite.News.Audit;

/// <summary>One field of something that an act changed.</summary>
/// <param name="Field">As the code calls it: ParentId.</param>
/// <param name="Before">Null where there was nothing.</param>
/// <param name="After">Null where there is nothing any more.</param>
public sealed record FieldChange(string Field, string? Before, string? After)
{
    private const int WholeLimit = 300;
    private const int Around = 80;
    private const int Limit = 2000;
    private const char More = '…';

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        // It is shown by pages that encode it anew.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>A field that may be long, such as a page's text: only where it differs, with some words around.</returns>
    public static FieldChange Short(string field, string? before, string? after)
    {
        if (before is null || after is null || Math.Max(before.Length, after.Length) <= WholeLimit)
        {
            return new(field, Cut(before), Cut(after));
        }

        var least = Math.Min(before.Length, after.Length);
        var start = 0;
        while (start < least && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < least - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return new(field, Cut(Part(before, start, end)), Cut(Part(after, start, end)));
    }

    /// <returns>As it is stored; null for no changes.</returns>
    public static string? Write(IReadOnlyList<FieldChange> changes) =>
        changes.Count == 0 ? null : JsonSerializer.Serialize(changes, Format);

    /// <param name="stored">See <see cref="AuditEntry.Changes"/>.</param>
    public static IReadOnlyList<FieldChange> Read(string? stored) =>
        stored is null ? [] : JsonSerializer.Deserialize<List<FieldChange>>(stored, Format)!;

    private static string Part(string text, int start, int end)
    {
        var from = Whole(text, Math.Max(0, start - Around), -1);
        var to = Whole(text, Math.Min(text.Length, text.Length - end + Around), 1);
        return (from > 0 ? $"{More}" : "") + text[from..to] + (to < text.Length ? $"{More}" : "");
    }

    private static string? Cut(string? text) => text?.Length > Limit ? text[..Whole(text, Limit, -1)] + More : text;

    // Not between the halves of a letter.
    private static int Whole(string text, int at, int step) =>
        at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at + step : at;
}
