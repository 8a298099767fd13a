using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>A story under embargo, planned to the second: outside the newsroom the world is as if it had never been written.</summary>
public sealed class EmbargoTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Canary = "The wombats sign at dawn";

    [Fact]
    public async Task No_answer_to_a_stranger_tells_of_it_or_differs_from_what_it_was_before()
    {
        await site.PublishedAsync("Wombats rest", "They rest in the burrow.", tags: ["Wombats"]);
        using var stranger = site.Visitor();
        var before = await AnswersAsync(stranger, Lists());

        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm($"{Canary}: alt", Canary, "Credit"));
        var hash = Path.GetFileNameWithoutExtension(picture.FileName);
        var draft = await site.DraftAsync(
            $"{Canary} today",
            $"{Canary}.\n\n![{Canary}](/media/{picture.FileName})",
            tags: ["Wombats", "Dawn treaty"],
            by: site.OtherReporter,
            standfirst: Canary
        );
        var id = draft.ArticleId;
        await site.SaveAsync(id, c => c with { PictureId = picture.Id });
        var at = DateTimeOffset.UtcNow.AddMinutes(30);
        await site.WithAsync<ScheduleDesk>(desk => desk.EmbargoAsync(id, at, site.Editor, default));
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(id, at.AddSeconds(1), new PublishOrder(2, null), site.Editor, default)
        );
        await Assert.ThrowsAsync<PublishRefusedException>(() => site.PublishAsync(id, 2));

        // What readers could read before, they read now, to the byte: no count, no date, no suggestion has moved.
        Assert.Equal(before, await AnswersAsync(stranger, Lists()));

        // And what somebody might guess is answered as what never was.
        var never = id + 1_000_000;
        var unknown = new string('0', hash.Length);
        foreach (var guess in Guesses())
        {
            var (known, other) = (
                guess(id, hash, "dawn-treaty", "otto-other"),
                guess(never, unknown, "noon-treaty", "nora-other")
            );
            Assert.Equal(
                (known, Without(other, await AnswerAsync(stranger, other))),
                (known, Without(known, await AnswerAsync(stranger, known)))
            );
        }
    }

    // An answer may repeat what was asked for, also as words to search for.
    private static string Without(string address, string answer) =>
        new[] { address, Uri.EscapeDataString(address), "dawn-treaty", "noon-treaty", "otto-other", "nora-other" }
            .SelectMany(part => new[] { part, part.Replace('-', ' ') })
            .Aggregate(answer, (text, part) => text.Replace(part, "ASKED", StringComparison.Ordinal));

    private static Func<long, string, string, string, string>[] Guesses() =>
        [
            (id, _, _, _) => $"/news/{id}",
            (id, _, _, _) => $"/news/{id}/the-wombats-sign-at-dawn-today",
            (id, _, _, _) => $"/news/{id}/the-wombats-sign-at-dawn-today/history",
            (id, _, _, _) => $"/media/card/{id}-1.jpg",
            (id, _, _, _) => $"/media/card/{id}-2.jpg",
            (_, hash, _, _) => $"/media/{hash}/320.jpg",
            (_, hash, _, _) => $"/media/{hash}/1280.avif",
            (_, hash, _, _) => $"/media/{hash}/original.jpg",
            (_, hash, _, _) => $"/media/{hash}.jpg",
            (_, hash, _, _) => $"/newsroom/media/{hash}/320.jpg",
            (id, _, _, _) => $"/newsroom/preview/{id}",
            (id, _, _, _) => $"/newsroom/write/{id}",
            (id, _, _, _) => $"/newsroom/history/{id}",
            (_, _, tag, _) => $"/tag/{tag}",
            (_, _, tag, _) => $"/tag/{tag}/feed.xml",
            (_, _, tag, _) => $"/tag/{tag}/feed.json",
            (_, _, tag, _) => $"/search?tag={tag}",
            (_, _, _, author) => $"/author/{author}",
            (_, _, _, author) => $"/author/{author}/feed.xml",
            (_, _, _, author) => $"/search?author={author}",
        ];

    /// <summary>Every route without a parameter, and the lists that the story would stand in.</summary>
    private string[] Lists() =>
        [
            .. site
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
                .Where(route =>
                    !route.Contains('{', StringComparison.Ordinal)
                    && !route.StartsWith("/dist/", StringComparison.Ordinal)
                    && !route.StartsWith("/account", StringComparison.Ordinal)
                )
                .Distinct()
                .Order(StringComparer.Ordinal),
            "/category/news",
            "/category/news/feed.xml",
            "/category/news/feed.json",
            "/api/v1/stories",
            "/api/v1/stories?category=news",
            "/api/v1/tags",
            "/api/v1/authors",
            "/api/v1/openapi.json",
            "/tag/wombats",
            "/tag/wombats/feed.xml",
            "/author/rita-reporter",
            $"/archive/{DateTime.UtcNow:yyyy}",
            $"/archive/{DateTime.UtcNow:yyyy/MM}",
            $"/archive/{DateTime.UtcNow:yyyy/MM/dd}",
            $"/sitemaps/stories-{DateTime.UtcNow:yyyy-MM}.xml",
            "/search?q=wombats",
            "/search?q=wombats+sign+at+dawn",
            "/search?q=%22sign+at+dawn%22",
            "/search?q=treatty",
            "/search?q=otto",
        ];

    private static async Task<List<(string, string)>> AnswersAsync(Visitor stranger, string[] addresses)
    {
        var answers = new List<(string, string)>();
        foreach (var address in addresses)
        {
            answers.Add((address, await AnswerAsync(stranger, address)));
        }

        return answers;
    }

    /// <returns>Status, headers and body; without what is of the moment.</returns>
    private static async Task<string> AnswerAsync(Visitor stranger, string address)
    {
        using var answer = await stranger.GetAsync(address);
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not ("Date" or "Age" or "Set-Cookie"))
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
            .Order(StringComparer.Ordinal);
        return $"{answer.StatusCode}\n{string.Join('\n', headers)}\n\n{await answer.Content.ReadAsStringAsync()}";
    }
}
