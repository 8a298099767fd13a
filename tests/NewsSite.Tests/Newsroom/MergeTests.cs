using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

/// <summary>Two people saved the same story; by forms alone, without script.</summary>
public sealed class MergeTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Old = "First par.\n\nSecond par of the base.\n\nThird par.";

    [Fact]
    public async Task What_only_one_of_them_changed_is_put_together_without_a_question()
    {
        var (id, page, reporter) = await CollideAsync(
            "Quiet merge",
            c =>
                c with
                {
                    Headline = "Quiet merge, theirs",
                    Body = "First par, theirs.\n\nSecond par of the base.\n\nThird par.",
                },
            [("Input.Body", "First par.\n\nSecond par of the base.\n\nThird par, mine."), ("Input.Dateline", "Oslo")]
        );
        using (reporter)
        {
            Assert.Empty(page.QuerySelectorAll(".either"));
            Assert.Contains(
                "Look it over, then save",
                page.QuerySelector(".conflict")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "2 changes of theirs and 2 changes of yours",
                page.QuerySelector(".conflict__taken summary")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "First parinserted: , theirs.",
                page.QuerySelector(".conflict__taken")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.Equal("Quiet merge, theirs", page.QuerySelector<IHtmlTextAreaElement>("#Input_Headline")!.Value);
            Assert.Equal("First par, theirs.\n\nSecond par of the base.\n\nThird par, mine.", Text(page));

            // Nothing is saved before the writer has looked.
            Assert.Equal(2, (await VersionsAsync(id)).Count);
            Assert.Contains("Third par, mine.", (await KeptAsync(id))!.Content.Body, StringComparison.Ordinal);
            using var saved = await reporter.SubmitAsync(page, $"/newsroom/write/{id}", []);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            var head = (await VersionsAsync(id))[2];
            Assert.Equal(
                ("Quiet merge, theirs", "Oslo", 2),
                (head.Content.Headline, head.Content.Dateline, head.BasedOn)
            );
            Assert.Null(await KeptAsync(id));
        }
    }

    [Theory]
    [InlineData("Theirs", "Second par of theirs base.")]
    [InlineData("Mine", "Second par of my base.")]
    [InlineData("Both", "Second par of theirs base.\n\nSecond par of my base.")]
    public async Task What_both_changed_becomes_what_the_writer_chooses(string side, string expected)
    {
        var (id, page, reporter) = await CollideAsync(
            $"Choice {side}",
            c =>
                c with
                {
                    Standfirst = "Their standfirst",
                    Body = "First par, theirs.\n\nSecond par of theirs base.\n\nThird par.",
                },
            [
                ("Input.Standfirst", "My standfirst"),
                ("Input.Body", "First par.\n\nSecond par of my base.\n\nThird par."),
            ]
        );
        using (reporter)
        {
            var choices = page.QuerySelectorAll(".either");
            Assert.Equal(["Standfirst", "Text, place 1"], choices.Select(c => c.QuerySelector("legend")!.TextContent));
            Assert.Contains("inserted: theirs", choices[1].TextContent, StringComparison.Ordinal);
            Assert.Contains("deleted: the", choices[1].TextContent, StringComparison.Ordinal);
            Assert.Equal([2, 3], choices.Select(c => c.QuerySelectorAll("[type=radio]").Length));
            Assert.Empty(page.QuerySelectorAll("[type=radio]:checked"));
            Assert.Empty(page.QuerySelectorAll("[formaction*='then=Publish'], [formaction*=Submit]"));

            // One answer of two: it is kept, and the other is asked for.
            var key = Key(page, 1);
            page = await MergeAsync(reporter, id, page, [(key, side)]);
            Assert.Contains("Choose one more", page.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(side, page.QuerySelector<IHtmlInputElement>($"[name='{key}']:checked")!.Value);

            page = await MergeAsync(reporter, id, page, [(key, side), (Key(page, 0), "Theirs")]);
            Assert.Empty(page.QuerySelectorAll(".either, .summary"));
            Assert.Equal($"First par, theirs.\n\n{expected}\n\nThird par.", Text(page));
            Assert.Equal("Their standfirst", page.QuerySelector<IHtmlTextAreaElement>("#Input_Standfirst")!.Value);
            Assert.Equal(2, (await VersionsAsync(id)).Count);

            using var saved = await reporter.SubmitAsync(page, $"/newsroom/write/{id}", []);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            var versions = await VersionsAsync(id);

            // Theirs and nothing else is there already.
            Assert.Equal(side == "Theirs" ? 2 : 3, versions.Count);
            Assert.Equal($"First par, theirs.\n\n{expected}\n\nThird par.", versions[^1].Content.Body);
            Assert.Equal("First par, theirs.\n\nSecond par of theirs base.\n\nThird par.", versions[1].Content.Body);
        }
    }

    [Fact]
    public async Task Until_somebody_saves_the_writers_words_are_kept_and_may_be_dropped()
    {
        var (id, page, reporter) = await CollideAsync(
            "Kept or dropped",
            c => c with { Body = "Theirs." },
            [("Input.Body", "Mine."), ("Input.Tags", "Coined")]
        );
        using (reporter)
        {
            page = await MergeAsync(reporter, id, page, [(Key(page, 0), "Theirs")]);
            Assert.Equal("Theirs.", Text(page));

            // Gone and come back: mine is there, and the question too.
            page = await reporter.PageAsync($"/newsroom/write/{id}");
            Assert.Single(page.QuerySelectorAll(".either"));
            Assert.Equal("Mine.", Text(page));
            Assert.Equal("Coined", page.QuerySelector<IHtmlInputElement>("#Input_Tags")!.Value);
            using var dropped = await SendAsync(reporter, id, page, "Drop", []);
            page = await reporter.PageAsync(dropped.Headers.Location!.OriginalString);
            Assert.Empty(page.QuerySelectorAll(".conflict"));
            Assert.Equal("Theirs.", Text(page));
            Assert.Null(await KeptAsync(id));
        }
    }

    [Fact]
    public async Task A_third_save_in_the_meantime_asks_for_what_is_new_only()
    {
        var (id, page, reporter) = await CollideAsync(
            "Third in between",
            c => c with { Body = "First par.\n\nSecond par of theirs base.\n\nThird par." },
            [("Input.Body", "First par.\n\nSecond par of my base.\n\nThird par.")]
        );
        using (reporter)
        {
            // Between the page and the choice.
            await site.SaveAsync(id, c => c with { Body = c.Body + "\n\nFourth, theirs." });
            page = await MergeAsync(reporter, id, page, [(Key(page, 0), "Mine")]);
            Assert.Equal("First par.\n\nSecond par of my base.\n\nThird par.\n\nFourth, theirs.", Text(page));

            // And between the choice and the save: what was chosen against is not asked for again.
            await site.SaveAsync(id, c => c with { Headline = "Third in between, theirs" });
            using var refused = await reporter.SubmitAsync(page, $"/newsroom/write/{id}", []);
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            page = await Visitor.ParseAsync(refused);
            Assert.Empty(page.QuerySelectorAll(".either"));
            Assert.Equal("First par.\n\nSecond par of my base.\n\nThird par.\n\nFourth, theirs.", Text(page));
            using var saved = await reporter.SubmitAsync(page, $"/newsroom/write/{id}", []);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            var head = (await VersionsAsync(id))[^1].Content;
            Assert.Equal("Third in between, theirs", head.Headline);
            Assert.Contains("my base", head.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Words_typed_into_the_form_before_choosing_are_not_lost()
    {
        var (id, page, reporter) = await CollideAsync(
            "Typed before choosing",
            c => c with { Body = "First par.\n\nSecond par of theirs base.\n\nThird par." },
            [("Input.Body", "First par.\n\nSecond par of my base.\n\nThird par.")]
        );
        using (reporter)
        {
            page = await MergeAsync(
                reporter,
                id,
                page,
                [
                    (Key(page, 0), "Theirs"),
                    ("nonsense[", "Theirs"),
                    ("choose[unknown]", "Mine"),
                    ("Input.Body", "First par, typed late.\n\nSecond par of my base.\n\nThird par."),
                ]
            );
            Assert.Equal("First par, typed late.\n\nSecond par of theirs base.\n\nThird par.", Text(page));
            Assert.Contains("typed late", (await KeptAsync(id))!.Content.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nobody_merges_in_a_story_that_is_not_theirs()
    {
        var draft = await site.DraftAsync("Not Otto's to merge");
        using var otto = await site.VisitorAsync(site.OtherReporter);
        var page = await otto.PageAsync("/newsroom/write");
        using var answer = await SendAsync(otto, draft.ArticleId, page, "Merge", []);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>An editor saves while a reporter has the story open; then the reporter sends this.</summary>
    private async Task<(long Id, IHtmlDocument Page, Visitor Reporter)> CollideAsync(
        string headline,
        Func<ArticleContent, ArticleContent> theirs,
        (string, string)[] mine
    )
    {
        var draft = await site.DraftAsync(headline, Old);
        var address = $"/newsroom/write/{draft.ArticleId}";
        var reporter = await site.VisitorAsync(site.Reporter);
        var open = await reporter.PageAsync(address);
        await site.SaveAsync(draft.ArticleId, theirs);
        using var answer = await reporter.SubmitAsync(open, address, mine);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await Visitor.ParseAsync(answer);
        Assert.Contains(
            "Edda Editor saved this story",
            page.QuerySelector(".conflict h2")!.TextContent,
            StringComparison.Ordinal
        );
        return (draft.ArticleId, page, reporter);
    }

    private static async Task<IHtmlDocument> MergeAsync(
        Visitor reporter,
        long id,
        IHtmlDocument page,
        (string, string)[] fields
    )
    {
        using var answer = await SendAsync(reporter, id, page, "Merge", fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await Visitor.ParseAsync(answer);
    }

    private static Task<HttpResponseMessage> SendAsync(
        Visitor reporter,
        long id,
        IHtmlDocument page,
        string handler,
        (string, string)[] fields
    )
    {
        var address = $"/newsroom/write/{id}?handler={handler}";
        page.QuerySelector("form[data-write]")!.SetAttribute("action", address);
        return reporter.SubmitAsync(page, address, fields, address);
    }

    private static string Key(IHtmlDocument page, int place) =>
        page.QuerySelectorAll(".either")[place].QuerySelector("[type=radio]")!.GetAttribute("name")!;

    private static string Text(IHtmlDocument page) => page.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value;

    private Task<WorkingCopy?> KeptAsync(long id) =>
        site.WithAsync<Keeping, WorkingCopy?>(k => k.FindAsync(id, site.Reporter, default));

    private Task<List<ArticleVersion>> VersionsAsync(long id) =>
        site.WithAsync<NewsroomDb, List<ArticleVersion>>(db =>
            db.ArticleVersions.AsNoTracking().Where(v => v.ArticleId == id).OrderBy(v => v.Number).ToListAsync()
        );
}
