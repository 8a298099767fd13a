using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>Stories by the standard of the International Press Telecommunications Council, against its own schema.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed class NinjsTests(ExportedPaper paper)
{
    [Fact]
    public async Task Every_story_is_as_the_schema_says_and_says_what_its_page_does()
    {
        using var schema = JsonDocument.Parse(
            await File.ReadAllTextAsync(
                Path.Combine(NamedTests.Root, "tests", "NewsSite.Tests", "Exporting", "ninjs-schema_3.1.json")
            )
        );
        var rules = new JsonSchema(schema.RootElement);
        var ids = await paper.Site.WithAsync<PublishedDb, List<long>>(db =>
            db.Articles.Select(a => a.Id).ToListAsync()
        );
        using var visitor = paper.Site.Visitor();
        var wrong = new List<string>();
        foreach (var id in ids)
        {
            using var item = JsonDocument.Parse(await visitor.TextAsync($"/api/v1/stories/{id}/ninjs"));
            wrong.AddRange(rules.Problems(item.RootElement).Select(p => $"{id}: {p}"));
        }

        Assert.Equal([], wrong);
        Assert.NotEmpty(
            rules.Problems(JsonDocument.Parse("""{"uri": 1, "type": "news", "pubStatus": "x", "odd": 1}""").RootElement)
        );

        using var story = JsonDocument.Parse(await visitor.TextAsync($"/api/v1/stories/{paper.Live}/ninjs"));
        var root = story.RootElement;
        Assert.Equal($"http://news.test/news/{paper.Live}/a-public-story-its-signs", Text("uri"));
        Assert.Equal("3", Text("version"));
        Assert.Equal("cy", Text("language"));
        Assert.Equal("Cardiff", Text("located"));
        Assert.Equal("Rita Reporter", Text("by"));
        Assert.Contains("It is clear.", Text("edNote"), StringComparison.Ordinal);
        Assert.DoesNotContain("It was", Text("edNote"), StringComparison.Ordinal);
        Assert.Equal("A public story & <its> “signs”", First("headlines", "value"));
        Assert.Equal("In short & sweet.", First("descriptions", "value"));
        Assert.Equal("<p>Other words.</p>", First("bodies", "value").Trim());
        Assert.Equal("Analysis", First("genres", "name"));
        Assert.Equal("https://agency.example/1", First("infoSources", "uri"));
        Assert.Equal("picture", First("associations", "type"));
        Assert.Equal(
            ["News", "World", "Low water"],
            root.GetProperty("subjects").EnumerateArray().Select(s => s.GetProperty("name").GetString())
        );

        string Text(string name) => root.GetProperty(name).GetString()!;
        string First(string list, string name) => root.GetProperty(list)[0].GetProperty(name).GetString()!;
    }

    /// <summary>As much of JSON Schema as that of ninjs uses for what stories have.</summary>
    private sealed class JsonSchema(JsonElement schema)
    {
        public IEnumerable<string> Problems(JsonElement value) => Problems(value, schema, "");

        private IEnumerable<string> Problems(JsonElement value, JsonElement rule, string where)
        {
            var rules = new List<JsonElement> { rule };
            while (rules[^1].TryGetProperty("$ref", out var to))
            {
                var name = to.GetString()!;
                Assert.StartsWith("#/$defs/", name, StringComparison.Ordinal);
                rules.Add(schema.GetProperty("$defs").GetProperty(name["#/$defs/".Length..]));
            }

            return rules.SelectMany(r => Here(value, r, where)).Concat(Inside(value, rules, where));
        }

        private static IEnumerable<string> Here(JsonElement value, JsonElement rule, string where)
        {
            if (rule.TryGetProperty("type", out var type) && !IsOf(value, type.GetString()!))
            {
                yield return $"{where}: {value.ValueKind} is not {type}";
            }

            if (
                rule.TryGetProperty("enum", out var words)
                && !words.EnumerateArray().Any(w => w.GetRawText() == value.GetRawText())
            )
            {
                yield return $"{where}: {value} is not one of {words}";
            }

            var form = rule.TryGetProperty("format", out var named) ? named.GetString() : null;
            if (
                (form == "uri" && !Uri.IsWellFormedUriString(value.GetString(), UriKind.Absolute))
                || (form == "date-time" && !value.TryGetDateTimeOffset(out _))
            )
            {
                yield return $"{where}: {value} is no {form}";
            }

            foreach (
                var name in rule.TryGetProperty("required", out var required) ? required.EnumerateArray() : default
            )
            {
                if (!value.TryGetProperty(name.GetString()!, out _))
                {
                    yield return $"{where}: {name} is missing";
                }
            }
        }

        private IEnumerable<string> Inside(JsonElement value, List<JsonElement> rules, string where)
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                var each = rules
                    .Select(r => r.TryGetProperty("items", out var items) ? items : default)
                    .First(i => i.ValueKind != default);
                return value.EnumerateArray().SelectMany((v, n) => Problems(v, each, $"{where}/{n}"));
            }

            return value.ValueKind != JsonValueKind.Object
                ? []
                : value
                    .EnumerateObject()
                    .SelectMany(p =>
                        rules
                            .Select(r =>
                                r.TryGetProperty("properties", out var all) && all.TryGetProperty(p.Name, out var own)
                                    ? own
                                    : default
                            )
                            .FirstOrDefault(o => o.ValueKind != default)
                            is { ValueKind: not JsonValueKind.Undefined } known
                            ? Problems(p.Value, known, $"{where}/{p.Name}")
                            : [$"{where}: {p.Name} is not in the schema"]
                    );
        }

        private static bool IsOf(JsonElement value, string type) =>
            type switch
            {
                "string" => value.ValueKind == JsonValueKind.String,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
                "number" => value.ValueKind == JsonValueKind.Number,
                "array" => value.ValueKind == JsonValueKind.Array,
                "object" => value.ValueKind == JsonValueKind.Object,
                _ => false,
            };
    }
}
