using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Newsroom.Publishing;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

public sealed class PageRefresherTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task What_readers_ask_for_is_made_again_before_a_change_is_acknowledged_and_nothing_else_is()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Words of yesterday", tags: ["Seldom"]);
        var story = $"/news/{id}/words-of-yesterday";
        using var editor = await site.VisitorAsync(site.Editor);
        using var reader = site.Visitor();
        var changes = site.Services.GetRequiredService<SiteChanges>();
        var pages = site.Services.GetRequiredService<PageStore>();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
        foreach (var page in new[] { story, story, "/", "/", "/tag/seldom" })
        {
            await reader.TextAsync(page);
        }

        // Twice: what the site made for itself is not taken for what readers ask for.
        for (var version = 2; version <= 3; version++)
        {
            var words = $"Words number {version}";
            await site.SaveAsync(id, c => c with { Headline = words });
            var before = pages.Made;
            using var answer = await editor.SubmitAsync(
                $"/newsroom/publish/{id}",
                [("Input.Kind", nameof(UpdateKind.SignificantUpdate))],
                $"/newsroom/publish/{id}"
            );
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Equal(version == 2 ? 2 : 1, pages.Made - before);
            Assert.Contains(words, await reader.TextAsync(story), StringComparison.Ordinal);
            Assert.Contains(words, await reader.TextAsync(story), StringComparison.Ordinal);
            Assert.Equal(version == 2 ? 2 : 1, pages.Made - before);
        }

        var made = pages.Made;
        Assert.Contains("Words number 3", await reader.TextAsync("/"), StringComparison.Ordinal);
        Assert.Contains("Words number 3", await reader.TextAsync("/tag/seldom"), StringComparison.Ordinal);
        Assert.Equal(2, pages.Made - made);
    }
}
