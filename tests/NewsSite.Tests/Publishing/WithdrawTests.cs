using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Four ways for a story to go. Whatever its address answers, it is gone from everywhere else in the same act.</summary>
public sealed class WithdrawTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData(WithdrawOutcome.Notice)]
    [InlineData(WithdrawOutcome.Redirect)]
    [InlineData(WithdrawOutcome.Gone)]
    [InlineData(WithdrawOutcome.NotFound)]
    public async Task However_it_goes_it_is_nowhere_and_comes_back_whole(WithdrawOutcome outcome)
    {
        // A word that no other story and no address of the site has.
        var word = $"zorilla{outcome}".ToLowerInvariant();
        var at = DateTimeOffset.UtcNow.AddHours(-1);
        var other = await site.PublishedAsync($"Beside {outcome}", tags: ["Burrows"]);
        var id = await site.PublishedAsync(
            $"{word} head",
            $"{word} body",
            tags: ["Burrows"],
            at: at,
            breaking: TimeSpan.FromHours(3)
        );
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(
                id,
                new PublishOrder(1, 1, KeepBreaking: true)
                {
                    Correction = new(CorrectionKind.Correction, $"{word} note"),
                },
                site.Editor,
                default
            )
        );
        await site.WithAsync<FrontDesk>(d => d.PinAsync("lead", id, null, site.Editor, default));
        await site.WithAsync<RelatedDesk>(d => d.PinAsync(other, id, site.Editor, default));
        using var reader = site.Visitor();
        var lists = Lists(other, $"beside-{outcome}".ToLowerInvariant(), at, word);
        var telling = await TellingAsync(reader, lists, word);
        string[] sure =
        [
            "/",
            "/feed.xml",
            "/feed.json",
            "/sitemap-news.xml",
            "/corrections",
            "/corrections/feed.xml",
            "/category/news",
            "/category/news/feed.json",
            "/tag/burrows",
            "/author/rita-reporter",
            $"/search?q={word}",
            $"/sitemaps/stories-{at.UtcDateTime:yyyy-MM}.xml",
        ];
        Assert.Empty(sure.Except(telling));

        var to = await site.PublishedAsync($"Instead {outcome}");
        await site.WithdrawAsync(
            id,
            new WithdrawOrder(outcome, "The lawyers asked")
            {
                Words = "It was published too early.",
                To = $"http://news.test/news/{to}?x=1",
            }
        );

        Assert.Empty(await TellingAsync(reader, lists, word));
        using var gone = await reader.GetAsync($"/news/{id}/{word}-head");
        using var never = await reader.GetAsync($"/news/999999999/{word}-head");
        var text = await gone.Content.ReadAsStringAsync();
        Assert.DoesNotContain("lawyers", text, StringComparison.Ordinal);
        switch (outcome)
        {
            case WithdrawOutcome.Notice:
                Assert.Equal(HttpStatusCode.OK, gone.StatusCode);
                Assert.Contains("It was published too early.", text, StringComparison.Ordinal);
                Assert.Contains("noindex", text, StringComparison.Ordinal);
                Assert.DoesNotContain("rel=\"canonical\"", text, StringComparison.Ordinal);
                break;
            case WithdrawOutcome.Redirect:
                Assert.Equal(HttpStatusCode.MovedPermanently, gone.StatusCode);
                Assert.Equal($"/news/{to}/instead-redirect", gone.Headers.Location!.OriginalString);
                Assert.Equal("no-cache", gone.Headers.CacheControl!.ToString());
                break;
            case WithdrawOutcome.Gone:
                Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
                Assert.Contains("It was published too early.", text, StringComparison.Ordinal);
                break;
            default:
                Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
                Assert.Equal(await Comparable(never), await Comparable(gone));
                break;
        }

        await site.PublishAsync(id, 1);
        Assert.Contains("/feed.xml", await TellingAsync(reader, lists, word));
        Assert.NotNull((await reader.PageAsync($"/news/{id}/{word}-head")).QuerySelector(".story"));
        var article = await site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == id));
        Assert.Equal(
            (null, null, null, null),
            (article.WithdrawnAt, article.WithdrawnOutcome, article.WithdrawnReason, article.WithdrawnTo)
        );
    }

    [Fact]
    public async Task The_reason_is_asked_for_kept_in_the_log_and_shown_to_nobody_outside()
    {
        var id = await site.PublishedAsync("A form to withdraw with");
        using var editor = await site.VisitorAsync(site.Editor);
        using var empty = await editor.SubmitAsync($"/newsroom/withdraw/{id}", [("Input.Outcome", "Notice")]);
        var page = await Visitor.ParseAsync(empty);
        Assert.Equal(
            ["Enter a reason", "Say what readers are told"],
            page.QuerySelectorAll(".summary li").Select(l => l.TextContent.Trim()).Order()
        );
        using var wrong = await editor.SubmitAsync(
            $"/newsroom/withdraw/{id}",
            [("Input.Outcome", "Redirect"), ("Input.Reason", "Doubled"), ("Input.To", "/news/999999")]
        );
        page = await Visitor.ParseAsync(wrong);
        Assert.Equal("#Input_To", page.QuerySelector(".summary a")!.GetAttribute("href"));
        Assert.Equal("Doubled", page.QuerySelector("#Input_Reason")!.TextContent.Trim());

        using var done = await editor.SubmitAsync(
            $"/newsroom/withdraw/{id}",
            [
                ("Input.Outcome", "Notice"),
                ("Input.Reason", "Source withdrew"),
                ("Input.Words", "Our source took it back."),
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var entry = await site.WithAsync<NewsroomDb, string?>(db =>
            db.AuditEntries.Where(e => e.Act == "Withdraw" && e.Subject == $"article:{id}")
                .Select(e => e.Detail)
                .SingleAsync()
        );
        Assert.Equal("Notice: Source withdrew", entry);
    }

    private string[] Lists(long other, string slug, DateTimeOffset at, string word) =>
        [
            .. site
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
                .Where(route => !route.Contains('{', StringComparison.Ordinal)),
            $"/news/{other}/{slug}",
            "/category/news",
            "/category/news/feed.xml",
            "/category/news/feed.json",
            "/tag/burrows",
            "/tag/burrows/feed.xml",
            "/tag/burrows/feed.json",
            "/author/rita-reporter",
            "/author/rita-reporter/feed.xml",
            "/author/rita-reporter/feed.json",
            $"/sitemaps/stories-{at.UtcDateTime:yyyy-MM}.xml",
            $"/archive/{TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")):yyyy/MM/dd}",
            $"/search?q={word}",
            $"/search?q={word[..^1]}",
        ];

    /// <returns>The addresses whose answer has the word, but for what it repeats of the address itself.</returns>
    private static async Task<List<string>> TellingAsync(Visitor reader, string[] addresses, string word)
    {
        var telling = new List<string>();
        foreach (var address in addresses)
        {
            using var answer = await reader.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            if (
                new[] { "-head", " head", " body", " note" }.Any(end =>
                    text.Contains(word + end, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                telling.Add(address);
            }
        }

        return telling;
    }

    // But for the moment and the number that was asked for.
    private static async Task<string> Comparable(HttpResponseMessage answer)
    {
        answer.Headers.Date = null;
        return $"{answer.StatusCode} {answer.Headers} {await answer.Content.ReadAsStringAsync()}";
    }
}
