using System.Globalization;
using System.Text.Json.Nodes;

namespace NewsSite.Tests.Importing;

/// <summary>An export of Ghost, put together by a test.</summary>
public sealed class GhostExport(string title = "The Old Ghost", string version = "5.82.2")
{
    private static int last;
    private readonly JsonObject tables = new()
    {
        ["posts"] = new JsonArray(),
        ["posts_authors"] = new JsonArray(),
        ["posts_meta"] = new JsonArray(),
        ["posts_tags"] = new JsonArray(),
        ["settings"] = new JsonArray(new JsonObject { ["key"] = "title", ["value"] = title }),
        ["tags"] = new JsonArray(),
        ["users"] = new JsonArray(),
    };

    /// <returns>A number that no other row of any export has.</returns>
    public static string NewId() => Interlocked.Increment(ref last).ToString("x24", CultureInfo.InvariantCulture);

    /// <summary>The number of its newest post.</summary>
    public string PostId { get; private set; } = "";

    /// <param name="columns">Names and values in turn.</param>
    public GhostExport Row(string table, params object?[] columns)
    {
        ((JsonArray)(tables[table] ??= new JsonArray())).Add(Object([], columns));
        return this;
    }

    /// <summary>A published post of HTML, unless <paramref name="columns"/> say something else.</summary>
    /// <inheritdoc cref="Row"/>
    public GhostExport Post(string title, string? html, params object?[] columns)
    {
        PostId = NewId();
        var row = new JsonObject
        {
            ["id"] = PostId,
            ["title"] = title,
            ["slug"] = $"post-{PostId.TrimStart('0')}",
            ["html"] = html,
            ["mobiledoc"] = null,
            ["lexical"] = null,
            ["type"] = "post",
            ["status"] = "published",
            ["visibility"] = "public",
            ["published_at"] = "2020-03-02T10:00:00.000Z",
        };
        ((JsonArray)tables["posts"]!).Add(Object(row, columns));
        return this;
    }

    /// <summary>Files the newest post under a tag, or has somebody sign it; the first one is the primary one.</summary>
    public GhostExport Tagged(string id, int order = 0) =>
        Row("posts_tags", "id", NewId(), "post_id", PostId, "tag_id", id, "sort_order", order);

    /// <inheritdoc cref="Tagged"/>
    public GhostExport Signed(string id, int order = 0) =>
        Row("posts_authors", "id", NewId(), "post_id", PostId, "author_id", id, "sort_order", order);

    /// <returns>A text of the newer editor that holds these nodes, as a column has it.</returns>
    public static string Lexical(string nodes) =>
        $$$"""{"root":{"children":[{{{nodes}}}],"direction":"ltr","format":"","indent":0,"type":"root","version":1}}""";

    /// <returns>The same of the older one.</returns>
    public static string Mobiledoc(string sections, string cards = "", string markups = "", string atoms = "") =>
        $$"""{"version":"0.3.1","atoms":[{{atoms}}],"cards":[{{cards}}],"markups":[{{markups}}],"sections":[{{sections}}]}""";

    public override string ToString() =>
        new JsonObject
        {
            ["db"] = new JsonArray(
                new JsonObject
                {
                    ["meta"] = new JsonObject { ["exported_on"] = 1700000000000, ["version"] = version },
                    ["data"] = tables.DeepClone(),
                }
            ),
        }.ToJsonString();

    private static JsonObject Object(JsonObject row, object?[] columns)
    {
        foreach (var pair in columns.Chunk(2))
        {
            row[(string)pair[0]!] = JsonValue.Create(pair[1]);
        }

        return row;
    }
}
