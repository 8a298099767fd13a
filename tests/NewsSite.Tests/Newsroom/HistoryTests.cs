using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class HistoryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Two_versions_are_compared_word_by_word_with_names_for_ids_and_unchanged_paragraphs_folded()
    {
        var draft = await site.DraftAsync(
            "Old headline",
            "A one.\n\nB two.\n\nThe bridge opens on Monday, they said.\n\nGone soon."
        );
        var section = await site.CategoryAsync("Harbour <news>");
        await site.SaveAsync(
            draft.ArticleId,
            c =>
                c with
                {
                    Headline = "New headline",
                    PrimaryCategoryId = section,
                    Body = "A one.\n\nB two.\n\nThe bridge opens on Tuesday, they <b>said</b>.",
                }
        );
        using var reporter = await site.VisitorAsync(site.Reporter);
        var page = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}");

        var fields = page.QuerySelectorAll(".compare tbody tr").Select(row => row.QuerySelector("th")!.TextContent);
        Assert.Equal(["Headline", "Primary section"], fields);
        Assert.Contains(
            "Harbour <news>",
            page.QuerySelectorAll(".compare td")[3].TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("2 unchanged paragraphs", page.QuerySelector(".diff__fold summary")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".diff__fold .diff__block").Length);
        var rows = page.QuerySelectorAll(".diff__row");
        Assert.Equal(["Changed", "Removed"], rows.Select(r => r.GetAttribute("data-kind")));
        var (before, after) = (
            rows[0].QuerySelectorAll(".diff__block--side")[0],
            rows[0].QuerySelectorAll(".diff__block--side")[1]
        );
        Assert.Equal("The bridge opens on deleted: Monday, they said.", before.TextContent);
        Assert.Contains("on inserted: Tuesday, they", after.TextContent, StringComparison.Ordinal);
        Assert.Empty(after.QuerySelectorAll("del"));
        Assert.Empty(before.QuerySelectorAll("ins, b"));
        Assert.NotEmpty(rows[0].QuerySelectorAll(".diff__block--inline del + ins"));

        var inline = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}?from=2&to=1&view=inline");
        Assert.Empty(inline.QuerySelectorAll(".diff__block--side"));
        Assert.Equal("Inline", inline.QuerySelector(".diff__views [aria-current]")!.TextContent);
        Assert.Equal("1", inline.QuerySelector<IHtmlInputElement>("[name=to]:checked")!.Value);
        Assert.Equal("2", inline.QuerySelector<IHtmlInputElement>("[name=from]:checked")!.Value);
    }

    [Fact]
    public async Task The_list_tells_words_reasons_and_people_and_the_newest_is_compared_with_the_live_one()
    {
        var id = await site.PublishedAsync("Live in history", "one two three");
        await site.SaveAsync(id, c => c with { Body = "one two three four five" });
        await site.SaveAsync(id, c => c with { Body = "one two" }, site.Admin);
        using var editor = await site.VisitorAsync(site.Editor);
        var page = await editor.PageAsync($"/newsroom/history/{id}");
        var lines = page.QuerySelectorAll(".history__list li").Select(li => li.TextContent).ToList();
        Assert.Contains("Saved · 2 words, −3", lines[0], StringComparison.Ordinal);
        Assert.Contains("Ada Admin", lines[0], StringComparison.Ordinal);
        Assert.Contains("Saved · 5 words, +2", lines[1], StringComparison.Ordinal);
        Assert.Contains("3 words, +3", lines[2], StringComparison.Ordinal);
        Assert.Contains("Live", lines[2], StringComparison.Ordinal);
        Assert.Equal("Version 1 → version 3", page.QuerySelector("#differences")!.TextContent);

        foreach (var wrong in new[] { "from=1&to=9", "from=-1&to=2", "version=7" })
        {
            using var answer = await editor.GetAsync($"/newsroom/history/{id}?{wrong}");
            Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        }

        using var missing = await editor.GetAsync($"/newsroom/history/{id}?version=7");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task The_heaviest_text_makes_a_page_that_can_be_shown()
    {
        string Body(char letter) =>
            string.Join("\n\n", Enumerable.Range(0, 66_000).Select(n => (char)(letter + (n * n % 13))));
        var draft = await site.DraftAsync("Heaviest history", Body('a'));
        await site.SaveAsync(draft.ArticleId, c => c with { Body = Body('A') });
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var answer = await reporter.GetAsync($"/newsroom/history/{draft.ArticleId}");
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("64,000 paragraphs, is not shown", page, StringComparison.Ordinal);
        Assert.InRange(page.Length, 0, 3_000_000);
    }

    [Fact]
    public async Task Long_histories_are_paged()
    {
        var draft = await site.DraftAsync("Long history");
        for (var n = 0; n < VersionBook.PageSize; n++)
        {
            await site.SaveAsync(draft.ArticleId, c => c with { Body = c.Body + " more" });
        }

        using var reporter = await site.VisitorAsync(site.Reporter);
        var page = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}");
        Assert.Equal(VersionBook.PageSize, page.QuerySelectorAll(".history__list li").Length);
        Assert.Contains(
            "3 words, +1",
            page.QuerySelectorAll(".history__list li")[^1].TextContent,
            StringComparison.Ordinal
        );
        var older = page.QuerySelectorAll<IHtmlAnchorElement>(".history__pick > a").Single().GetAttribute("href")!;
        page = await reporter.PageAsync(older);
        Assert.Single(page.QuerySelectorAll(".history__list li"));
    }

    [Fact]
    public async Task A_restored_version_is_a_new_one_and_nothing_is_deleted_or_published()
    {
        var id = await site.PublishedAsync("Restored story", "The first words.", tags: ["Harbours"]);
        await site.SaveAsync(id, c => c with { Headline = "Spoilt", Body = "Spoilt.", TagIds = [] });
        using var editor = await site.VisitorAsync(site.Editor);
        var page = await editor.PageAsync($"/newsroom/history/{id}?version=1");
        using var restored = await editor.SubmitAsync(page, "", [], "handler=Restore");
        Assert.Equal(HttpStatusCode.Redirect, restored.StatusCode);
        page = await editor.PageAsync(restored.Headers.Location!.OriginalString);
        Assert.Contains(
            "Version 1 is restored as version 3.",
            page.QuerySelector(".notice")!.TextContent,
            StringComparison.Ordinal
        );

        var versions = await VersionsAsync(id);
        Assert.Equal(["Saved", "Saved", "Restored"], versions.Select(v => v.Reason));
        Assert.True(versions[2].Content.SameAs(versions[0].Content));
        Assert.Equal("Spoilt.", versions[1].Content.Body);
        Assert.Equal((2, site.Editor.Name), (versions[2].BasedOn, versions[2].CreatedByName));
        var article = await site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == id));
        Assert.Equal((1, 3), (article.LiveNumber, article.HeadNumber));

        // The same once more changes nothing.
        using var again = await editor.SubmitAsync($"/newsroom/history/{id}?version=1", [], "handler=Restore");
        page = await editor.PageAsync(again.Headers.Location!.OriginalString);
        Assert.Contains("Nothing was changed", page.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, (await VersionsAsync(id)).Count);
    }

    [Fact]
    public async Task A_version_that_came_after_the_list_was_read_is_not_buried_unseen()
    {
        var draft = await site.DraftAsync("Raced restore", "First.");
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Second." });
        using var reporter = await site.VisitorAsync(site.Reporter);
        var page = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}?version=1");
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Third, unseen." });
        using var answer = await reporter.SubmitAsync(page, "", [], "handler=Restore");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        page = await Visitor.ParseAsync(answer);
        Assert.Contains(
            "Edda Editor saved version 3",
            page.QuerySelector(".summary")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("Third, unseen.", page.QuerySelector(".diff")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, (await VersionsAsync(draft.ArticleId)).Count);

        // Now that it was seen, it may be.
        using var seen = await reporter.SubmitAsync(page, "", [], "handler=Restore");
        Assert.Equal(HttpStatusCode.Redirect, seen.StatusCode);
        Assert.Equal("First.", (await VersionsAsync(draft.ArticleId))[3].Content.Body);
    }

    [Fact]
    public async Task Nobody_restores_in_a_story_that_is_not_theirs_or_what_is_not_there()
    {
        var draft = await site.DraftAsync("Otto keeps out");
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Second." });
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<Writing, SaveOutcome>(w =>
                w.RestoreAsync(draft.ArticleId, 1, 2, site.OtherReporter, default)
            )
        );
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<Writing, SaveOutcome>(w => w.RestoreAsync(draft.ArticleId, 8, 2, site.Reporter, default))
        );
        Assert.Equal(2, (await VersionsAsync(draft.ArticleId)).Count);
    }

    private Task<List<ArticleVersion>> VersionsAsync(long id) =>
        site.WithAsync<NewsroomDb, List<ArticleVersion>>(db =>
            db.ArticleVersions.AsNoTracking().Where(v => v.ArticleId == id).OrderBy(v => v.Number).ToListAsync()
        );
}
