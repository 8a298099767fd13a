using System.Net;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>What readers can look up of the versions that they saw.</summary>
public sealed class HistoryTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Readers_see_when_and_how_a_story_changed_and_what()
    {
        var id = await site.PublishedAsync(
            "Kelp at low water",
            "The first words.\n\nThe wall is **eleven** miles long."
        );
        using var reader = site.Visitor();
        var address = $"/news/{id}/kelp-at-low-water";
        using (var none = await reader.GetAsync($"{address}/history"))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        Assert.Null((await reader.PageAsync(address)).QuerySelector($"a[href='{address}/history']"));
        await site.SaveAsync(id, c => c with { Body = "The first words.\n\nThe wall is **nine** miles long." });
        await site.SaveAsync(id, c => c with { Body = "Never shown to anybody." });
        await site.SaveAsync(
            id,
            c =>
                c with
                {
                    Headline = "Kelp at high water",
                    Body = "The first words.\n\nThe wall is **nine** miles long.",
                }
        );
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(
                id,
                new PublishOrder(4, 1) { Correction = new(CorrectionKind.Correction, "It is nine.") },
                site.Editor,
                default
            )
        );
        await site.SaveAsync(
            id,
            c => c with { Body = "The first words, spelt right.\n\nThe wall is **nine** miles long." }
        );
        await site.PublishAsync(id, 5, 4);

        var link = (await reader.PageAsync(address)).QuerySelector($"a[href='{address}/history']");
        Assert.Equal("Earlier versions", link!.TextContent);
        var list = await reader.PageAsync($"{address}/history");
        Assert.Equal(
            ["Small fix", "Correction", "Published"],
            list.QuerySelectorAll(".log h2").Select(h => h.TextContent)
        );
        Assert.Contains(
            "noindex",
            list.QuerySelector("meta[name=robots]")!.GetAttribute("content")!,
            StringComparison.Ordinal
        );
        Assert.Null(list.QuerySelector("link[rel=canonical]"));

        var changes = await reader.PageAsync(
            list.QuerySelectorAll(".log a")
                .Single(a => a.TextContent == "What changed with version 2")
                .GetAttribute("href")!
        );
        var diff = changes.QuerySelector(".diff")!;
        Assert.Equal(["deleted: low", "deleted: eleven"], diff.QuerySelectorAll("del").Select(d => d.TextContent));
        Assert.Equal(["inserted: high", "inserted: nine"], diff.QuerySelectorAll("ins").Select(d => d.TextContent));
        Assert.Contains("1 unchanged paragraph", diff.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Never shown", changes.Body!.TextContent, StringComparison.Ordinal);

        foreach (var wrong in new[] { "?from=1", "?from=0&to=2", "?from=1&to=4", "?upTo=0", "?from=x&to=y" })
        {
            using var answer = await reader.GetAsync($"{address}/history{wrong}");
            Assert.True(
                answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.OK,
                wrong
            );
            Assert.True(
                answer.StatusCode == HttpStatusCode.NotFound || wrong == "?from=x&to=y",
                $"{wrong}: {answer.StatusCode}"
            );
        }

        using var stale = await reader.GetAsync($"/news/{id}/old/history?from=1&to=2");
        Assert.Equal($"{address}/history?from=1&to=2", stale.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task What_was_public_before_a_withdrawal_does_not_come_back_with_the_story()
    {
        var id = await site.PublishedAsync("Named a person", "The libellous aardwolf.");
        await site.SaveAsync(id, c => c with { Body = "The careful version." });
        await site.PublishAsync(id, 2, 1);
        using var reader = site.Visitor();
        var address = $"/news/{id}/named-a-person/history";
        Assert.Contains(
            "aardwolf",
            (await reader.PageAsync($"{address}?from=1&to=2")).Body!.TextContent,
            StringComparison.Ordinal
        );

        await site.WithdrawAsync(
            id,
            new WithdrawOrder(WithdrawOutcome.Notice, "Lawyers") { Words = "We are looking at it." }
        );
        foreach (var gone in new[] { address, $"{address}?from=1&to=2" })
        {
            using var answer = await reader.GetAsync(gone);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        Assert.DoesNotContain(await site.DumpAsync(), row => row.Contains("aardwolf", StringComparison.Ordinal));
        await site.PublishAsync(id, 2);
        await site.SaveAsync(id, c => c with { Body = "The careful version, with more." });
        await site.PublishAsync(id, 3, 2);
        Assert.Equal(2, (await reader.PageAsync(address)).QuerySelectorAll(".log li").Length);
        Assert.DoesNotContain(await site.DumpAsync(), row => row.Contains("aardwolf", StringComparison.Ordinal));

        var before = await site.DumpAsync();
        Assert.Contains(before, row => row.StartsWith($"article_edition({id},2,", StringComparison.Ordinal));
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());
    }

    [Fact]
    public async Task A_long_history_is_shown_in_parts()
    {
        var id = await site.PublishedAsync("Changed very often");
        for (var n = 1; n <= 60; n++)
        {
            await site.WithAsync<Publisher>(p =>
                p.PublishAsync(id, new PublishOrder(1, 1, IsSignificant: true), site.Editor, default)
            );
        }

        using var reader = site.Visitor();
        var newest = await reader.PageAsync($"/news/{id}/changed-very-often/history");
        Assert.Equal(50, newest.QuerySelectorAll(".log li").Length);
        var older = await reader.PageAsync(newest.QuerySelector(".pager a")!.GetAttribute("href")!);
        Assert.Equal(11, older.QuerySelectorAll(".log li").Length);
        Assert.Equal("Published", older.QuerySelectorAll(".log h2")[^1].TextContent);
    }

    [Fact]
    public async Task A_paper_can_keep_it_to_itself()
    {
        await using var closed = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:PublicHistory", "false")
        );
        var id = await closed.PublishedAsync("Nobody compares");
        await closed.SaveAsync(id, c => c with { Body = "Other words." });
        await closed.PublishAsync(id, 2, 1);
        using var reader = closed.Visitor();
        Assert.Null((await reader.PageAsync($"/news/{id}/nobody-compares")).QuerySelector("a[href$='/history']"));
        using var answer = await reader.GetAsync($"/news/{id}/nobody-compares/history");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
