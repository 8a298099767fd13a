using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NewsSite.News.Exporting;

/// <summary>Reads the record of a line: each field is there once, and is what its column can hold.</summary>
/// <param name="version">Of the format that the file has.</param>
internal sealed class RecordReader(ExportNoun noun, IReadOnlyDictionary<string, ColumnShape> shapes, int version)
{
    private const string ReadFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    // A record holds lists and, of one noun, an object.
    private static readonly JsonDocumentOptions Flat = new() { MaxDepth = 8 };

    /// <returns>A value for each field, in their order; null where it is empty.</returns>
    /// <exception cref="FormatException">The message says what is wrong.</exception>
    public object?[] Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line, Flat);
            var record = Sealed(json.RootElement);
            var values = new object?[noun.Fields.Length];
            var seen = 0;
            foreach (var property in record.EnumerateObject())
            {
                var at = Array.FindIndex(noun.Fields, f => property.NameEquals(f.Name) && f.Since <= version);
                if (at < 0 || (seen & (1 << at)) != 0)
                {
                    throw new FormatException($"“{Cut(property.Name)}” is {(at < 0 ? "no field" : "there twice")}.");
                }

                seen |= 1 << at;
                values[at] = Value(property.Value, noun.Fields[at]);
            }

            var missing = Enumerable.Range(0, values.Length).Where(n => (seen & (1 << n)) == 0);
            return missing.FirstOrDefault(n => noun.Fields[n].Since <= version, -1) is >= 0 and var n
                ? throw new FormatException($"“{noun.Fields[n].Name}” is missing.")
                : values;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("It is no record of an export in JSON.", e);
        }
    }

    // Changed by so much as a letter, it is another one.
    private static JsonElement Sealed(JsonElement line)
    {
        var parts = line.EnumerateObject().ToList();
        if (
            parts is not [{ Name: "record", Value: var record }, { Name: "sha256", Value: var hash }]
            || record.ValueKind != JsonValueKind.Object
        )
        {
            throw new FormatException("It is not a record with its hash.");
        }

        return RecordWriter.HashOf(JsonMarshal.GetRawUtf8Value(record)) == hash.GetString()
            ? record
            : throw new FormatException("The record was changed: its hash is another one.");
    }

    private object? Value(JsonElement value, ExportField field)
    {
        var shape = shapes[field.Column];
        if (value.ValueKind == JsonValueKind.Null)
        {
            return shape.IsNullable ? null : throw Wrong(field, "it is empty");
        }

        return Typed(value, field, shape) ?? throw Wrong(field, $"it is not of the type {shape.Type}");
    }

    private static object? Typed(JsonElement value, ExportField field, ColumnShape shape) =>
        shape.Type switch
        {
            "bigint" => Number(value, field, long.MinValue, long.MaxValue),
            "integer" => Number(value, field, int.MinValue, int.MaxValue) is { } n ? (int)n : null,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null,
            "uuid" => value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : null,
            "date" => DateOnly.TryParseExact(
                Text(value),
                RecordWriter.DayFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var day
            )
                ? day
                : null,
            "timestamp with time zone" => DateTime.TryParseExact(
                Text(value),
                ReadFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var at
            )
                ? at
                : null,
            "jsonb" => field.Form!.Read(value.GetRawText()),
            "bigint[]" => All(value, v => Number(v, field, long.MinValue, long.MaxValue)),
            "integer[]" => All(value, v => Number(v, field, int.MinValue, int.MaxValue) is { } n ? (int?)n : null),
            "text[]" => value.ValueKind == JsonValueKind.Array
                ? value
                    .EnumerateArray()
                    .Select(v => Words(v, field, shape) ?? throw Wrong(field, "it holds no text"))
                    .ToArray()
                : null,
            _ => Words(value, field, shape),
        };

    private static long? Number(JsonElement value, ExportField field, long least, long most)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            return null;
        }

        if (field.Range is { } range)
        {
            (least, most) = (Math.Max(least, range.Least), Math.Min(most, range.Most));
        }

        if (number < least || number > most)
        {
            throw Wrong(field, $"{number} is not from {least} to {most}");
        }

        Known(number.ToString(CultureInfo.InvariantCulture), field);
        return number;
    }

    private static T[]? All<T>(JsonElement value, Func<JsonElement, T?> one)
        where T : struct
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var all = value.EnumerateArray().Select(one).ToList();
        return all.Contains(null) ? null : [.. all.Select(v => v!.Value)];
    }

    private static string? Words(JsonElement value, ExportField field, ColumnShape shape)
    {
        if (Text(value) is not { } text)
        {
            return null;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw Wrong(field, "it holds the letter of the number 0");
        }

        if (text.Length > shape.Limit && text.EnumerateRunes().Count() is var length && length > shape.Limit)
        {
            throw Wrong(field, $"it has {length} letters; the most are {shape.Limit}");
        }

        Known(text, field);
        return field.Rule is null || field.Rule.Holds(text)
            ? text
            : throw Wrong(field, $"{field.Rule.Words}: “{Cut(text)}”");
    }

    private static void Known(string text, ExportField field)
    {
        if (field.Words is { } words && !words.Contains(text))
        {
            throw Wrong(field, $"“{Cut(text)}” is none of {string.Join(", ", words)}");
        }
    }

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static FormatException Wrong(ExportField field, string why) => new($"“{field.Name}”: {why}.");

    private static string Cut(string text) =>
        new([.. text.Take(40).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '·' : c)]);
}
