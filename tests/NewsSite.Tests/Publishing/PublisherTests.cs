using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

public sealed class PublisherTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_live_copy_stays_as_it_is_while_a_newer_draft_is_written()
    {
        var id = await site.PublishedAsync("First words", "The first body.");
        var saved = await site.SaveAsync(id, c => c with { Headline = "Second words", Body = "The second body." });
        Assert.Equal(2, saved.Saved!.Number);

        var live = await LiveAsync(id);
        Assert.Equal("First words", live!.Headline);
        Assert.Contains("The first body.", live.BodyHtml, StringComparison.Ordinal);

        await PublishAsync(id, new PublishOrder(2, 1, IsSignificant: true));
        var updated = await LiveAsync(id);
        Assert.Equal("Second words", updated!.Headline);
        Assert.Equal(live.FirstPublishedAt, updated.FirstPublishedAt);
        Assert.NotNull(updated.UpdatedAt);
        Assert.Equal(live.Slug, updated.Slug);
    }

    [Fact]
    public async Task A_withdrawn_story_can_go_out_again_at_its_address()
    {
        var id = await site.PublishedAsync("There and back");
        var first = await LiveAsync(id);
        await site.WithdrawAsync(id);
        Assert.Null(await LiveAsync(id));
        await PublishAsync(id, new PublishOrder(1, null));
        var again = await LiveAsync(id);
        Assert.Equal(first!.Address, again!.Address);
        Assert.Equal(first.FirstPublishedAt, again.FirstPublishedAt);
    }

    [Fact]
    public async Task A_press_that_saw_the_story_live_does_not_undo_a_withdrawal()
    {
        var id = await site.PublishedAsync("Withdrawn for good reasons");
        await site.SaveAsync(id, c => c with { Body = "Newer words." });
        await site.WithdrawAsync(id);
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() =>
            PublishAsync(id, new PublishOrder(2, 1, IsSignificant: true))
        );
        Assert.StartsWith("Somebody", refused.Message, StringComparison.Ordinal);
        Assert.Null(await LiveAsync(id));
        await PublishAsync(id, new PublishOrder(2, null));
        Assert.NotNull(await LiveAsync(id));
    }

    [Fact]
    public async Task A_story_that_comes_back_with_a_correction_says_when_it_was_put_right()
    {
        var before = DateTimeOffset.UtcNow;
        var id = await site.PublishedAsync("Back and right", at: before.AddDays(-1));
        await site.WithdrawAsync(id);
        await PublishAsync(
            id,
            new PublishOrder(1, null) { Correction = new CorrectionNote(CorrectionKind.Correction, "It was wrong.") }
        );
        Assert.InRange((await LiveAsync(id))!.UpdatedAt!.Value, before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Only_the_version_that_the_editor_saw_goes_out()
    {
        var draft = await site.DraftAsync("Seen");
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Changed meanwhile." }, site.Reporter);
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            PublishAsync(draft.ArticleId, new PublishOrder(1, null))
        );
        Assert.Null(await LiveAsync(draft.ArticleId));
    }

    [Fact]
    public async Task Fifty_presses_of_the_button_publish_once()
    {
        var draft = await site.DraftAsync("Pressed often");
        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => PublishAsync(draft.ArticleId, new PublishOrder(1, null)))
        );
        var acts = await site.WithAsync<NewsroomDb, int>(db =>
            db.AuditEntries.CountAsync(e => e.Act == "Publish" && e.Subject == $"article:{draft.ArticleId}")
        );
        Assert.Equal(1, acts);
    }

    [Fact]
    public async Task A_reporter_cannot_publish_or_withdraw()
    {
        var draft = await site.DraftAsync("Not mine to publish");
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<Publisher>(p =>
                p.PublishAsync(draft.ArticleId, new PublishOrder(1, null), site.Reporter, default)
            )
        );
        var live = await site.PublishedAsync("Not mine to withdraw");
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<WithdrawDesk>(d =>
                d.WithdrawAsync(live, new WithdrawOrder(WithdrawOutcome.Gone, "No right"), site.Reporter, default)
            )
        );
    }

    [Fact]
    public async Task What_is_missing_is_named_and_nothing_goes_out()
    {
        var draft = await site.DraftAsync("No author");
        await site.SaveAsync(draft.ArticleId, c => c with { AuthorIds = [] }, site.Reporter);
        var refused = await Assert.ThrowsAsync<PublishRefusedException>(() =>
            PublishAsync(draft.ArticleId, new PublishOrder(2, null))
        );
        Assert.Equal("Choose at least one author", refused.Message);
        Assert.Null(await LiveAsync(draft.ArticleId));
    }

    [Fact]
    public async Task The_database_refuses_to_change_versions_and_the_audit_log()
    {
        await site.PublishedAsync("Kept for ever");
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        foreach (
            var sql in new[]
            {
                "update newsroom.article_version set body = ''",
                "delete from newsroom.article_version",
                "truncate newsroom.article_version",
                "update newsroom.audit_entry set act = ''",
                "delete from newsroom.audit_entry",
                "truncate newsroom.audit_entry",
            }
        )
        {
            await using var command = source.CreateCommand(sql);
            var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.EndsWith("is append-only", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_rebuild_changes_nothing()
    {
        var parent = await site.CategoryAsync("Rebuilt");
        await site.CategoryAsync("Below", parent);
        var one = await site.PublishedAsync(
            "Rebuild one",
            $"Words – “quoted”.\n\n![Seen]({BodyPictures.ReadersRoot}{await site.PictureAsync("Rebuilt")} \"Caption\")",
            "Below",
            ["One", "Two"],
            breaking: TimeSpan.FromHours(3)
        );
        var two = await site.PublishedAsync("Rebuild two", category: "Rebuilt", tags: ["Two"]);
        await site.SaveAsync(two, c => c with { Body = "Newer, not live." });
        await site.WithdrawAsync(await site.PublishedAsync("Rebuild gone", tags: ["Three"]), "Gone.");
        await site.DraftAsync("Rebuild never");
        await site.WithAsync<RelatedDesk>(desk => desk.PinAsync(one, two, site.Editor, default));
        await site.WithAsync<RelatedDesk>(desk => desk.BanAsync(two, one, site.Editor, default));

        var before = await site.DumpAsync();
        Assert.Contains(before, row => row.Contains("Rebuild two", StringComparison.Ordinal));
        Assert.Contains(before, row => row.StartsWith("article_picture", StringComparison.Ordinal));
        Assert.Contains(before, row => row.StartsWith($"related_choice({one},{two},f,", StringComparison.Ordinal));
        Assert.Contains(before, row => row.StartsWith($"related_choice({two},{one},t,", StringComparison.Ordinal));
        var rebuilt = await site.WithAsync<Rebuild, Rebuilt>(rebuild => rebuild.RunAsync(null, default));
        Assert.NotEqual(0, rebuilt.Stories);
        Assert.Empty(rebuilt.Plain);
        Assert.Equal(before, await site.DumpAsync());
    }

    private Task PublishAsync(long id, PublishOrder order) =>
        site.WithAsync<Publisher>(publisher => publisher.PublishAsync(id, order, site.Editor, default));

    private Task<Story?> LiveAsync(long id) =>
        site.WithAsync<Stories, Story?>(stories => stories.FindAsync(id, default));
}
