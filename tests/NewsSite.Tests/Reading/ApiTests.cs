using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>What readers see, as JSON for programs: page by page, and nothing that readers do not see.</summary>
public sealed class ApiTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Root = "/api/v1";

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
    public async Task What_lies_in_a_category_under_a_tag_and_with_an_author_is_listed_page_by_page()
    {
        var other = await site.AddStaffAsync("Cara Crossing", StaffRole.Reporter);
        var all = new List<long>();
        for (var n = 0; n < 23; n++)
        {
            all.Insert(0, await site.PublishedAsync($"Crossing {n}", category: "Crossing", tags: ["Ways"], by: other));
        }

        var otherTag = await site.PublishedAsync("By others ways", category: "Crossing", tags: ["Rails"], by: other);
        var otherCategory = await site.PublishedAsync("Elsewhere", category: "Rail", tags: ["Ways"], by: other);
        var otherAuthor = await site.PublishedAsync("By another", category: "Crossing", tags: ["Ways"]);
        using var visitor = site.Visitor();
        Assert.Equal([otherAuthor, .. all], await ReadAsync("category=crossing&tag=ways"));
        Assert.Equal([otherTag, .. all], await ReadAsync("category=crossing&author=cara-crossing"));
        Assert.Equal([otherCategory, .. all], await ReadAsync("tag=ways&author=cara-crossing"));
        Assert.Equal(all, await ReadAsync("category=crossing&tag=ways&author=cara-crossing"));
        Assert.Empty(await ReadAsync("category=crossing&tag=ways&author=cara-crossing&to=2020-01-01"));
        Assert.Empty(await ReadAsync("category=rail&tag=rails"));

        // Kept, and told at once what changes it.
        await site.WithdrawAsync(all[0]);
        Assert.Equal(all.Skip(1), await ReadAsync("category=crossing&tag=ways&author=cara-crossing"));
        Assert.Equal(
            HttpStatusCode.NotFound,
            await visitor.StatusAsync($"{Root}/stories?category=crossing&tag=none&author=cara-crossing")
        );

        Task<List<long>> ReadAsync(string query) => IdsAsync(visitor, $"stories?{query}", item => item);
    }

    [Fact]
    public async Task A_search_by_best_read_to_its_end_has_each_story_once_whatever_comes_out_meanwhile()
    {
        var stories = new HashSet<long>();
        for (var n = 0; n < 45; n++)
        {
            var words = string.Join(' ', Enumerable.Repeat("Axolotl", 1 + (n % 7)));
            stories.Add(await site.PublishedAsync($"Axolotl {n}", words, at: DateTimeOffset.UtcNow.AddDays(-n * 40)));
        }

        using var visitor = site.Visitor();
        var read = await IdsAsync(
            visitor,
            "search?q=axolotl",
            item => item.GetProperty("story"),
            async () =>
            {
                // The best of all, and one that would stand at the end.
                await site.PublishedAsync("Axolotl axolotl axolotl", "Axolotl axolotl axolotl");
                await site.PublishedAsync(
                    "Something else",
                    "Axolotl. " + string.Join(' ', Enumerable.Range(0, 2_000).Select(n => $"word{n}"))
                );
            }
        );
        Assert.Equal(45, read.Count);
        Assert.Equal(stories, [.. read]);
        Assert.NotEqual(read.OrderDescending(), read);
        Assert.Equal(51, (await IdsAsync(visitor, "search?q=axolotl", item => item.GetProperty("story"))).Count);
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
            Assert.Equal([tooEarly], await ReadAsync($"{filter}&from=2019-01-01&to=2019-05-01"));
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

        Task<List<long>> ReadAsync(string query) => IdsAsync(visitor, $"stories?{query}", item => item);
    }

    [Fact]
    public async Task A_search_between_two_days_finds_what_came_out_on_them()
    {
        var days = new List<long>();
        for (var day = 1; day <= 4; day++)
        {
            var at = new DateTimeOffset(2018, 5, day, 12, 0, 0, TimeSpan.Zero);
            days.Add(await site.PublishedAsync($"Wombat {day}", at: at));
        }

        using var visitor = site.Visitor();
        foreach (var sort in new[] { "best", "newest" })
        {
            Assert.Equal([days[2], days[1]], await FindAsync($"from=2018-05-02&to=2018-05-03&sort={sort}"));
            Assert.Equal([days[3], days[2]], await FindAsync($"from=2018-05-03&sort={sort}"));
            Assert.Equal([days[0]], await FindAsync($"to=2018-05-01&sort={sort}"));
        }

        Task<List<long>> FindAsync(string query) =>
            IdsAsync(visitor, $"search?q=wombat&{query}", item => item.GetProperty("story"));
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
                ("search?q=x&before=1795507200000000-42", "no place in a list"),
                ("search?q=x&sort=newest&before=1795507200000000-3fb1eb851eb851ec-42", "no place in a list"),
                ("search?q=x&before=1795507200000000-fff8000000000000-42", "no place in a list"),
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
        foreach (
            var (asking, path, status) in new[]
            {
                (open, $"{Root}/stories?tag=x", HttpStatusCode.NoContent),
                (open, $"{Root}/none/at/all", HttpStatusCode.NoContent),
                (open, "/", HttpStatusCode.MethodNotAllowed),
                (site, $"{Root}/stories", HttpStatusCode.MethodNotAllowed),
            }
        )
        {
            // Of the visitor who has asked too often, too: it is only asked whether asking is allowed.
            using var own = asking.Visitor();
            using var preflight = new HttpRequestMessage(HttpMethod.Options, path);
            preflight.Headers.Add("Origin", "https://other.example");
            preflight.Headers.Add("Access-Control-Request-Method", "GET");
            preflight.Headers.Add("Access-Control-Request-Headers", "if-none-match,x-own");
            using var answer = await own.SendAsync(preflight);
            Assert.Equal((path, status), (path, answer.StatusCode));
            if (status == HttpStatusCode.NoContent)
            {
                AssertOpen(answer);
                Assert.Equal(["GET", "HEAD"], answer.Headers.GetValues("Access-Control-Allow-Methods"));
                Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Headers").Single());
                Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            }
            else
            {
                Assert.False(answer.Headers.Contains("Access-Control-Allow-Methods"));
            }
        }
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

    /// <param name="story">The story of an item.</param>
    /// <param name="meanwhile">Done after each page.</param>
    /// <returns>The ids of all pages of a list, of which none may be empty but the first.</returns>
    private static async Task<List<long>> IdsAsync(
        Visitor visitor,
        string list,
        Func<JsonElement, JsonElement> story,
        Func<Task>? meanwhile = null
    )
    {
        var read = new List<long>();
        for (var next = $"{Root}/{list}"; next is not null; )
        {
            using var page = await JsonAsync(visitor, new Uri(new Uri("http://news.test"), next).PathAndQuery);
            var items = page.RootElement.GetProperty("items").EnumerateArray().ToList();
            Assert.True(items.Count > 0 || read.Count == 0);
            read.AddRange(items.Select(item => story(item).GetProperty("id").GetInt64()));
            next = page.RootElement.GetProperty("next").GetString();
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
        }

        return read;
    }

    private static async Task<JsonDocument> JsonAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
    }
}
