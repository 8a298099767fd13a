using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Notes;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Notes;

public sealed class NotesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_note_is_pinned_to_its_words_settled_and_opened_again()
    {
        var draft = await site.DraftAsync("Noted", "The *mayor* resigned at noon.");
        var address = $"/newsroom/write/{draft.ArticleId}";
        using var editor = await site.VisitorAsync(site.Editor);
        using var added = await editor.SubmitAsync(
            address,
            [("Note.Text", "Who <b>saw</b> it?"), ("Note.Passage", "mayor  resigned")],
            "/newsroom/notes/"
        );

        // Without script the answer stands in a tab of its own.
        Assert.Equal($"/newsroom/notes/{draft.ArticleId}", added.Headers.Location!.OriginalString);

        using var reporter = await site.VisitorAsync(site.Reporter);
        var note = (await reporter.PageAsync(address)).QuerySelector(".note")!;
        Assert.Contains("Edda Editor", note.TextContent, StringComparison.Ordinal);
        Assert.Contains("Who <b>saw</b> it?", note.TextContent, StringComparison.Ordinal);
        Assert.Contains("on: “mayor  resigned”", note.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("no longer", note.TextContent, StringComparison.Ordinal);

        await site.SaveAsync(draft.ArticleId, c => c with { Body = "The mayor stayed." });
        note = (await reporter.PageAsync(address)).QuerySelector(".note")!;
        Assert.Contains("These words are no longer in the text.", note.TextContent, StringComparison.Ordinal);

        using var publish = await editor.GetAsync($"/newsroom/publish/{draft.ArticleId}");
        var warned = await Visitor.ParseAsync(publish);
        var check = warned.QuerySelector("[data-level=Warn] a[href$='#Input_Notes']")!;
        Assert.Equal("1 note is still open", check.TextContent);
        Assert.NotNull(warned.QuerySelector("button[data-once]"));

        using var resolved = await reporter.SubmitAsync(address, [], "handler=Resolve");
        note = (await reporter.PageAsync(address)).QuerySelector(".note")!;
        Assert.Contains("Resolved by Rita Reporter", note.TextContent, StringComparison.Ordinal);
        var ready = await editor.PageAsync($"/newsroom/publish/{draft.ArticleId}");
        Assert.Null(ready.QuerySelector("a[href$='#Input_Notes']"));

        using var reopened = await editor.SubmitAsync(address, [], "handler=Reopen");
        Assert.Equal(1, await site.WithAsync<NoteBook, int>(book => book.OpenAsync(draft.ArticleId, default)));
    }

    [Fact]
    public async Task What_cannot_be_a_note_is_said_beside_its_field_and_kept()
    {
        var draft = await site.DraftAsync("Too much said");
        using var editor = await site.VisitorAsync(site.Editor);
        var passage = new string('p', Note.PassageLimit + 1);
        using var answer = await editor.SubmitAsync(
            $"/newsroom/write/{draft.ArticleId}",
            [("Note.Text", "  "), ("Note.Passage", passage)],
            "/newsroom/notes/"
        );
        var page = await Visitor.ParseAsync(answer);
        Assert.Contains("Enter a note", page.QuerySelector("#Note_Text-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("It has", (await TooLongAsync(editor, draft.ArticleId)), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#Note_Passage-error"));
        Assert.Equal(passage, page.QuerySelector("#Note_Passage")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_note()
    {
        var draft = await site.DraftAsync("Noted twice");
        var note = new NewNote(Guid.NewGuid(), "Once.");
        await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    site.WithAsync<NoteBook>(book => book.AddAsync(draft.ArticleId, note, site.Editor, default))
                )
        );
        Assert.Single(await NotesAsync(draft.ArticleId));
    }

    [Fact]
    public async Task A_return_and_its_note_are_one_act_and_a_second_press_adds_nothing()
    {
        var draft = await site.DraftAsync("Returned");
        var id = draft.ArticleId;
        await site.WithAsync<Workflow>(w => w.ActAsync(id, StoryAct.Submit, null, site.Reporter, default));
        for (var press = 0; press < 2; press++)
        {
            await site.WithAsync<NoteBook>(book =>
                book.ReturnAsync(id, new(Guid.NewGuid(), "Source?"), ArticleState.InReview, site.Editor, default)
            );
        }

        Assert.Equal("Source?", Assert.Single(await NotesAsync(id)).Text);
        var article = await site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == id));
        Assert.Equal((ArticleState.Draft, true), (article.State, article.ReturnedAt is not null));
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<NoteBook>(book =>
                book.ReturnAsync(id, new(Guid.NewGuid(), "Mine."), null, site.Reporter, default)
            )
        );
    }

    [Fact]
    public async Task Notes_of_other_peoples_stories_are_not_there()
    {
        var draft = await site.DraftAsync("Not Otto's");
        var other = await site.DraftAsync("Otto's own", by: site.OtherReporter);
        await site.WithAsync<NoteBook>(b =>
            b.AddAsync(draft.ArticleId, new(Guid.NewGuid(), "A"), site.Editor, default)
        );
        var note = Assert.Single(await NotesAsync(draft.ArticleId));
        using var otto = await site.VisitorAsync(site.OtherReporter);
        using var read = await otto.GetAsync($"/newsroom/notes/{draft.ArticleId}");
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);

        // Nor by way of a story that is his.
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<NoteBook>(b => b.ResolveAsync(other.ArticleId, note.Id, true, site.OtherReporter, default))
        );
    }

    [Theory]
    [InlineData("delete from newsroom.note")]
    [InlineData("update newsroom.note set text = 'Never said'")]
    [InlineData("truncate newsroom.note")]
    public async Task The_database_refuses_to_unsay_a_note(string sql)
    {
        var draft = await site.DraftAsync("Never unsaid");
        await site.WithAsync<NoteBook>(b =>
            b.AddAsync(draft.ArticleId, new(Guid.NewGuid(), "A"), site.Editor, default)
        );
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }

    private static async Task<string> TooLongAsync(Visitor editor, long id)
    {
        using var answer = await editor.SubmitAsync(
            $"/newsroom/notes/{id}",
            [("Note.Text", new string('n', Note.TextLimit + 1))]
        );
        return (await Visitor.ParseAsync(answer)).QuerySelector("#Note_Text-error")!.TextContent;
    }

    private Task<List<Note>> NotesAsync(long id) =>
        site.WithAsync<NewsroomDb, List<Note>>(db =>
            db.Notes.AsNoTracking().Where(n => n.ArticleId == id).ToListAsync()
        );
}
