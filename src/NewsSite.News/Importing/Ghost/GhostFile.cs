using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NewsSite.News.Importing.Ghost;

/// <summary>
/// Reads a Ghost export (versions 2 to 6), one row after the other. Of each table only the columns that are named here are
/// read: what holds passwords, mail addresses, keys and money is gone over, and cannot come out anywhere.
/// </summary>
internal sealed class GhostFile(string file)
{
    private const int WordLimit = 2000;
    private const int TitleLimit = 64 * 1024;
    private const int BodyLimit = 4 * 1024 * 1024;

    // By table, then by column: the most characters that are taken.
    private static readonly Dictionary<string, Dictionary<string, int>> Wanted = new(StringComparer.Ordinal)
    {
        ["posts"] = new(StringComparer.Ordinal)
        {
            ["id"] = WordLimit,
            ["title"] = TitleLimit,
            ["slug"] = WordLimit,
            ["html"] = BodyLimit,
            ["mobiledoc"] = BodyLimit,
            ["lexical"] = BodyLimit,
            ["type"] = WordLimit,
            ["page"] = WordLimit,
            ["status"] = WordLimit,
            ["visibility"] = WordLimit,
            ["author_id"] = WordLimit,
            ["published_at"] = WordLimit,
            ["custom_excerpt"] = TitleLimit,
            ["feature_image"] = WordLimit,
            ["canonical_url"] = WordLimit,
            ["meta_title"] = WordLimit,
            ["meta_description"] = WordLimit,
        },
        ["posts_meta"] = Words(
            "post_id",
            "feature_image_alt",
            "feature_image_caption",
            "meta_title",
            "meta_description"
        ),
        ["posts_authors"] = Words("post_id", "author_id", "sort_order"),
        ["posts_tags"] = Words("post_id", "tag_id", "sort_order"),
        ["tags"] = Words("id", "name", "slug", "visibility"),
        ["users"] = Words("id", "name", "slug", "bio"),

        // Beside those that are named below there are keys to other services.
        ["settings"] = Words("key", "value"),
    };

    private static readonly HashSet<string> Settings = new(
        ["title", "permalinks", "active_timezone", "timezone", GhostNouns.Installation],
        StringComparer.Ordinal
    );

    // Only how many there are.
    private static readonly HashSet<string> Numbered = new(["members", "comments"], StringComparer.Ordinal);

    /// <summary>As the file says it; known at its end.</summary>
    public string Version { get; private set; } = "";

    /// <exception cref="ImportRefusedException">The message names file, place and reason.</exception>
    public async IAsyncEnumerable<GhostRow> RowsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var hasPosts = false;
        var names = new string?[BodyDepth];
        using var json = new BoundedJson(file);
        while (await json.ReadAsync(cancel))
        {
            var depth = json.Depth;
            if (json.Token == JsonTokenType.PropertyName)
            {
                names[depth] = json.TryText(WordLimit, out var name) ? name : null;
            }
            else if (depth > 0 && names[depth] == "version" && names[depth - 1] == "meta")
            {
                Version = json.TryText(WordLimit, out var text) ? text ?? "" : "";
            }
            else if (json.Token == JsonTokenType.StartArray && IsTable(names, depth))
            {
                hasPosts |= names[depth] == "posts";
                names[depth + 1] = null;
            }
            else if (json.Token == JsonTokenType.StartObject && depth > 0 && IsTable(names, depth - 1))
            {
                if (await RowAsync(json, names[depth - 1]!, cancel) is { } row)
                {
                    yield return row;
                }
            }
            else if (json.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                if (depth + 1 < names.Length)
                {
                    names[depth + 1] = null;
                }
                else
                {
                    await json.SkipAsync(cancel);
                }
            }
        }

        if (Version.Length == 0 || !hasPosts)
        {
            throw ImportRefusedException.At(
                file,
                "line 1",
                "This is no Ghost export: it must hold “meta” with a “version”, and “data” with “posts”."
            );
        }

        if (!int.TryParse(Version.Split('.')[0], out var major) || major is < 2 or > 6)
        {
            throw ImportRefusedException.At(
                file,
                "line 1",
                "Exports of Ghost 2 to 6 are taken; this one says that it is of another version."
            );
        }
    }

    // Deeper there are no rows: {"db": [{"data": {"posts": [{…}]}}]}.
    private const int BodyDepth = 8;

    private static bool IsTable(string?[] names, int depth) =>
        depth < names.Length - 1
        && ((depth == 2 && names[1] == "data") || (depth == 4 && names[3] == "data" && names[1] == "db"))
        && names[depth] is not null;

    private static async Task<GhostRow?> RowAsync(BoundedJson json, string table, CancellationToken cancel)
    {
        var row = new GhostRow(table, json.At);
        if (!Wanted.TryGetValue(table, out var columns))
        {
            await json.SkipAsync(cancel);
            return Numbered.Contains(table) ? row : null;
        }

        var depth = json.Depth;
        while (await json.ReadAsync(cancel) && json.Depth > depth)
        {
            var name = json.TryText(WordLimit, out var text) ? text ?? "" : "";
            await json.ReadAsync(cancel);
            if (!columns.TryGetValue(name, out var limit) || IsSecret(row, name))
            {
                await json.SkipAsync(cancel);
            }
            else if (json.Token is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                await json.SkipAsync(cancel);
            }
            else if (json.TryText(limit, out var value))
            {
                row[name] = value ?? "";
            }
            else
            {
                row.TooLong = $"its {name} has more than {limit:N0} characters";
            }
        }

        return row;
    }

    private static bool IsSecret(GhostRow row, string column) =>
        row.Table == "settings" && column == "value" && !Settings.Contains(row["key"]);

    private static Dictionary<string, int> Words(params string[] names) =>
        names.ToDictionary(n => n, _ => WordLimit, StringComparer.Ordinal);
}
