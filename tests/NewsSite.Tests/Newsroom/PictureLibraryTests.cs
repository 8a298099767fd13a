using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class PictureLibraryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = "/newsroom/pictures";

    [Fact]
    public async Task Words_and_credits_are_searched_whole_and_by_their_beginning()
    {
        await site.PictureAsync(Photos.Unique(), new PictureForm("A quokka on a jetty", "Taken at dusk", "Rosa Vane"));
        await site.PictureAsync(
            Photos.Unique(),
            new PictureForm("Another animal", null, "Quagga Pictures") { UsageTerms = "Syndication barred" }
        );
        var cases = new (string Words, string[] Found)[]
        {
            ("quokka", ["A quokka on a jetty"]),
            ("jetties", ["A quokka on a jetty"]),
            ("QUOKKA dusk vane", ["A quokka on a jetty"]),
            ("quok", ["A quokka on a jetty"]),
            ("quokka barred", []),
            ("quagga pict", ["Another animal"]),
            ("syndication", ["Another animal"]),
            ("quokka & | ! ' : * ( \\", ["A quokka on a jetty"]),
            ("zebu", []),
        };
        using var reporter = await site.VisitorAsync(site.Reporter);
        foreach (var (words, found) in cases)
        {
            var page = await reporter.PageAsync($"{Address}?q={Uri.EscapeDataString(words)}");
            Assert.Equal(found, page.QuerySelectorAll(".library__words").Select(w => w.TextContent));
            Assert.Equal(words, page.QuerySelector<IHtmlInputElement>("#q")!.Value);
        }
    }

    [Fact]
    public async Task Search_the_missing_and_the_uses_are_found_by_indexes()
    {
        foreach (
            var (sql, index) in new[]
            {
                (
                    "explain select id from newsroom.picture where search @@ to_tsquery('site.news', 'quokka:*')",
                    "ix_picture_search"
                ),
                ("explain select id from newsroom.picture where alt = '' order by id desc limit 25", "ix_picture_id"),
                (
                    "explain select article_id from newsroom.article_version v where v.picture_id = 7",
                    "ix_article_version_picture"
                ),
                (
                    "explain select article_id from newsroom.article_version v where v.body like '%/media/%' and newsroom.body_pictures(v.body) @> array['a.jpg']",
                    "ix_article_version_body_pictures"
                ),
            }
        )
        {
            var plan = await site.WithAsync<NewsroomDb, string>(async db =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync();
                await db.Database.ExecuteSqlRawAsync("set local enable_seqscan = off");
                return string.Join('\n', await db.Database.SqlQueryRaw<string>(sql).ToListAsync());
            });
            Assert.Contains(index, plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_by_key_and_nothing_is_shown_twice()
    {
        var photo = Photos.Quarters(8, 8);
        for (var n = 0; n < PictureLibrary.PageSize + 3; n++)
        {
            await site.PictureAsync(photo, new PictureForm($"Numbat {n}", null, "Paging"));
        }

        using var reporter = await site.VisitorAsync(site.Reporter);
        var seen = new List<string>();
        var next = $"{Address}?q=numbat";
        while (next is not null)
        {
            var page = await reporter.PageAsync(next);
            seen.AddRange(page.QuerySelectorAll(".library__words").Select(w => w.TextContent));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, PictureLibrary.PageSize + 3).Reverse().Select(n => $"Numbat {n}"), seen);
    }

    [Fact]
    public async Task Where_it_is_used_is_said_and_the_unused_can_be_listed()
    {
        var lead = await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby as lead", null, "C"));
        var inText = await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby in text", null, "C"));
        var drafted = await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby in a draft", null, "C"));
        var former = await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby of former days", null, "C"));
        await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby unused", null, "C"));
        var onPage = await site.PictureAsync(Photos.Unique(), new PictureForm("Bilby on a page", null, "C"));
        var page = new StandingPageForm("bilbies", "On bilbies", $"![](/media/{onPage.FileName})", 9, new(2026, 1, 2));
        await site.WithAsync<StandingPageDesk>(d => d.SaveAsync(page, null, site.Admin, default));
        var live = await site.PublishedAsync("Bilbies are out", $"Words.\n\n![](/media/{inText.FileName})");
        await site.SaveAsync(live, c => c with { PictureId = lead.Id });
        await site.PublishAsync(live, 2, 1);
        var draft = await site.DraftAsync("Secret of the bilbies", $"![](/media/{drafted.FileName})");
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = former.Id });
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = null });

        using var reporter = await site.VisitorAsync(site.Reporter);
        using var other = await site.VisitorAsync(site.OtherReporter);
        foreach (var picture in new[] { lead, inText })
        {
            var use = (await reporter.PageAsync($"{Address}/{picture.Id}")).QuerySelector(".desk__row")!;
            Assert.Equal("Bilbies are out", use.QuerySelector("a")!.TextContent);
            Assert.Equal("Published", use.QuerySelector(".desk__meta")!.TextContent.Trim());
        }

        var about = (await reporter.PageAsync($"{Address}/{onPage.Id}")).QuerySelector(".desk__row")!;
        Assert.Equal("On bilbies", about.QuerySelector("a[href='/about/bilbies']")!.TextContent);
        Assert.Equal("Page about the paper", about.QuerySelector(".desk__meta")!.TextContent.Trim());
        Assert.Contains("Secret of the bilbies", await BodyAsync(reporter, drafted), StringComparison.Ordinal);
        var hidden = await BodyAsync(other, drafted);
        Assert.Contains("A draft of somebody else", hidden, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", hidden, StringComparison.Ordinal);
        Assert.Contains("No story and no page shows it", await BodyAsync(reporter, former), StringComparison.Ordinal);
        var unused = await reporter.PageAsync($"{Address}?q=bilby&show=unused");
        Assert.Equal(
            ["Bilby unused", "Bilby of former days"],
            unused.QuerySelectorAll(".library__words").Select(w => w.TextContent)
        );
    }

    [Fact]
    public async Task New_words_and_a_new_focal_point_reach_the_pages_that_show_the_picture()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("Old words", null, "Old credit"));
        var id = await site.PublishedAsync(
            "Potoroo",
            $"Words.\n\n![](/media/{picture.FileName})",
            category: "Potoroos"
        );
        await site.SaveAsync(id, c => c with { PictureId = picture.Id });
        await site.PublishAsync(id, 2, 1);
        using var editor = await site.VisitorAsync(site.Editor);
        using var reporter = await site.VisitorAsync(site.Reporter);
        (string, string)[] words =
        [
            ("Input.Alt", "New\nwords"),
            ("Input.Credit", "New credit"),
            ("Input.Caption", "New caption"),
            ("Input.UsageTerms", "Terms for us alone"),
            ("Input.FocalX", "10"),
            ("Input.FocalY", "90"),
        ];

        // A reporter looks at it and cannot change what readers see, whatever the form says.
        Assert.Null((await reporter.PageAsync($"{Address}/{picture.Id}")).QuerySelector("main form button[data-once]"));
        using var no = await reporter.SubmitAsync($"{Address}/{picture.Id}", words);
        Assert.Equal(HttpStatusCode.NotFound, no.StatusCode);

        using var saved = await editor.SubmitAsync($"{Address}/{picture.Id}", words);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.NotNull((await editor.PageAsync($"{Address}/{picture.Id}")).QuerySelector(".notice[role=status]"));
        using var stranger = site.Visitor();
        var page = await stranger.PageAsync($"/news/{id}/potoroo");
        Assert.Equal(
            ["New words", "New words"],
            page.QuerySelectorAll<IHtmlImageElement>("article picture img").Select(i => i.AlternativeText)
        );
        var html = page.DocumentElement.OuterHtml;
        Assert.Contains("New caption", html, StringComparison.Ordinal);
        Assert.Contains("16x9-10-90.jpg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Old words", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Old credit", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Terms for us alone", html, StringComparison.Ordinal);

        // A rebuild finds nothing to change.
        var before = await site.DumpAsync();
        await site.WithAsync<Rebuild>(r => r.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());
    }

    [Fact]
    public async Task Who_saves_second_sees_what_is_stored_and_keeps_what_was_typed()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("Dunnart", null, "C"));
        using var editor = await site.VisitorAsync(site.Editor);
        var address = $"{Address}/{picture.Id}";
        var old = await editor.PageAsync(address);
        using var first = await editor.SubmitAsync(address, [("Input.Alt", "Dunnart of one")]);
        using var second = await editor.SubmitAsync(old, address, [("Input.Alt", "Dunnart of two")]);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var page = await Visitor.ParseAsync(second);
        Assert.Contains(
            "Dunnart of one",
            page.QuerySelector("[aria-labelledby=stored]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Dunnart of two", page.QuerySelector<IHtmlTextAreaElement>("#Input_Alt")!.Value);
        using var third = await editor.SubmitAsync(page, address, []);
        Assert.Equal(HttpStatusCode.Redirect, third.StatusCode);
        Assert.Equal(
            "Dunnart of two",
            await site.WithAsync<NewsroomDb, string>(db =>
                db.Pictures.Where(p => p.Id == picture.Id).Select(p => p.Alt).SingleAsync()
            )
        );

        using var wrong = await editor.SubmitAsync(address, [("Input.Alt", ""), ("Input.FocalX", "101")]);
        var refused = await Visitor.ParseAsync(wrong);
        Assert.NotNull(refused.QuerySelector("#Input_Alt-error"));
        Assert.NotNull(refused.QuerySelector("#Input_FocalX-error"));
    }

    [Fact]
    public async Task A_reporter_describes_a_picture_of_their_own_until_readers_see_it()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("Mulgara", null, "C"));
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var other = await site.VisitorAsync(site.OtherReporter);
        using var no = await other.SubmitAsync($"{Address}/{picture.Id}", [("Input.Alt", "Mine now")]);
        Assert.Equal(HttpStatusCode.NotFound, no.StatusCode);
        using var yes = await reporter.SubmitAsync($"{Address}/{picture.Id}", [("Input.Alt", "Mulgara at night")]);
        Assert.Equal(HttpStatusCode.Redirect, yes.StatusCode);
    }

    private static async Task<string> BodyAsync(Visitor visitor, Picture picture) =>
        (await visitor.PageAsync($"{Address}/{picture.Id}")).Body!.TextContent;
}
