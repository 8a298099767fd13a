using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class StoriesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Each_filter_finds_its_stories_and_a_chip_takes_it_away()
    {
        var alpha = await site.CategoryAsync("Molluscs");
        await site.CategoryAsync("Snails", alpha);
        var wanted = await site.DraftAsync("Limpet census", "Barnacles cling.", "Snails", ["Rock pools"]);
        await site.DraftAsync("Whelk survey", "Nothing clings.", "News", by: site.OtherReporter);
        await ActAsync(wanted.ArticleId, StoryAct.Submit);
        await site.WithAsync<Workflow>(w => w.AssignAsync(wanted.ArticleId, site.Admin.Id, site.Editor, default));
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var filter in new[]
            {
                "q=limpet",
                "q=barnacle",
                "state=InReview",
                "section=molluscs",
                "section=snails",
                "tag=rock+pools",
                "assigned=me",
                $"assigned={site.Admin.Id}",
                "author=rita-reporter&q=census",
                "q=limpet&state=InReview&section=molluscs&author=rita-reporter&tag=Rock+Pools&assigned=me",
            }
        )
        {
            var page = await admin.PageAsync($"/newsroom/stories?{filter}");
            Assert.Equal((filter, "Limpet census"), (filter, Headlines(page)));
            Assert.Equal(filter.Count(c => c == '='), page.QuerySelectorAll(".chips .token").Length);
        }

        foreach (var nothing in new[] { "q=zebra", "section=none", "author=none", "tag=none", "assigned=999999" })
        {
            var page = await admin.PageAsync($"/newsroom/stories?{nothing}");
            Assert.Equal((nothing, ""), (nothing, Headlines(page)));
        }

        var both = await admin.PageAsync("/newsroom/stories?q=clings+OR+cling&state=InReview");
        Assert.Equal(
            ["/newsroom/stories?state=InReview", "/newsroom/stories?q=clings%20OR%20cling"],
            both.QuerySelectorAll(".chips .token").Select(c => c.GetAttribute("href"))
        );
    }

    [Fact]
    public async Task A_reporter_sees_their_own_stories_and_those_given_to_them()
    {
        await site.DraftAsync("Nudibranch of Rita");
        var given = await site.DraftAsync("Nudibranch for Otto");
        await site.WithAsync<Workflow>(w =>
            w.AssignAsync(given.ArticleId, site.OtherReporter.Id, site.Editor, default)
        );
        await site.DraftAsync("Nudibranch of Otto", by: site.OtherReporter);
        using var otto = await site.VisitorAsync(site.OtherReporter);
        var page = await otto.PageAsync("/newsroom/stories?q=nudibranch");
        Assert.Equal("Nudibranch of Otto|Nudibranch for Otto", Headlines(page));
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended_with_none_left_out_and_none_twice()
    {
        for (var n = 0; n < (2 * StoryList.PageSize) + 3; n++)
        {
            await site.DraftAsync($"Paged periwinkle {n}");
        }

        using var editor = await site.VisitorAsync(site.Editor);
        var seen = new List<string>();
        var address = "/newsroom/stories?q=periwinkle";
        while (address is not null)
        {
            var page = await editor.PageAsync(address);
            seen.AddRange(Headlines(page).Split('|'));
            address = page.QuerySelectorAll<IHtmlAnchorElement>(".stories__pager a")
                .FirstOrDefault(a => a.TextContent == "Older")
                ?.GetAttribute("href");
        }

        Assert.Equal(
            Enumerable.Range(0, (2 * StoryList.PageSize) + 3).Select(n => $"Paged periwinkle {n}").Reverse(),
            seen
        );
    }

    [Fact]
    public async Task Quick_edit_saves_a_version_assigns_and_moves_the_story_and_leaves_the_rest_as_it_was()
    {
        var section = await site.CategoryAsync("Shells");
        var draft = await site.DraftAsync("Quik cowrie", "Byte for byte.\n\n* a\n+ b", standfirst: "Kept.");
        using var editor = await site.VisitorAsync(site.Editor);
        var address = $"/newsroom/stories?q=cowrie&edit={draft.ArticleId}";
        using var saved = await editor.SubmitAsync(
            address,
            [
                ("Input.Headline", "Quick cowrie"),
                ("Input.PrimaryCategoryId", $"{section}"),
                ("Input.Tags", "Tides, Sand"),
                ("Input.AssignTo", $"{site.Editor.Id}"),
                ("Input.Act", "Approve"),
            ],
            "edit="
        );
        Assert.Equal($"/newsroom/stories?q=cowrie#story-{draft.ArticleId}", saved.Headers.Location!.OriginalString);
        var (article, head) = await StoryAsync(draft.ArticleId);
        Assert.Equal((ArticleState.Ready, site.Editor.Id, 2), (article.State, article.AssignedToId, head.Number));
        Assert.Equal(("Quick cowrie", section), (head.Content.Headline, head.Content.PrimaryCategoryId));
        Assert.Equal(2, head.Content.TagIds.Length);
        Assert.Equal((draft.Content.Body, draft.Content.Standfirst), (head.Content.Body, head.Content.Standfirst));
        Assert.Equal(draft.Content.AuthorIds, head.Content.AuthorIds);
    }

    [Fact]
    public async Task Quick_edit_after_somebody_else_saved_says_so_keeps_what_was_typed_and_saves_over_it_when_told()
    {
        var draft = await site.DraftAsync("Contested conch", "Old text.");
        using var editor = await site.VisitorAsync(site.Editor);
        var address = $"/newsroom/stories?edit={draft.ArticleId}";
        var open = await editor.PageAsync(address);
        await site.SaveAsync(
            draft.ArticleId,
            c => c with { Headline = "Rita's conch", Body = "Rita's text." },
            site.Reporter
        );

        using var refused = await editor.SubmitAsync(open, address, [("Input.Headline", "Edda's conch")], "edit=");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var page = await Visitor.ParseAsync(refused);
        Assert.Contains(
            "Rita Reporter saved version 2",
            page.QuerySelector("#Input_BasedOn-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Edda's conch", page.QuerySelector<IHtmlInputElement>("#Input_Headline")!.Value);
        Assert.Contains("Rita's conch", page.QuerySelector(".quick__theirs")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, (await StoryAsync(draft.ArticleId)).Head.Number);

        using var saved = await editor.SubmitAsync(page, address, [], "edit=");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var (_, head) = await StoryAsync(draft.ArticleId);
        Assert.Equal(
            (3, 2, "Edda's conch", "Rita's text."),
            (head.Number, head.BasedOn, head.Content.Headline, head.Content.Body)
        );
    }

    [Fact]
    public async Task Quick_edit_says_beside_the_field_what_is_wrong_and_stores_nothing()
    {
        var draft = await site.DraftAsync("Faulty winkle");
        using var reporter = await site.VisitorAsync(site.Reporter);
        var address = $"/newsroom/stories?edit={draft.ArticleId}";
        using var answer = await reporter.SubmitAsync(
            address,
            [("Input.Headline", ""), ("Input.Tags", "Kept"), ("Input.PrimaryCategoryId", "999999")],
            "edit="
        );
        var page = await Visitor.ParseAsync(answer);
        Assert.Contains(
            "Enter a headline",
            page.QuerySelector("#Input_Headline-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector("#Input_PrimaryCategoryId-error"));
        Assert.Equal("Kept", page.QuerySelector<IHtmlInputElement>("#Input_Tags")!.Value);
        Assert.DoesNotContain(page.QuerySelectorAll("#Input_Act option"), o => o.GetAttribute("value") == "Approve");

        // What the form does not offer is refused all the same.
        using var forged = await reporter.SubmitAsync(address, [("Input.Act", "Approve")], "edit=");
        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.Equal((ArticleState.Draft, 1), ((await StoryAsync(draft.ArticleId)).Article.State, 1));
    }

    [Fact]
    public async Task Quick_edit_does_not_drop_what_its_user_typed_elsewhere_and_did_not_save()
    {
        var draft = await site.DraftAsync("Half typed nautilus");
        await site.WithAsync<Keeping>(keeping =>
            keeping.HoldAsync(draft.ArticleId, 1, draft.Content with { Body = "Unsaved." }, [], site.Editor, default)
        );
        using var editor = await site.VisitorAsync(site.Editor);
        using var answer = await editor.SubmitAsync(
            $"/newsroom/stories?edit={draft.ArticleId}",
            [("Input.Headline", "Other")],
            "edit="
        );
        var page = await Visitor.ParseAsync(answer);
        Assert.Contains(
            "unsaved words",
            page.QuerySelector("#Input_BasedOn-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(1, (await StoryAsync(draft.ArticleId)).Head.Number);
        var kept = await site.WithAsync<Keeping, WorkingCopy?>(k => k.FindAsync(draft.ArticleId, site.Editor, default));
        Assert.Equal("Unsaved.", kept!.Content.Body);
    }

    private static string Headlines(IHtmlDocument page) =>
        string.Join('|', page.QuerySelectorAll(".stories__headline").Select(h => h.TextContent));

    private Task ActAsync(long id, StoryAct act) =>
        site.WithAsync<Workflow>(w => w.ActAsync(id, act, null, site.Editor, default));

    private Task<(Article Article, ArticleVersion Head)> StoryAsync(long id) =>
        site.WithAsync<NewsroomDb, (Article, ArticleVersion)>(async db =>
        {
            var article = await db.Articles.AsNoTracking().SingleAsync(a => a.Id == id);
            return (
                article,
                await db
                    .ArticleVersions.AsNoTracking()
                    .SingleAsync(v => v.ArticleId == id && v.Number == article.HeadNumber)
            );
        });
}
