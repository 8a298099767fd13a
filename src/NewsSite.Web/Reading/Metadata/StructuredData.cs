using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>JSON-LD in the words of schema.org.</summary>
internal static class StructuredData
{
    // It escapes <, > and &, so that no text can end the script element that it stands in.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    /// <returns>One document, safe to write unencoded into a script element.</returns>
    public static string Write(params IEnumerable<JsonObject?> things) =>
        new JsonObject
        {
            ["@context"] = "https://schema.org",
            ["@graph"] = new JsonArray([.. things.OfType<JsonObject>()]),
        }.ToJsonString(Json);

    /// <summary>A thing with those fields that have a value.</summary>
    public static JsonObject Thing(string type, params IEnumerable<(string Name, JsonNode? Value)> fields)
    {
        var thing = new JsonObject { ["@type"] = type };
        foreach (var (name, value) in fields)
        {
            if (value is not (null or JsonArray { Count: 0 }))
            {
                thing[name] = value;
            }
        }

        return thing;
    }

    public static JsonObject Reference(string id) => new() { ["@id"] = id };

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    /// <param name="steps">Names and whole addresses, as the page shows them; the last may have no address.</param>
    public static JsonObject Breadcrumb(IEnumerable<(string Name, string? Address)> steps) =>
        Thing(
            "BreadcrumbList",
            (
                "itemListElement",
                new JsonArray([
                    .. steps.Select(
                        (step, n) => Thing("ListItem", ("position", n + 1), ("name", step.Name), ("item", step.Address))
                    ),
                ])
            )
        );
}
