using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Schedules;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>The site's own timer does the acts; time is the database's, and real.</summary>
public sealed class SchedulesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task A_story_goes_out_within_a_second_of_its_time_and_not_before()
    {
        var draft = await site.DraftAsync("Goes out by itself");
        var at = DateTimeOffset.UtcNow + Soon;
        await PublishAtAsync(draft.ArticleId, at);
        Assert.Equal(ArticleState.Scheduled, (await ArticleAsync(draft.ArticleId)).State);

        // What is written after it was scheduled does not go along.
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Not to go out." });
        await SiteProcess.UntilAsync(async () => (await ArticleAsync(draft.ArticleId)).LiveNumber is not null);
        var article = await ArticleAsync(draft.ArticleId);
        Assert.Equal((1, 2), (article.LiveNumber, article.HeadNumber));
        Assert.InRange(article.FirstPublishedAt!.Value - at, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{draft.ArticleId}/goes-out-by-itself");
        Assert.Contains("Some words.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await AheadAsync(draft.ArticleId));
    }

    [Fact]
    public async Task A_live_story_is_updated_and_withdrawn_at_set_times()
    {
        var id = await site.PublishedAsync("Updated and then gone");
        await site.SaveAsync(id, c => c with { Body = "The update." });
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(
                id,
                DateTimeOffset.UtcNow + Soon,
                new PublishOrder(2, 1, IsSignificant: true),
                site.Editor,
                default
            )
        );
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.WithdrawAtAsync(
                id,
                DateTimeOffset.UtcNow + (Soon * 2),
                new WithdrawOrder(WithdrawOutcome.Notice, "Agreed with the agency") { Words = "It was for a day." },
                site.Editor,
                default
            )
        );
        await SiteProcess.UntilAsync(async () => (await ArticleAsync(id)).LiveNumber == 2);
        Assert.NotNull((await ArticleAsync(id)).UpdatedAt);
        await SiteProcess.UntilAsync(async () => (await ArticleAsync(id)).State == ArticleState.Withdrawn);
        Assert.Equal("It was for a day.", (await ArticleAsync(id)).WithdrawnReason);
    }

    [Fact]
    public async Task What_is_published_by_hand_or_taken_back_does_not_go_out_again()
    {
        var byHand = await site.DraftAsync("By hand before its time");
        await PublishAtAsync(byHand.ArticleId, DateTimeOffset.UtcNow.AddHours(1));
        await site.PublishAsync(byHand.ArticleId, 1);
        Assert.Empty(await AheadAsync(byHand.ArticleId));

        var back = await site.DraftAsync("Taken back");
        await PublishAtAsync(back.ArticleId, DateTimeOffset.UtcNow.AddHours(1));
        await PublishAtAsync(back.ArticleId, DateTimeOffset.UtcNow.AddHours(2));
        Assert.Single(await AheadAsync(back.ArticleId));
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.CancelAsync(back.ArticleId, ScheduledKind.Publish, site.Editor, default)
        );
        Assert.Empty(await AheadAsync(back.ArticleId));
        Assert.Equal(ArticleState.Draft, (await ArticleAsync(back.ArticleId)).State);
    }

    [Fact]
    public async Task What_cannot_go_out_at_its_time_is_told_on_the_desk()
    {
        var draft = await site.DraftAsync("It met an embargo");
        await PublishAtAsync(draft.ArticleId, DateTimeOffset.UtcNow.AddHours(1));
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.EmbargoAsync(draft.ArticleId, DateTimeOffset.UtcNow.AddMinutes(30), site.Editor, default)
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"update newsroom.scheduled_act set due_at = now() where article_id = {draft.ArticleId}"
            )
        );
        await SiteProcess.UntilAsync(async () => (await AheadAsync(draft.ArticleId))[0].Failure is not null);
        Assert.Null((await ArticleAsync(draft.ArticleId)).LiveNumber);
        using var editor = await site.VisitorAsync(site.Editor);
        var desk = await editor.PageAsync("/newsroom");
        var attention = desk.QuerySelector(".attention")!.TextContent;
        Assert.Contains("It met an embargo", attention, StringComparison.Ordinal);
        Assert.Contains("under embargo", attention, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stories_for_one_moment_go_out_without_the_one_that_cannot()
    {
        string[] headlines = ["One of four", "Under embargo", "The database fails", "Another of four"];
        var ids = new List<long>();
        foreach (var headline in headlines)
        {
            ids.Add((await site.DraftAsync(headline)).ArticleId);
            await PublishAtAsync(ids[^1], DateTimeOffset.UtcNow.AddHours(1));
        }

        await site.WithAsync<ScheduleDesk>(desk =>
            desk.EmbargoAsync(ids[1], DateTimeOffset.UtcNow.AddMinutes(30), site.Editor, default)
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                create function fail() returns trigger language plpgsql as $$ begin raise 'It fails'; end $$;
                create trigger fail before insert on site.article for each row
                    when (new.headline = 'The database fails') execute function fail();
                update newsroom.scheduled_act set due_at = now() where article_id = any({ids.ToArray()});
                """
            )
        );
        await SiteProcess.UntilAsync(async () => (await ArticleAsync(ids[3])).LiveNumber is not null);
        Assert.NotNull((await ArticleAsync(ids[0])).LiveNumber);
        Assert.Contains("under embargo", (await AheadAsync(ids[1]))[0].Failure, StringComparison.Ordinal);
        Assert.Null((await AheadAsync(ids[2]))[0].Failure);
        Assert.Null((await ArticleAsync(ids[2])).LiveNumber);

        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("drop function fail cascade"));
        await SiteProcess.UntilAsync(async () => (await ArticleAsync(ids[2])).LiveNumber is not null);
        Assert.Null((await ArticleAsync(ids[1])).LiveNumber);
    }

    [Fact]
    public async Task Before_an_embargo_ends_nothing_goes_out()
    {
        var draft = await site.DraftAsync("Under embargo");
        var end = DateTimeOffset.UtcNow.AddHours(1);
        await site.WithAsync<ScheduleDesk>(desk => desk.EmbargoAsync(draft.ArticleId, end, site.Editor, default));
        await Assert.ThrowsAsync<PublishRefusedException>(() => site.PublishAsync(draft.ArticleId, 1));
        await Assert.ThrowsAsync<PublishRefusedException>(() => PublishAtAsync(draft.ArticleId, end.AddMinutes(-1)));
        await PublishAtAsync(draft.ArticleId, end.AddMinutes(1));
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<ScheduleDesk>(desk =>
                desk.EmbargoAsync(draft.ArticleId, end.AddMinutes(2), site.Editor, default)
            )
        );
        await site.WithAsync<ScheduleDesk>(desk => desk.EmbargoAsync(draft.ArticleId, null, site.Editor, default));
        await site.PublishAsync(draft.ArticleId, 1);
    }

    [Fact]
    public async Task Reporters_schedule_nothing_and_the_past_is_refused()
    {
        var draft = await site.DraftAsync("Not theirs to schedule");
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<ScheduleDesk>(desk =>
                desk.PublishAtAsync(
                    draft.ArticleId,
                    DateTimeOffset.UtcNow.AddHours(1),
                    new PublishOrder(1, null),
                    site.Reporter,
                    default
                )
            )
        );
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            PublishAtAsync(draft.ArticleId, DateTimeOffset.UtcNow.AddSeconds(-1))
        );
    }

    [Fact]
    public async Task Editors_schedule_by_the_newsrooms_clock_and_are_told_of_nights_when_clocks_change()
    {
        var draft = await site.DraftAsync("Over a form");
        using var editor = await site.VisitorAsync(site.Editor);
        var address = $"/newsroom/publish/{draft.ArticleId}";
        var year = DateTime.UtcNow.Year + 1;
        var (gap, twice) = (LastSunday(year, 3), LastSunday(year, 10));
        using (var refused = await SendAsync($"{gap:yyyy-MM-dd}T01:30"))
        {
            var page = await Visitor.ParseAsync(refused);
            Assert.Contains("01:30 does not exist that night", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("Choose 02:30", page.Body!.TextContent, StringComparison.Ordinal);
        }

        using (var scheduled = await SendAsync($"{twice:yyyy-MM-dd}T01:30"))
        {
            Assert.Equal(System.Net.HttpStatusCode.Redirect, scheduled.StatusCode);
        }

        var act = Assert.Single(await AheadAsync(draft.ArticleId));
        Assert.Equal(new DateTimeOffset(twice, TimeSpan.Zero).AddMinutes(30), act.DueAt);
        var shown = (await editor.PageAsync(address)).Body!.TextContent;
        Assert.Contains("01:30 London time (UTC+1)", shown, StringComparison.Ordinal);
        Assert.Contains("comes twice that night", shown, StringComparison.Ordinal);

        Task<HttpResponseMessage> SendAsync(string at) => editor.SubmitToAsync(address, "Schedule", [("Input.At", at)]);
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Unspecified);
        return last.AddDays(-(int)last.DayOfWeek);
    }

    private Task PublishAtAsync(long id, DateTimeOffset at) =>
        site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(id, at, new PublishOrder(1, null), site.Editor, default)
        );

    private Task<Article> ArticleAsync(long id) =>
        site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == id));

    private Task<List<ScheduledAct>> AheadAsync(long id) =>
        site.WithAsync<NewsroomDb, List<ScheduledAct>>(db =>
            db.ScheduledActs.Where(s => s.ArticleId == id && s.DoneAt == null).ToListAsync()
        );
}
