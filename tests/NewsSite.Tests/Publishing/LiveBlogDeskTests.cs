using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

public sealed class LiveBlogDeskTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Entries_are_posted_edited_pinned_marked_and_removed_and_nothing_is_lost()
    {
        var id = await site.LiveBlogAsync("Bridge closed, as it happens");
        var first = await site.PostLiveAsync(id, "Bridge closed", "Words with **weight**.", isKey: true);
        var second = await site.PostLiveAsync(id, null, "Ferries diverted.");
        Assert.Equal([1, 2], [first.Number, second.Number]);
        var shown = await ShownAsync(id);
        Assert.Equal("<p>Words with <strong>weight</strong>.</p>", shown[0].BodyHtml.Trim());
        Assert.Equal(("Bridge closed", "Edda Editor", true), (shown[0].Title, shown[0].AuthorName, shown[0].IsKey));

        await site.LiveAsync(d => d.EditAsync(id, first.Id, new("Bridge shut", "New words."), 1, site.Editor, default));
        await site.LiveAsync(d => d.PinAsync(id, first.Id, true, site.Editor, default));
        await site.LiveAsync(d => d.PinAsync(id, second.Id, true, site.Editor, default));
        await site.LiveAsync(d => d.MarkAsync(id, second.Id, true, site.Editor, default));
        shown = await ShownAsync(id);
        Assert.Equal(["Bridge shut", null], shown.Select(e => e.Title));
        Assert.Equal("<p>New words.</p>", shown[0].BodyHtml.Trim());
        Assert.NotNull(shown[0].EditedAt);
        Assert.Null(shown[1].EditedAt);
        Assert.Equal([false, true], shown.Select(e => e.IsPinned));
        Assert.Equal([false, true], shown.Select(e => e.IsKey));

        await site.LiveAsync(d => d.RemoveAsync(id, second.Id, site.Editor, default));
        await site.LiveAsync(d => d.RemoveAsync(id, second.Id, site.Editor, default));
        Assert.Equal(3, (await site.PostLiveAsync(id, "After it")).Number);
        shown = await ShownAsync(id);
        Assert.Equal([1, 2, 3], shown.Select(e => e.Number));
        var gone = shown[1];
        Assert.NotNull(gone.RemovedAt);
        Assert.Equal(
            (null, "", "", false, false),
            (gone.Title, gone.BodyHtml, gone.BodyText, gone.IsKey, gone.IsPinned)
        );

        Assert.Equal(
            ["Words with **weight**.", "New words."],
            await site.WithAsync<NewsroomDb, List<string>>(db =>
                db.LiveEntryVersions.Where(v => v.EntryId == first.Id)
                    .OrderBy(v => v.Number)
                    .Select(v => v.Body)
                    .ToListAsync()
            )
        );
        Assert.Equal(
            "StartLiveBlog PostLive PostLive EditLive PinLive PinLive KeyLive RemoveLive PostLive",
            string.Join(
                ' ',
                await site.WithAsync<NewsroomDb, List<string>>(db =>
                    db.AuditEntries.Where(e => e.Subject == $"article:{id}" && e.Act.Contains("Live"))
                        .OrderBy(e => e.Id)
                        .Select(e => e.Act)
                        .ToListAsync()
                )
            )
        );
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            site.WithAsync<NewsroomDb>(db =>
                db.LiveEntryVersions.Where(v => v.EntryId == first.Id).ExecuteDeleteAsync()
            )
        );
        Assert.Equal("live_entry_version is append-only", refused.MessageText);
    }

    [Fact]
    public async Task The_same_form_sent_twice_makes_one_entry_and_many_at_once_share_no_number()
    {
        var id = await site.LiveBlogAsync("Sent twice");
        var key = Guid.NewGuid();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.PostLiveAsync(id, "Once", key: key)));
        Assert.Single(made.Select(e => e.Id).Distinct());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => site.PostLiveAsync(id, $"At once {n}")));
        Assert.Equal(Enumerable.Range(1, 7), (await ShownAsync(id)).Select(e => e.Number));
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.PostLiveAsync(id, "Of another", key: key, by: site.Admin)
        );
    }

    [Fact]
    public async Task What_a_reporter_files_is_a_draft_that_readers_cannot_see_until_an_editor_approves_it()
    {
        var id = await site.LiveBlogAsync("Filed by others");
        var draft = await site.PostLiveAsync(id, "Numbat seen", "A wombat too.", by: site.OtherReporter);
        var other = await site.PostLiveAsync(id, "Held back", by: site.Editor, isDraft: true);
        Assert.Equal([LiveEntryState.Draft, LiveEntryState.Draft], [draft.State, other.State]);
        Assert.DoesNotContain(await site.DumpAsync(), row => row.Contains("umbat", StringComparison.Ordinal));
        await site.WithAsync<Rebuild>(r => r.RunAsync(null, default));
        Assert.DoesNotContain(
            await site.DumpAsync(),
            row =>
                row.Contains("umbat", StringComparison.Ordinal) || row.Contains("Held back", StringComparison.Ordinal)
        );

        // Of their own drafts alone, and of nothing that is live.
        await site.LiveAsync(d =>
            d.EditAsync(id, draft.Id, new("Quokka seen", "One."), 1, site.OtherReporter, default)
        );
        await NotAllowedAsync(d => d.EditAsync(id, draft.Id, new("No", "No"), 2, site.Reporter, default));
        await NotAllowedAsync(d => d.RemoveAsync(id, other.Id, site.Reporter, default));
        await NotAllowedAsync(d => d.ApproveAsync(id, draft.Id, 2, site.OtherReporter, default));
        await RefusedAsync("Somebody changed or removed", d => d.ApproveAsync(id, draft.Id, 1, site.Editor, default));
        await site.LiveAsync(d => d.ApproveAsync(id, draft.Id, 2, site.Editor, default));
        await site.LiveAsync(d => d.ApproveAsync(id, draft.Id, 2, site.Editor, default));
        var shown = Assert.Single(await ShownAsync(id));
        Assert.Equal(("Quokka seen", "Otto Other", null), (shown.Title, shown.AuthorName, shown.EditedAt));
        await NotAllowedAsync(d => d.EditAsync(id, draft.Id, new("No", "No"), 2, site.OtherReporter, default));
        await NotAllowedAsync(d => d.RemoveAsync(id, draft.Id, site.OtherReporter, default));
        await NotAllowedAsync(d => d.PinAsync(id, draft.Id, true, site.Reporter, default));
        await NotAllowedAsync(d => d.MarkAsync(id, other.Id, true, site.Editor, default));

        await site.LiveAsync(d => d.RemoveAsync(id, other.Id, site.Editor, default));
        Assert.Single(await ShownAsync(id));
        await RefusedAsync("Somebody changed or removed", d => d.ApproveAsync(id, other.Id, 1, site.Editor, default));
    }

    [Fact]
    public async Task A_blog_is_paused_summed_up_closed_and_opened_again()
    {
        var id = await site.LiveBlogAsync("Stands and falls");
        await site.PostLiveAsync(id, "First");
        await site.SetLiveAsync(
            id,
            new(LiveBlogState.Paused, " Back at 06:30 ", "The *day* so far.", OldestFirst: true)
        );
        var blog = await BlogAsync(id);
        Assert.Equal(("Paused", "Back at 06:30", true, 1), (blog.State, blog.Words, blog.OldestFirst, blog.LastNumber));
        Assert.Equal("<p>The <em>day</em> so far.</p>", blog.SummaryHtml!.Trim());
        Assert.Null(blog.ClosedAt);

        await site.SetLiveAsync(id, new(LiveBlogState.Closed, null, null));
        blog = await BlogAsync(id);
        Assert.Equal(("Closed", null, null), (blog.State, blog.Words, blog.SummaryHtml));
        Assert.NotNull(blog.ClosedAt);
        await Assert.ThrowsAsync<PublishRefusedException>(() => site.PostLiveAsync(id, "Too late"));
        Assert.Single(await ShownAsync(id));
        await site.SetLiveAsync(id, new(LiveBlogState.Live, null, null));
        Assert.Null((await BlogAsync(id)).ClosedAt);
        Assert.Equal(2, (await site.PostLiveAsync(id, "Again")).Number);
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        var plain = await site.PublishedAsync("No live blog");
        var draft = (await site.DraftAsync("Not out")).ArticleId;
        await Assert.ThrowsAsync<PublishRefusedException>(() => StartAsync(draft, site.Editor));
        await Assert.ThrowsAsync<NotAllowedException>(() => StartAsync(plain, site.Reporter));
        await Assert.ThrowsAsync<NotAllowedException>(() => site.PostLiveAsync(plain, "Nowhere"));
        await Assert.ThrowsAsync<NotAllowedException>(() => site.PostLiveAsync(999_999, "Nowhere"));
        var id = await site.LiveBlogAsync("Refuses");
        await StartAsync(id, site.Editor);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<LiveBlogDesk>(d =>
                d.SetAsync(id, new(LiveBlogState.Closed, null, null), site.Reporter, default)
            )
        );
        foreach (
            var (title, body, message) in new (string?, string?, string)[]
            {
                (" ", " ", "Write a title or some text to post."),
                (new string('a', 151), "b", "The title must be 150 characters or fewer. It has 151."),
                ("a", new string('b', 10_001), "The text must be 10,000 characters or fewer. It has 10,001."),
                ("a", new string('[', 3001), "The body has more than 3000 square brackets. Remove some."),
            }
        )
        {
            var refused = await Assert.ThrowsAsync<PublishRefusedException>(() => site.PostLiveAsync(id, title, body));
            Assert.Equal(message, refused.Message);
        }

        var entry = await site.PostLiveAsync(id, "Changed by two");
        await site.LiveAsync(d => d.EditAsync(id, entry.Id, new("By one", "1"), 1, site.Editor, default));
        await RefusedAsync(
            "Somebody changed",
            d => d.EditAsync(id, entry.Id, new("By the other", "2"), 1, site.Admin, default)
        );
        Assert.Equal("By one", Assert.Single(await ShownAsync(id)).Title);
    }

    [Fact]
    public async Task A_blog_goes_and_comes_back_with_its_story_and_a_rebuild_changes_nothing()
    {
        var picture = await site.PictureAsync("A heron");
        var id = await site.LiveBlogAsync("Comes and goes");
        await site.SetLiveAsync(id, new(LiveBlogState.Live, null, "So far."));
        var shown = await site.PostLiveAsync(id, "Seen", $"![](/media/{picture})\n\nNote[^1].\n\n[^1]: The note.");
        var removed = await site.PostLiveAsync(id, "Goes");
        await site.LiveAsync(d => d.RemoveAsync(id, removed.Id, site.Editor, default));
        await site.PostLiveAsync(id, "A draft", isDraft: true);
        var before = await site.DumpAsync();
        Assert.Contains(before, row => row.StartsWith("live_entry_picture", StringComparison.Ordinal));
        Assert.Contains(before, row => row.Contains("id=\"\"p-1-fn-1\"\"", StringComparison.Ordinal));

        await site.WithAsync<Rebuild>(r => r.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());

        await site.SaveAsync(id, c => c with { Body = "Other words." });
        await site.PublishAsync(id, 2, 1);
        Assert.Equal(2, (await ShownAsync(id)).Count);
        await site.WithdrawAsync(id);
        Assert.Empty(await ShownAsync(id));
        var gone = await site.DumpAsync();
        Assert.Empty(Of(gone));
        Assert.DoesNotContain(gone, row => row.Contains(picture, StringComparison.Ordinal));
        await Assert.ThrowsAsync<PublishRefusedException>(() => site.PostLiveAsync(id, "Unseen"));
        await site.PublishAsync(id, 2);
        Assert.NotEmpty(Of(before));
        Assert.Equal(Of(before), Of(await site.DumpAsync()));

        // Nothing else shows the picture.
        await site.LiveAsync(d => d.RemoveAsync(id, shown.Id, site.Editor, default));
        Assert.DoesNotContain(await site.DumpAsync(), row => row.Contains(picture, StringComparison.Ordinal));

        // Those of this blog: other tests have some of their own.
        List<string> Of(IEnumerable<string> rows) =>
            [.. rows.Where(row => Regex.IsMatch(row, $@"^live_[a-z_]+\({id},"))];
    }

    [Fact]
    public async Task A_post_is_corrected_in_public_and_for_good()
    {
        await site.CategoryAsync("News");
        var id = await site.LiveBlogAsync("Counted wrongly");
        var post = await site.PostLiveAsync(id, "Seven boats", "Seven boats came.");
        var draft = await site.PostLiveAsync(id, "Not out yet", isDraft: true);
        var address = $"/news/{id}/counted-wrongly";
        using var reader = site.Visitor();
        Assert.Empty((await reader.PageAsync(address)).QuerySelectorAll(".correction"));

        const string words = "There were eight boats, not seven.";
        await RefusedAsync(
            "Put the words of the post right",
            d =>
                d.EditAsync(id, post.Id, new("Seven boats", "Seven boats came.", false, words), 1, site.Editor, default)
        );
        await RefusedAsync(
            "Readers have not seen this draft",
            d => d.EditAsync(id, draft.Id, new("Out soon", null, false, words), 1, site.Editor, default)
        );
        for (var sent = 0; sent < 2; sent++)
        {
            await site.LiveAsync(d =>
                d.EditAsync(id, post.Id, new("Eight boats", "Eight boats came.", false, words), 1, site.Editor, default)
            );
        }

        var page = await reader.PageAsync(address);
        Assert.Contains(words, page.QuerySelector("#p-1 .correction")!.TextContent, StringComparison.Ordinal);
        var note = Assert.Single(page.QuerySelectorAll("#corrections .correction"));
        Assert.Contains(words, note.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{address}/live/1#p-1", note.QuerySelector(".correction__title a")!.GetAttribute("href"));
        var part = await reader.PageAsync($"{address}/live/1");
        Assert.Contains(words, part.QuerySelector("#p-1 .correction")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(words, await reader.TextAsync("/corrections"), StringComparison.Ordinal);
        Assert.Contains(
            "There were eight boats",
            await reader.TextAsync("/corrections/feed.xml"),
            StringComparison.Ordinal
        );

        // Publishing the story anew leaves it where it stands.
        await site.SaveAsync(id, c => c with { Body = "Other words." });
        await site.PublishAsync(id, 2, 1);
        Assert.Single((await reader.PageAsync(address)).QuerySelectorAll("#p-1 .correction"));
    }

    private Task StartAsync(long id, Actor actor) =>
        site.WithAsync<LiveBlogDesk>(desk => desk.StartAsync(id, actor, default));

    private Task NotAllowedAsync(Func<LiveEntryDesk, Task> act) =>
        Assert.ThrowsAsync<NotAllowedException>(() => site.LiveAsync(act));

    private async Task RefusedAsync(string message, Func<LiveEntryDesk, Task> act) =>
        Assert.StartsWith(
            message,
            (await Assert.ThrowsAsync<PublishRefusedException>(() => site.LiveAsync(act))).Message,
            StringComparison.Ordinal
        );

    private Task<List<PublishedLiveEntry>> ShownAsync(long id) =>
        site.WithAsync<NewsroomDb, List<PublishedLiveEntry>>(db =>
            db.Set<PublishedLiveEntry>().Where(e => e.ArticleId == id).OrderBy(e => e.Number).ToListAsync()
        );

    private Task<PublishedLiveBlog> BlogAsync(long id) =>
        site.WithAsync<NewsroomDb, PublishedLiveBlog>(db =>
            db.Set<PublishedLiveBlog>().SingleAsync(b => b.ArticleId == id)
        );
}
