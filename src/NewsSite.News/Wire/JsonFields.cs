using System.Text.Json;

namespace NewsSite.News.Wire;

/// <summary>Fields of somebody's JSON, of which nothing is sure.</summary>
internal static class JsonFields
{
    /// <summary>By any of these names, in capitals or not: ninjs changed them between its versions.</summary>
    public static JsonElement? Field(this JsonElement of, params string[] names)
    {
        if (of.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in names)
        {
            foreach (var property in of.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return property.Value;
                }
            }
        }

        return null;
    }

    /// <returns>A text or number; null of anything else, and of what is empty.</returns>
    public static string? Text(this JsonElement of, params string[] names) => of.Field(names)?.Text();

    public static string? Text(this JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <returns>The objects of a list; nothing where there is no list.</returns>
    public static IEnumerable<JsonElement> List(this JsonElement of, params string[] names) =>
        of.Field(names) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object)
            : [];

    /// <returns>Null of a text that is longer than is taken.</returns>
    public static string? Bounded(string? text) => text?.Length > FeedEntry.TextLimit ? null : text ?? "";
}
