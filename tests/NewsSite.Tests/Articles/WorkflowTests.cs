using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Articles;

public sealed class WorkflowTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // What each act makes of each state: for the writer and for editors; "-" where it is refused, "=" where nothing happens.
    private static readonly (ArticleState From, string[] Writer, string[] Editor)[] Table =
    [
        //                            Submit      TakeBack  Return  Approve Spike   Restore
        (
            ArticleState.Draft,
            ["InReview", "=", "no", "no", "no", "no"],
            ["InReview", "=", "=", "Ready", "Spiked", "="]
        ),
        (
            ArticleState.InReview,
            ["=", "Draft", "no", "no", "no", "no"],
            ["=", "Draft", "Draft", "Ready", "Spiked", "-"]
        ),
        (ArticleState.Ready, ["-", "-", "no", "no", "no", "no"], ["-", "-", "Draft", "=", "Spiked", "-"]),
        (ArticleState.Scheduled, ["-", "-", "no", "no", "no", "no"], ["-", "-", "-", "-", "-", "-"]),
        (ArticleState.Published, ["InReview", "-", "no", "no", "no", "no"], ["InReview", "-", "-", "-", "-", "-"]),
        (ArticleState.Withdrawn, ["InReview", "-", "no", "no", "no", "no"], ["InReview", "-", "-", "-", "-", "-"]),
        (ArticleState.Spiked, ["-", "-", "no", "no", "no", "no"], ["-", "-", "-", "-", "=", "Draft"]),
    ];

    [Fact]
    public async Task Every_act_in_every_state_by_every_role_does_what_the_table_says()
    {
        Assert.Equal(Enum.GetValues<ArticleState>().Order(), Table.Select(t => t.From).Order());
        var id = (await site.DraftAsync("All the ways of a story")).ArticleId;
        var none = Enumerable.Repeat("no", 6).ToArray();
        var wrong = new List<string>();
        foreach (var (from, writer, editor) in Table)
        {
            foreach (
                var (actor, name, expected) in new[]
                {
                    (site.Reporter, "writer", writer),
                    (site.OtherReporter, "other", none),
                    (site.Editor, "editor", editor),
                    (site.Admin, "admin", editor),
                }
            )
            {
                foreach (var (act, n) in Enum.GetValues<StoryAct>().Select((a, n) => (a, n)))
                {
                    await StandAsync(id, from);
                    var before = (await AuditAsync(id)).Count;
                    var got = await TryAsync(id, act, from, actor);
                    var entries = (await AuditAsync(id)).Count - before;
                    if (got != expected[n] || entries != (Enum.TryParse<ArticleState>(got, out _) ? 1 : 0))
                    {
                        wrong.Add($"{from}, {act} by {name}: {got}, expected {expected[n]}; {entries} entries");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Who_acts_on_what_stood_there_before_is_told_and_moves_nothing()
    {
        var id = (await site.DraftAsync("Moved meanwhile")).ArticleId;
        await StandAsync(id, ArticleState.Ready);
        Assert.Equal("-", await TryAsync(id, StoryAct.Spike, ArticleState.InReview, site.Editor));
        Assert.Equal(ArticleState.Ready, (await ArticleAsync(id)).State);
    }

    [Fact]
    public async Task A_story_that_readers_see_is_not_spiked_and_a_spiked_one_does_not_go_out()
    {
        var live = await site.PublishedAsync("Seen by readers");
        await StandAsync(live, ArticleState.InReview);
        Assert.Equal("-", await TryAsync(live, StoryAct.Spike, null, site.Editor));

        var spiked = (await site.DraftAsync("Never to run")).ArticleId;
        Assert.Equal("Spiked", await TryAsync(spiked, StoryAct.Spike, null, site.Editor));
        await Assert.ThrowsAsync<PublishRefusedException>(() => site.PublishAsync(spiked, 1));
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<ScheduleDesk>(desk =>
                desk.PublishAtAsync(
                    spiked,
                    DateTimeOffset.UtcNow.AddHours(1),
                    new PublishOrder(1, null),
                    site.Editor,
                    default
                )
            )
        );
    }

    [Fact]
    public async Task Every_state_before_publication_can_still_be_published()
    {
        foreach (var from in new[] { ArticleState.Draft, ArticleState.InReview, ArticleState.Ready })
        {
            var id = (await site.DraftAsync($"Out from {from}")).ArticleId;
            await StandAsync(id, from);
            await site.PublishAsync(id, 1);
            Assert.Equal(ArticleState.Published, (await ArticleAsync(id)).State);
        }
    }

    [Fact]
    public async Task What_a_reporter_changes_after_the_approval_has_to_be_looked_at_again()
    {
        var id = (await site.DraftAsync("Approved, then changed")).ArticleId;
        await StandAsync(id, ArticleState.Ready);
        await site.SaveAsync(id, c => c with { Body = "An editor's comma." });
        Assert.Equal(ArticleState.Ready, (await ArticleAsync(id)).State);
        await site.SaveAsync(id, c => c with { Body = "A reporter's claim." }, site.Reporter);
        Assert.Equal(ArticleState.InReview, (await ArticleAsync(id)).State);
    }

    [Fact]
    public async Task Whom_a_story_is_assigned_to_may_write_it_and_nobody_else_gains_anything()
    {
        var id = (await site.DraftAsync("Handed on")).ArticleId;
        await Assert.ThrowsAsync<NotAllowedException>(() => AssignAsync(id, site.OtherReporter.Id, site.OtherReporter));
        await AssignAsync(id, site.OtherReporter.Id, site.Editor);
        await AssignAsync(id, site.OtherReporter.Id, site.Editor);
        await site.SaveAsync(id, c => c with { Body = "Otto's words." }, site.OtherReporter);
        await site.SaveAsync(id, c => c with { Body = "Rita's words." }, site.Reporter);
        Assert.Single(await AuditAsync(id), e => e.Act == "Assign");

        await AssignAsync(id, null, site.Editor);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.SaveAsync(id, c => c with { Body = "Otto again." }, site.OtherReporter)
        );
    }

    [Fact]
    public async Task A_story_is_given_to_nobody_who_has_left()
    {
        var gone = await site.AddStaffAsync("Gunda Gone", StaffRole.Reporter);
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(gone.Id!.Value, true, site.Admin, default));
        var id = (await site.DraftAsync("For Gunda")).ArticleId;
        await Assert.ThrowsAsync<StepRefusedException>(() => AssignAsync(id, gone.Id, site.Editor));
        await Assert.ThrowsAsync<StepRefusedException>(() => AssignAsync(id, 999_999, site.Editor));
        Assert.Null((await ArticleAsync(id)).AssignedToId);
    }

    [Fact]
    public async Task The_database_keeps_by_what_stories_are_found_like_their_newest_versions()
    {
        var draft = await site.DraftAsync("Axolotl at large", tags: ["Ponds"]);
        await site.SaveAsync(draft.ArticleId, c => c with { Headline = "Capybara at large", TagIds = [] });
        var head = await site.WithAsync<NewsroomDb, StoryHead>(db =>
            db.StoryHeads.AsNoTracking().SingleAsync(h => h.ArticleId == draft.ArticleId)
        );
        Assert.Equal((2, draft.Content.PrimaryCategoryId), (head.Number, head.SectionId));
        Assert.Empty(head.TagIds);
        Assert.Equal(draft.Content.AuthorIds, head.AuthorIds);
        Assert.Contains(head.Search, l => l.Text == "capybara");
        Assert.DoesNotContain(head.Search, l => l.Text == "axolotl");
    }

    private async Task<string> TryAsync(long id, StoryAct act, ArticleState? seen, Actor actor)
    {
        var before = (await ArticleAsync(id)).State;
        try
        {
            await site.WithAsync<Workflow>(workflow => workflow.ActAsync(id, act, seen, actor, default));
        }
        catch (NotAllowedException)
        {
            return "no";
        }
        catch (StepRefusedException)
        {
            return "-";
        }

        var after = (await ArticleAsync(id)).State;
        return after == before ? "=" : $"{after}";
    }

    private Task AssignAsync(long id, long? to, Actor actor) =>
        site.WithAsync<Workflow>(workflow => workflow.AssignAsync(id, to, actor, default));

    private Task StandAsync(long id, ArticleState state) =>
        site.WithAsync<NewsroomDb>(db =>
            db.Articles.Where(a => a.Id == id).ExecuteUpdateAsync(a => a.SetProperty(x => x.State, state))
        );

    private Task<Article> ArticleAsync(long id) =>
        site.WithAsync<NewsroomDb, Article>(db => db.Articles.AsNoTracking().SingleAsync(a => a.Id == id));

    private Task<List<AuditEntry>> AuditAsync(long id) =>
        site.WithAsync<NewsroomDb, List<AuditEntry>>(db =>
            db.AuditEntries.AsNoTracking().Where(e => e.Subject == $"article:{id}").ToListAsync()
        );
}
