using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>The API is what its description says: each operation, with each status that it names, in each form.</summary>
public sealed class ApiDescriptionTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Root = "/api/v1";
    private const string Refs = "#/components/schemas/";

    // It answers so while the database is away, and the tests of outages take that away.
    private const string Outage = "503";

    [Fact]
    public async Task It_is_valid_and_every_answer_is_as_it_says_with_every_status_that_it_names()
    {
        var id = await FillAsync();
        using var visitor = site.Visitor();
        var text = await visitor.TextAsync($"{Root}/openapi.json");
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        var (description, diagnostic) = await OpenApiDocument.LoadAsync(stream, "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Equal(10, description!.Paths.Count);
        var answers = new Described(text);
        using var hasty = site.Visitor("127.0.0.31");
        await ExhaustAsync(hasty);
        foreach (var (path, item) in description.Paths)
        {
            var (method, operation) = Assert.Single(item.Operations!);
            Assert.Equal(HttpMethod.Get, method);
            Assert.False(string.IsNullOrEmpty(operation.Summary), path);
            var asked = operation.Parameters!.Where(p => p.In == ParameterLocation.Query).ToList();
            Assert.All(asked, p => Assert.False(string.IsNullOrEmpty(p.Description), $"{path} {p.Name}"));
            var address = path.Replace("{id}", $"{id}", StringComparison.Ordinal)
                .Replace("{slug}", Slug(path), StringComparison.Ordinal);
            var named = operation.Responses!.Keys.Where(status => status != Outage).Order();
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var query in asked.SelectMany(p => Queries(path, p.Name!)).Prepend(Needed(path)).Distinct())
            {
                using var answer = await visitor.GetAsync($"{address}?{query}");
                Judge(answer, await answer.Content.ReadAsStringAsync(), query);
            }

            using (var same = await KnownAsync(visitor, $"{address}?{Needed(path)}"))
            {
                Judge(same, "", "known");
            }

            foreach (
                var (visits, bad) in Bad(path, address, named)
                    .Select(bad => (visitor, bad))
                    .Append((hasty, $"{address}?{Needed(path)}&fields=x&fields=y"))
            )
            {
                using var refused = await visits.GetAsync(bad);
                Judge(refused, await refused.Content.ReadAsStringAsync(), bad);
            }

            Assert.Equal((path, string.Join(' ', named)), (path, string.Join(' ', seen)));

            void Judge(HttpResponseMessage answer, string body, string where)
            {
                var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
                seen.Add(status);
                answers.Judge(
                    path,
                    status,
                    answer.Content.Headers.ContentType?.MediaType,
                    body,
                    where,
                    where.StartsWith("fields=", StringComparison.Ordinal)
                        || where.Contains("&fields=", StringComparison.Ordinal)
                );
            }
        }

        Assert.True(answers.Wrong.Count == 0, string.Join('\n', answers.Wrong.Distinct().Take(30)));
    }

    [Fact]
    public async Task What_takes_too_long_and_what_is_not_taken_are_told_to_programs_as_they_read_it()
    {
        await using var slow = await SiteFixture.BesideAsync(
            site,
            builder =>
                builder
                    .UseSetting("NewsSite:ApiForScripts", "true")
                    .ConfigureServices(services =>
                        services.ConfigureDbContext<PublishedDb>(options => options.AddInterceptors(new NeverFound()))
                    )
        );
        using var visitor = slow.Visitor();
        await site.PublishedAsync("Never found", category: "Slow", tags: ["Slower"]);
        using var late = await visitor.GetAsync($"{Root}/stories?category=slow&tag=slower");
        await AssertProblemAsync(HttpStatusCode.ServiceUnavailable, late);
        Assert.Equal("60", late.Headers.GetValues("Retry-After").Single());
        using var sent = await visitor.SendAsync(HttpMethod.Post, $"{Root}/stories");
        await AssertProblemAsync(HttpStatusCode.NotFound, sent);

        static async Task AssertProblemAsync(HttpStatusCode status, HttpResponseMessage answer)
        {
            Assert.Equal(status, answer.StatusCode);

            // What is said of a failure takes all else away that was to be said.
            Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal((int)status, problem.RootElement.GetProperty("status").GetInt32());
            Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        }
    }

    [Fact]
    public async Task It_says_which_values_there_are()
    {
        using var visitor = site.Visitor();
        var description = JsonNode.Parse(await visitor.TextAsync($"{Root}/openapi.json"))!;
        var schemas = description["components"]!["schemas"]!;
        Assert.Equal(Enum.GetNames<StoryLabel>().Append(null), Values(schemas["ApiStory"]!["properties"]!["label"]!));
        Assert.Equal(
            Enum.GetNames<News.Tags.TagKind>().Order(),
            Values(schemas["ApiTag"]!["properties"]!["kind"]!).Order()
        );
        Assert.Equal(
            Enum.GetNames<CorrectionKind>().Order(),
            Values(schemas["ApiCorrection"]!["properties"]!["kind"]!).Order()
        );
        Assert.Equal("integer", schemas["ApiCard"]!["properties"]!["id"]!["type"]!.GetValue<string>());
        var sort = description["paths"]![$"{Root}/search"]!["get"]!["parameters"]!
            .AsArray()
            .Single(p => p!["name"]!.GetValue<string>() == "sort")!;
        Assert.Equal(["best", "newest"], Values(sort["schema"]!));

        static IEnumerable<string?> Values(JsonNode schema) =>
            schema["enum"]!.AsArray().Select(value => value?.GetValue<string>());
    }

    /// <returns>The id of a story of which everything is there that the API can tell.</returns>
    private async Task<long> FillAsync()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("A wall", "Its caption", "Ada"));
        var draft = await site.DraftAsync("A described story", "Words.\n\n## A heading", tags: ["Description"]);
        await site.SaveAsync(
            draft.ArticleId,
            c =>
                c with
                {
                    Standfirst = "In short.",
                    Dateline = "Harbour",
                    Label = StoryLabel.Analysis,
                    PictureId = picture.Id,
                    SourceCredit = "A source",
                    SourceUrl = "https://source.example/",
                }
        );
        await site.PublishAsync(draft.ArticleId, 2);
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(
                draft.ArticleId,
                new PublishOrder(2, 2) { Correction = new CorrectionNote(CorrectionKind.Correction, "It is nine.") },
                site.Editor,
                default
            )
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                update newsroom.author set links = array['https://social.example/rita'], role = 'Tides', biography = 'Wrote.'
                    where slug = 'rita-reporter';
                insert into newsroom.former_slug (kind, slug, target_id)
                    select 'author', 'once', id from newsroom.author where slug = 'rita-reporter'
                    union all select 'tag', 'once', id from newsroom.tag where slug = 'description'
                    union all select 'category', 'once', id from newsroom.category where slug = 'news'
                """
            )
        );
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        return draft.ArticleId;
    }

    private static async Task ExhaustAsync(Visitor visitor)
    {
        for (
            var n = 0;
            await visitor.StatusAsync($"{Root}/tags?after={n}&after=x") != HttpStatusCode.TooManyRequests;
            n++
        )
        {
            Assert.InRange(n, 0, 1_000);
        }
    }

    // A server that has just started keeps nothing, and gives no tag, until it knows of all changes.
    private static async Task<HttpResponseMessage> KnownAsync(Visitor visitor, string address)
    {
        System.Net.Http.Headers.EntityTagHeaderValue? tag = null;
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await visitor.GetAsync(address);
            return (tag = answer.Headers.ETag) is not null;
        });
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        again.Headers.IfNoneMatch.Add(tag!);
        return await visitor.SendAsync(again);
    }

    // What a question must have.
    private static string Needed(string path) => IsSearch(path) ? "q=described" : "";

    private static bool IsSearch(string path) => path.EndsWith("/search", StringComparison.Ordinal);

    private static string Slug(string path) =>
        path.Contains("categories", StringComparison.Ordinal) ? "news"
        : path.Contains("tags", StringComparison.Ordinal) ? "description"
        : "rita-reporter";

    private static IEnumerable<string> Bad(string path, string address, IEnumerable<string> named)
    {
        yield return $"{address}?{Needed(path)}&fields=nonsense";
        if (path.EndsWith("{slug}", StringComparison.Ordinal))
        {
            yield return path.Replace("{slug}", "none", StringComparison.Ordinal);
            yield return path.Replace("{slug}", "once", StringComparison.Ordinal);
        }
        else if (path.Contains("{id}", StringComparison.Ordinal))
        {
            yield return path.Replace("{id}", "999999", StringComparison.Ordinal);
        }
        else if (named.Contains("404"))
        {
            yield return $"{address}?{Needed(path)}&tag=none";
            yield return $"{address}?{Needed(path)}&author=once";
        }
    }

    private static IEnumerable<string> Queries(string path, string name) =>
        (
            name switch
            {
                "q" => (string[])["q=described"],
                "category" => ["category=news"],
                "tag" => ["tag=description"],
                "author" => ["author=rita-reporter"],
                "before" => IsSearch(path)
                    ? ["before=9000000000000000-1&sort=newest", "before=9000000000000000-7ff0000000000000-1"]
                    : ["before=9000000000000000-1"],
                "after" => ["after=a"],
                "fields" => IsSearch(path) ? ["fields=story"]
                : path.EndsWith("/ninjs", StringComparison.Ordinal) ? ["fields=uri"]
                : ["fields=url"],
                "from" => ["from=2020-01-01"],
                "to" => ["to=2100-01-01"],
                "sort" => ["sort=newest", "sort=best"],
                _ => throw new InvalidOperationException($"No value is known for {name} of {path}."),
            }
        ).Select(query => IsSearch(path) && name != "q" ? $"q=described&{query}" : query);

    /// <summary>A walk back through time that does not end.</summary>
    private sealed class NeverFound : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            await (
                command.CommandText.Contains("as part(terms", StringComparison.Ordinal)
                    ? Task.Delay(Timeout.Infinite, cancellationToken)
                    : Task.CompletedTask
            );
            return result;
        }
    }

    /// <summary>Judges answers by what a description says, and by no more than it says: what it does not name may not be there.</summary>
    private sealed class Described(string text)
    {
        private static readonly EvaluationOptions Options = new()
        {
            OutputFormat = OutputFormat.List,
            RequireFormatValidation = true,
        };

        private readonly JsonNode description = JsonNode.Parse(text)!;
        private readonly Dictionary<(string, bool), JsonSchema> built = [];

        public List<string> Wrong { get; } = [];

        /// <param name="isPart">Some of its fields were asked for: none is required.</param>
        public void Judge(string path, string status, string? type, string body, string where, bool isPart)
        {
            if (description["paths"]![path]!["get"]!["responses"]![status] is not { } response)
            {
                Wrong.Add($"{path} {where}: {status} is not described");
                return;
            }

            if (response["content"]?.AsObject().Single() is not { Value: { } content, Key: var described })
            {
                Wrong.AddRange(body.Length > 0 ? [$"{path} {where}: {status} has a body, which is not described"] : []);
                return;
            }

            if (type != described)
            {
                Wrong.Add($"{path} {where}: {status} is {type}, not {described}");
                return;
            }

            using var answer = JsonDocument.Parse(body);
            var name = content["schema"]!["$ref"]!.GetValue<string>()[Refs.Length..];
            var found = Schema(name, isPart && status == "200").Evaluate(answer.RootElement, Options);
            if (!found.IsValid)
            {
                Wrong.AddRange(
                    (found.Details ?? [])
                        .Where(d => d.Errors is not null)
                        .SelectMany(d =>
                            d.Errors!.Select(e => $"{path} {where}: {d.InstanceLocation} {e.Key} {e.Value}")
                        )
                );
            }
        }

        private JsonSchema Schema(string name, bool isPart)
        {
            if (!built.TryGetValue((name, isPart), out var schema))
            {
                var all = description["components"]!["schemas"]!.DeepClone().AsObject();
                foreach (var one in all.Select(s => s.Value!.AsObject()).Where(s => s.ContainsKey("properties")))
                {
                    one["additionalProperties"] = false;
                    if (isPart)
                    {
                        one.Remove("required");
                    }
                }

                var whole = new JsonObject { ["$ref"] = Refs + name, ["$defs"] = all };
                built[(name, isPart)] = schema = JsonSchema.FromText(
                    whole.ToJsonString().Replace(Refs, "#/$defs/", StringComparison.Ordinal)
                );
            }

            return schema;
        }
    }
}
