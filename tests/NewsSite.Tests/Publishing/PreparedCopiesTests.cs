using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>What is done ahead for a scheduled story is used, and only where it is what would be done at its time.</summary>
public sealed class PreparedCopiesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_story_goes_out_as_it_was_laid_out_ahead_unless_something_changed_since()
    {
        var file = await site.PictureAsync("A heron");
        var untouched = await ScheduledAsync("Untouched", "Some words.");
        var pictured = await ScheduledAsync("Its picture changes", $"![](/media/{file})");
        var older = await ScheduledAsync("Another build prepared it", "Older words.");
        var newer = await ScheduledAsync("A newer version takes its place", "Some words.");
        await RunAsync($"update newsroom.prepared_copy set html = '<p>Ahead</p>', words = 'ahead'");

        await RunAsync($"update newsroom.prepared_copy set made_from = 'another' where article_id = {older}");
        await site.SaveAsync(newer, c => c with { Body = "Newer words." });
        await ScheduleAsync(newer, 2);
        await site.WithAsync<NewsroomDb>(async db =>
        {
            var picture = await db.Pictures.AsNoTracking().SingleAsync(p => p.FileName == file);
            var form = LibraryDesk.FormOf(picture) with { Alt = "A grey heron" };
            await site.WithAsync<LibraryDesk>(desk =>
                desk.SaveAsync(picture.Id, picture.RowVersion, form, site.Editor, default)
            );
        });
        await GoAsync(untouched, pictured, older, newer);

        Assert.Equal(("<p>Ahead</p>", true), await LiveAsync(untouched));
        var (html, isAhead) = await LiveAsync(pictured);
        Assert.Contains("alt=\"A grey heron\"", html, StringComparison.Ordinal);
        Assert.False(isAhead);
        Assert.Equal(("<p>Older words.</p>\n", false), await LiveAsync(older));
        Assert.Equal(("<p>Newer words.</p>\n", false), await LiveAsync(newer));
        Assert.Empty(
            await site.WithAsync<NewsroomDb, List<long>>(db => db.PreparedCopies.Select(c => c.ActId).ToListAsync())
        );
    }

    [Fact]
    public async Task Readers_and_the_search_get_what_a_rebuild_would_make()
    {
        await RebuildAsync();
        var ids = new List<long>();
        for (var n = 0; n < 3; n++)
        {
            var body = $"The café’s “old” words ~c12, {n}.\n\n![](/media/{await site.PictureAsync("A tern")})";
            ids.Add(await ScheduledAsync($"It’s the {n}th ~a1 of them", body, $"Und{n}", "Waters"));
        }

        await GoAsync([.. ids]);
        var before = await site.DumpAsync();
        await RebuildAsync();
        Assert.Equal(await site.DumpAsync(), before);
    }

    private async Task<long> ScheduledAsync(
        string headline,
        string body,
        string? standfirst = null,
        string section = "News"
    )
    {
        var draft = await site.DraftAsync(headline, body, section, ["Birds"], standfirst: standfirst);
        await ScheduleAsync(draft.ArticleId, 1);
        return draft.ArticleId;
    }

    private Task ScheduleAsync(long id, int version) =>
        site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(
                id,
                DateTimeOffset.UtcNow.AddHours(1),
                new PublishOrder(version, null),
                site.Editor,
                default
            )
        );

    private async Task GoAsync(params long[] ids)
    {
        await RunAsync($"update newsroom.scheduled_act set due_at = now() where article_id = any({ids})");
        await SiteProcess.UntilAsync(async () =>
            await site.WithAsync<PublishedDb, int>(db => db.Articles.CountAsync(a => ids.Contains(a.Id))) == ids.Length
        );
    }

    private Task<(string Html, bool IsAhead)> LiveAsync(long id) =>
        site.WithAsync<PublishedDb, (string, bool)>(async db =>
            (
                await db.Articles.Where(a => a.Id == id).Select(a => a.BodyHtml).SingleAsync(),
                await db.Articles.AnyAsync(a =>
                    a.Id == id && a.Search!.Matches(EF.Functions.ToTsQuery("simple", "ahead"))
                )
            )
        );

    private Task RebuildAsync() => site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));

    private Task RunAsync(FormattableString sql) => site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlAsync(sql));
}
