using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.OpenApi;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>What readers see, as JSON for programs: described, page by page, and nothing that readers do not see.</summary>
public sealed class ApiTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Root = "/api/v1";

    [Fact]
    public async Task The_description_is_valid_and_every_operation_in_it_answers_as_it_says()
    {
        var id = await site.PublishedAsync("A described story", "Words.\n\n## A heading", "News", ["Description"]);
        await site.SaveAsync(id, c => c with { Standfirst = "In short." });
        await site.PublishAsync(id, 2, 1);
        using var visitor = site.Visitor();
        using var answer = await visitor.GetAsync($"{Root}/openapi.json");
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var (description, diagnostic) = await OpenApiDocument.LoadAsync(stream, "json");
        Assert.Empty(diagnostic!.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Equal(10, description!.Paths.Count);
        var wrong = new List<string>();
        foreach (var (path, item) in description.Paths)
        {
            var (method, operation) = Assert.Single(item.Operations!);
            Assert.Equal(HttpMethod.Get, method);
            Assert.False(string.IsNullOrEmpty(operation.Summary), path);
            var address = path.Replace("{id}", $"{id}", StringComparison.Ordinal)
                .Replace(
                    "{slug}",
                    path.Contains("categories", StringComparison.Ordinal) ? "news"
                        : path.Contains("tags", StringComparison.Ordinal) ? "description"
                        : "rita-reporter",
                    StringComparison.Ordinal
                );
            var asked = operation.Parameters!.Where(p => p.In == ParameterLocation.Query).ToList();
            Assert.All(asked, p => Assert.False(string.IsNullOrEmpty(p.Description), $"{path} {p.Name}"));
            string[] queries =
            [
                path.EndsWith("/search", StringComparison.Ordinal) ? "q=described" : "",
                .. asked.Select(p => Query(path, p.Name!)),
            ];
            foreach (var query in queries.Distinct())
            {
                using var json = await JsonAsync(visitor, $"{address}?{query}");
                var schema = operation.Responses!["200"].Content!["application/json"].Schema!;
                Check(
                    json.RootElement,
                    schema,
                    $"{address}?{query}",
                    query.Contains("fields=", StringComparison.Ordinal)
                );
            }

            using var refused = await visitor.GetAsync($"{address}?q=x&fields=nonsense");
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        void Check(JsonElement value, IOpenApiSchema schema, string where, bool isPart)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                return;
            }

            var shape = schema.OneOf is [.., var one] ? one : schema;
            if (value.ValueKind == JsonValueKind.Array)
            {
                foreach (var element in value.EnumerateArray())
                {
                    Check(element, shape.Items!, where, isPart);
                }
            }
            else if (value.ValueKind == JsonValueKind.Object)
            {
                var names = value.EnumerateObject().Select(p => p.Name).ToList();
                var known = shape.Properties?.Keys.ToList() ?? [];
                wrong.AddRange(names.Except(known).Select(name => $"{where}: {name} is not described"));
                if (!isPart)
                {
                    // What may be left out is not required.
                    wrong.AddRange(
                        (shape.Required ?? new HashSet<string>())
                            .Except(names)
                            .Select(name => $"{where}: {name} is missing")
                    );
                }

                foreach (var property in value.EnumerateObject().Where(p => known.Contains(p.Name)))
                {
                    Check(property.Value, shape.Properties![property.Name], $"{where}/{property.Name}", isPart);
                }
            }
        }
    }

    [Fact]
    public async Task A_list_read_to_its_end_has_each_story_once_newest_first()
    {
        var stories = new List<long>();
        for (var n = 0; n < 25; n++)
        {
            stories.Insert(0, await site.PublishedAsync($"One of many {n}", category: "Long list", tags: ["Long"]));
        }

        using var visitor = site.Visitor();
        foreach (var filter in new[] { "category=long-list", "tag=long" })
        {
            var read = new List<long>();
            for (string? next = $"{Root}/stories?{filter}&fields=id,url"; next is not null; )
            {
                using var page = await JsonAsync(
                    visitor,
                    new Uri(next, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } whole
                        ? whole.PathAndQuery
                        : next
                );
                foreach (var item in page.RootElement.GetProperty("items").EnumerateArray())
                {
                    Assert.Equal(["id", "url"], item.EnumerateObject().Select(p => p.Name));
                    read.Add(item.GetProperty("id").GetInt64());
                }

                next = page.RootElement.GetProperty("next").GetString();
            }

            Assert.Equal(stories, read);
        }
    }

    [Fact]
    public async Task A_list_between_two_days_has_what_came_out_on_them_page_by_page()
    {
        var day = new DateTimeOffset(2019, 5, 2, 0, 0, 0, TimeSpan.Zero);
        var stories = new List<long>();
        var tooEarly = await PublishAsync("Too early", day.AddTicks(-10));

        // More than a page on the first day, all at its first moment, and one at the end of the last.
        for (var n = 0; n < 23; n++)
        {
            stories.Insert(0, await PublishAsync($"Between {n}", day));
        }

        stories.Insert(0, await PublishAsync("Between, at the end", day.AddDays(2).AddTicks(-10)));
        var tooLate = await PublishAsync("Too late", day.AddDays(2));
        using var visitor = site.Visitor();
        foreach (var filter in new[] { "category=window", "tag=windows", "author=rita-reporter", "" })
        {
            Assert.Equal(stories, await ReadAsync($"{filter}&from=2019-05-02&to=2019-05-03"));
            Assert.Equal([tooLate], await ReadAsync($"{filter}&from=2019-05-04&to=2019-05-04"));
            Assert.Equal([tooEarly], await ReadAsync($"{filter}&to=2019-05-01"));
        }

        Assert.Equal([tooLate, .. stories], await ReadAsync("tag=windows&from=2019-05-02"));
        Assert.Equal([.. stories, tooEarly], await ReadAsync("tag=windows&to=2019-05-03"));

        // A place that is later than the last day is no way around it.
        Assert.Equal(stories, await ReadAsync("tag=windows&from=2019-05-02&to=2019-05-03&before=9000000000000000-1"));
        using var description = await JsonAsync(visitor, $"{Root}/openapi.json");
        var asked = description.RootElement.GetProperty("paths").GetProperty($"{Root}/stories").GetProperty("get");
        foreach (var name in new[] { "from", "to" })
        {
            var parameter = asked
                .GetProperty("parameters")
                .EnumerateArray()
                .Single(p => p.GetProperty("name").GetString() == name);
            Assert.Equal("date", parameter.GetProperty("schema").GetProperty("format").GetString());
        }

        Task<long> PublishAsync(string headline, DateTimeOffset at) =>
            site.PublishedAsync(headline, category: "Window", tags: ["Windows"], at: at);

        async Task<List<long>> ReadAsync(string query)
        {
            var read = new List<long>();
            for (var next = $"{Root}/stories?{query}"; next is not null; )
            {
                using var page = await JsonAsync(visitor, new Uri(new Uri("http://news.test"), next).PathAndQuery);
                var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
                Assert.NotEmpty(items);
                read.AddRange(items.Select(item => item.GetProperty("id").GetInt64()));
                next = page.RootElement.GetProperty("next").GetString();
            }

            return read;
        }
    }

    [Fact]
    public async Task It_tells_nothing_of_drafts_and_a_change_is_in_it_at_once()
    {
        var draft = (await site.DraftAsync("Quokkadraft")).ArticleId;
        var id = await site.PublishedAsync("Quokka first", category: "Pouches", tags: ["Quokkas"]);
        await site.SaveAsync(id, c => c with { Headline = "Quokkanewer" });
        using var visitor = site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync($"{Root}/stories/{draft}"));
        string[] addresses =
        [
            $"{Root}/stories",
            $"{Root}/stories?category=pouches",
            $"{Root}/stories?tag=quokkas",
            $"{Root}/stories/{id}",
            $"{Root}/stories/{id}/ninjs",
        ];
        foreach (var address in addresses)
        {
            var text = await visitor.TextAsync(address);
            Assert.Contains("Quokka first", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Quokkadraft", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Quokkanewer", text, StringComparison.Ordinal);
        }

        await site.PublishAsync(id, 2, 1);
        foreach (var address in addresses)
        {
            Assert.Contains("Quokkanewer", await visitor.TextAsync(address), StringComparison.Ordinal);
        }

        await site.WithdrawAsync(id);
        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync(addresses[3]));
        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync(addresses[4]));
        Assert.DoesNotContain("Quokka", await visitor.TextAsync(addresses[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_it_is_told_so_and_what_makes_no_sense_is_answered_with_the_reason()
    {
        var id = await site.PublishedAsync("Kept by its reader", category: "News");
        using var visitor = site.Visitor();
        // A server that has just started keeps nothing, and gives no tag, until it knows of all changes.
        await SiteProcess.UntilAsync(async () =>
        {
            using var kept = await visitor.GetAsync($"{Root}/stories/{id}");
            return kept.Headers.ETag is not null;
        });
        using var first = await visitor.GetAsync($"{Root}/stories/{id}");
        Assert.False(first.Headers.Contains("Access-Control-Allow-Origin"));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{Root}/stories/{id}");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var same = await visitor.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        foreach (
            var (query, why) in new[]
            {
                ("stories?before=yesterday", "no place in a list"),
                ("stories?category=news&tag=x", "one of category, tag and author"),
                ("stories?fields=id,secret", "There is no field secret. There are: id, url, headline"),
                ("stories?from=31.1.2026", "days like 2026-01-31"),
                ("stories?tag=x&to=2026-02-30", "days like 2026-01-31"),
                ("stories?from=2026-02-01&to=2026-01-31", "“from” is later than “to”"),
                ("search?q=x&from=yesterday", "days like 2026-01-31"),
                ("search", "1 to 200 characters"),
                ($"search?q={new string('x', 201)}", "1 to 200 characters"),
                ("search?q=x&sort=worst", "best or newest"),
            }
        )
        {
            using var answer = await visitor.GetAsync($"{Root}/{query}");
            Assert.Equal((query, HttpStatusCode.BadRequest), (query, answer.StatusCode));
            using var problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
            Assert.Contains(why, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        foreach (var missing in new[] { "stories/999999", "stories?tag=none", "tags/none", "none/at/all" })
        {
            using var answer = await visitor.GetAsync($"{Root}/{missing}");
            Assert.Equal((missing, HttpStatusCode.NotFound), (missing, answer.StatusCode));
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task A_search_whose_answer_is_known_is_answered_with_nothing_until_it_finds_something_else()
    {
        await site.PublishedAsync("Pangolin one");
        using var visitor = site.Visitor();
        using var first = await visitor.GetAsync($"{Root}/search?q=pangolin");
        var etag = first.Headers.ETag!;
        Assert.True(etag.IsWeak);
        var body = await first.Content.ReadAsByteArrayAsync();
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"", etag.Tag);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var same = await AgainAsync(visitor, method, etag);
            Assert.Equal((method, HttpStatusCode.NotModified), (method, same.StatusCode));
            Assert.Equal(etag, same.Headers.ETag);
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        }

        await site.PublishedAsync("Pangolin two");
        using var other = await AgainAsync(visitor, HttpMethod.Get, etag);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEqual(etag, other.Headers.ETag);

        static async Task<HttpResponseMessage> AgainAsync(Visitor visitor, HttpMethod method, EntityTagHeaderValue etag)
        {
            using var again = new HttpRequestMessage(method, $"{Root}/search?q=pangolin");
            again.Headers.IfNoneMatch.Add(etag);
            return await visitor.SendAsync(again);
        }
    }

    [Fact]
    public async Task Who_asks_without_end_waits_and_scripts_elsewhere_read_it_where_the_settings_say_so()
    {
        await using var open = await SiteFixture.BesideAsync(
            site,
            builder => builder.UseSetting("NewsSite:ApiForScripts", "true")
        );
        using var visitor = open.Visitor();
        var last = HttpStatusCode.OK;
        for (var n = 0; n < 1_000 && last != HttpStatusCode.TooManyRequests; n++)
        {
            // Of what is not kept: what is, costs nothing.
            using var answer = await visitor.GetAsync($"{Root}/tags?after={n}&after=x");
            last = answer.StatusCode;
            if (last == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal("60", answer.Headers.GetValues("Retry-After").Single());
                AssertOpen(answer);
                Assert.InRange(n, 500, 700);
            }
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var other = open.Visitor("127.0.0.9");
        foreach (
            var (address, status) in new[]
            {
                ("categories", HttpStatusCode.OK),
                ("search?q=x", HttpStatusCode.OK),
                ("openapi.json", HttpStatusCode.OK),
                ("search", HttpStatusCode.BadRequest),
                ("stories?before=yesterday", HttpStatusCode.BadRequest),
                ("stories/999999", HttpStatusCode.NotFound),
                ("none/at/all", HttpStatusCode.NotFound),
            }
        )
        {
            // Made, and then as it may be kept.
            for (var n = 0; n < 2; n++)
            {
                using var asked = new HttpRequestMessage(HttpMethod.Get, $"{Root}/{address}");
                asked.Headers.Add("Origin", "https://other.example");
                using var answer = await other.SendAsync(asked);
                Assert.Equal((address, status), (address, answer.StatusCode));
                AssertOpen(answer);
            }
        }

        using var page = await other.GetAsync("/");
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Who_has_pages_made_without_end_leaves_others_their_own()
    {
        using var visitor = site.Visitor("127.0.0.21");
        var last = HttpStatusCode.OK;
        for (var n = 0; n < 1_000 && last == HttpStatusCode.OK; n++)
        {
            last = await visitor.StatusAsync($"{Root}/stories?before={n}-1");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var other = site.Visitor("127.0.0.22");
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync($"{Root}/stories?before=2000-1"));
    }

    private static void AssertOpen(HttpResponseMessage answer)
    {
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("ETag, Retry-After", answer.Headers.GetValues("Access-Control-Expose-Headers").Single());
    }

    private static string Query(string path, string name) =>
        (path.EndsWith("/search", StringComparison.Ordinal) && name != "q" ? "q=described&" : "")
        + name switch
        {
            "q" => "q=described",
            "category" => "category=news",
            "tag" => "tag=description",
            "author" => "author=rita-reporter",
            "before" => "before=9000000000000000-1"
                + (path.EndsWith("/search", StringComparison.Ordinal) ? "&sort=newest" : ""),
            "after" => "after=a",
            "fields" => path.EndsWith("/search", StringComparison.Ordinal) ? "fields=story"
            : path.EndsWith("/ninjs", StringComparison.Ordinal) ? "fields=uri"
            : "fields=url",
            "from" => "from=2020-01-01",
            "to" => "to=2100-01-01",
            "sort" => "sort=newest",
            "page" => "page=1",
            _ => throw new InvalidOperationException($"No value is known for {name} of {path}."),
        };

    private static async Task<JsonDocument> JsonAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
    }
}
