using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Articles;

public sealed class WritingTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_button_that_is_pressed_twice_hands_a_story_in_and_back_without_a_fault()
    {
        var draft = await site.DraftAsync("Pressed twice");
        await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async n =>
                {
                    // As the page does: it saves what was sent with the press.
                    var actor = n % 2 == 0 ? site.Reporter : site.Editor;
                    var act = n % 2 == 0 ? StoryAct.Submit : StoryAct.Return;
                    await site.WithAsync<Writing>(writing =>
                        writing.SaveAsync(draft.ArticleId, 1, draft.Content, actor, default)
                    );
                    await site.WithAsync<Workflow>(workflow =>
                        workflow.ActAsync(draft.ArticleId, act, null, actor, default)
                    );
                })
        );
    }

    [Fact]
    public async Task Racing_saves_on_one_base_make_one_version_and_lose_no_text()
    {
        for (var round = 0; round < 30; round++)
        {
            var draft = await site.DraftAsync($"Race {round}");
            var outcomes = await Task.WhenAll(
                Enumerable
                    .Range(0, 4)
                    .Select(n => SaveAsync(draft, draft.Content with { Body = $"Text of writer {n}" }))
            );
            var won = Assert.Single(outcomes, o => o.Saved is not null);
            Assert.All(
                outcomes.Where(o => o.Saved is null),
                o => Assert.Equal(won.Saved!.Content.Body, o.Theirs!.Content.Body)
            );
            var versions = await site.WithAsync<NewsroomDb, int>(db =>
                db.ArticleVersions.CountAsync(v => v.ArticleId == draft.ArticleId)
            );
            Assert.Equal(2, versions);
        }
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_version()
    {
        var draft = await site.DraftAsync("Sent twice");
        var content = draft.Content with { Body = "Once." };
        var first = await SaveAsync(draft, content);
        var second = await SaveAsync(draft, content);
        Assert.Equal(first.Saved!.Number, second.Saved!.Number);
    }

    [Fact]
    public async Task The_same_new_story_sent_fifty_times_at_once_makes_one_story()
    {
        var key = Guid.NewGuid();
        var content = new ArticleContent { Headline = "Born once", Body = "x" };
        var ids = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ =>
                    site.WithAsync<Writing, long>(async writing =>
                        (await writing.BeginAsync(key, content, site.Reporter, default)).ArticleId
                    )
                )
        );
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Every_version_keeps_every_field_to_the_letter()
    {
        var draft = await site.DraftAsync("All fields", tags: ["B", "A"]);
        var full = draft.Content with
        {
            Headline = "Ünïcode – “quotes” 😀 عربى",
            Standfirst = "s",
            Body = "line one  \nline two\n\n\ttab\n\n> “q”\n",
            FurtherCategoryIds = [await site.CategoryAsync("Fields two"), await site.CategoryAsync("Fields one")],
            Dateline = "Moscow",
            SourceCredit = "Agency",
            SourceUrl = "https://example.org/a?b=c",
            SearchTitle = "What “search” engines show",
        };
        var saved = await SaveAsync(draft, full);
        var stored = await site.WithAsync<NewsroomDb, ArticleVersion>(db =>
            db.ArticleVersions.AsNoTracking()
                .SingleAsync(v => v.ArticleId == draft.ArticleId && v.Number == saved.Saved!.Number)
        );
        Assert.True(full.SameAs(stored.Content));
        Assert.Equal(1, stored.BasedOn);
        Assert.Equal(site.Reporter.Name, stored.CreatedByName);
    }

    private Task<SaveOutcome> SaveAsync(ArticleVersion on, ArticleContent content) =>
        site.WithAsync<Writing, SaveOutcome>(writing =>
            writing.SaveAsync(on.ArticleId, on.Number, content, site.Reporter, default)
        );
}
