using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Previews;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

/// <summary>Links by which people without an account read what is not published.</summary>
public sealed class LinksTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_link_shows_its_version_and_its_pictures_until_it_is_revoked()
    {
        var (inText, other) = (await site.PictureAsync("In the text"), await site.PictureAsync("Of another story"));
        var draft = await site.DraftAsync(
            "Secret tapir",
            $"First tapir.\n\n![Seen](/media/{inText})",
            by: site.Reporter
        );
        await site.WithAsync<ScheduleDesk>(d =>
            d.EmbargoAsync(draft.ArticleId, DateTimeOffset.UtcNow.AddHours(5), site.Editor, default)
        );
        using var reporter = await site.VisitorAsync(site.Reporter);
        var address = await MakeAsync(reporter, draft.ArticleId, "Prof. Reader");
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Second tapir." });

        using var stranger = site.Visitor();
        using (var answer = await stranger.GetAsync(address))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("no-store, private", $"{answer.Headers.CacheControl}");
            Assert.Equal("noindex, nofollow", answer.Headers.GetValues("X-Robots-Tag").Single());
            var page = await Visitor.ParseAsync(answer);
            var bar = page.QuerySelector(".preview-bar")!.TextContent;
            Assert.Contains("Preview, not published.", bar, StringComparison.Ordinal);
            Assert.Contains("Embargoed until", bar, StringComparison.Ordinal);
            Assert.Contains("First tapir.", page.QuerySelector(".prose")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("[data-share], link[rel=canonical], a[href^='mailto:']"));
            var picture = page.QuerySelector(".prose img")!.GetAttribute("src")!;
            Assert.StartsWith($"{address}/media/", picture, StringComparison.Ordinal);
            using var seen = await stranger.GetAsync(picture);
            Assert.Equal((HttpStatusCode.OK, true), (seen.StatusCode, seen.Headers.CacheControl!.NoStore));
            foreach (
                var wrong in new[]
                {
                    picture.Replace(address, "", StringComparison.Ordinal),
                    picture.Replace(address, "/newsroom", StringComparison.Ordinal),
                    picture.Replace(inText[..^4], other[..^4], StringComparison.Ordinal),
                }
            )
            {
                using var unseen = await stranger.GetAsync(wrong);
                Assert.True(unseen.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Redirect, wrong);
            }
        }

        var list = await reporter.PageAsync($"/newsroom/links/{draft.ArticleId}");
        Assert.DoesNotContain(address, list.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Contains("Prof. Reader", list.QuerySelector(".ahead")!.TextContent, StringComparison.Ordinal);
        (await reporter.SubmitAsync($"/newsroom/links/{draft.ArticleId}", [], "handler=Revoke")).Dispose();
        await AssertUnknownAsync(stranger, address);
        using var gone = await stranger.GetAsync($"{address}/media/{inText[..^4]}/320.jpg");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_has_expired_is_forged_or_belongs_to_a_withdrawn_story_is_an_unknown_address()
    {
        var id = await site.PublishedAsync("Public okapi");
        using var editor = await site.VisitorAsync(site.Editor);
        using var stranger = site.Visitor();
        var expired = await MakeAsync(editor, id);
        using (var works = await stranger.GetAsync(expired))
        {
            Assert.Equal(HttpStatusCode.OK, works.StatusCode);
        }

        await site.WithAsync<NewsroomDb>(db =>
            db.PreviewLinks.ExecuteUpdateAsync(l => l.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow))
        );
        await AssertUnknownAsync(stranger, expired);
        var forged = expired[..^1] + (expired[^1] == 'A' ? 'B' : 'A');
        await AssertUnknownAsync(stranger, forged);
        await AssertUnknownAsync(stranger, "/preview/" + new string('x', 5000));
        await AssertUnknownAsync(stranger, "/preview/" + new string('x', 176));

        // Whoever reads or even writes the database cannot make one: a secret of their own is not signed.
        var secret = new byte[32];
        await site.WithAsync<NewsroomDb>(db =>
            db.PreviewLinks.Where(l => l.ArticleId == id)
                .ExecuteUpdateAsync(l =>
                    l.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddHours(1))
                        .SetProperty(x => x.SecretHash, SHA256.HashData(secret))
                )
        );
        await AssertUnknownAsync(stranger, "/preview/" + Base64Url.EncodeToString(secret));

        var ended = await MakeAsync(editor, id);
        await site.WithdrawAsync(id);
        await AssertUnknownAsync(stranger, ended);
    }

    [Fact]
    public async Task Only_those_who_may_write_a_story_make_links_and_only_so_many()
    {
        var draft = await site.DraftAsync("Otto's gnu", by: site.OtherReporter);
        await Assert.ThrowsAsync<NotAllowedException>(() => MakeDirectAsync(draft.ArticleId, 1, site.Reporter));
        await Assert.ThrowsAsync<NotAllowedException>(() => MakeDirectAsync(draft.ArticleId, 2, site.OtherReporter));
        for (var n = 0; n < PreviewLinks.OpenLimit; n++)
        {
            Assert.NotNull(await MakeDirectAsync(draft.ArticleId, 1, site.OtherReporter));
        }

        Assert.Null(await MakeDirectAsync(draft.ArticleId, 1, site.OtherReporter));
        using var editor = await site.VisitorAsync(site.Editor);
        using var answer = await editor.SubmitAsync($"/newsroom/links/{draft.ArticleId}", []);
        Assert.Contains("20 links work already", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // The database has nothing that opens one.
        var dump = await site.DumpAsync("newsroom");
        Assert.Contains(dump, row => row.StartsWith("preview_link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_asks_too_often_waits()
    {
        await using var busy = await SiteFixture.StartAsync(postgres, _ => { });
        using var stranger = busy.Visitor();
        HttpStatusCode last = default;
        for (var n = 0; n < 400 && last != HttpStatusCode.TooManyRequests; n++)
        {
            using var answer = await stranger.GetAsync($"/preview/{new string('x', 43)}/media/none/640.avif");
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var other = await stranger.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    private static async Task<string> MakeAsync(Visitor staff, long id, string note = "")
    {
        using var made = await staff.SubmitAsync(
            $"/newsroom/links/{id}",
            [("Input.Note", note), ("Input.Hours", "24")]
        );
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var page = await staff.PageAsync($"/newsroom/links/{id}");
        var link = page.QuerySelector(".notice .link")!.TextContent;
        Assert.StartsWith("http://news.test/preview/", link, StringComparison.Ordinal);
        return new Uri(link).AbsolutePath;
    }

    private static async Task AssertUnknownAsync(Visitor stranger, string address)
    {
        using var answer = await stranger.GetAsync(address);
        using var unknown = await stranger.GetAsync("/preview/-");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            (await Visitor.ParseAsync(unknown)).QuerySelector("main h1")!.TextContent,
            (await Visitor.ParseAsync(answer)).QuerySelector("main h1")!.TextContent
        );
    }

    private Task<string?> MakeDirectAsync(long id, int version, NewsSite.News.Staff.Actor actor) =>
        site.WithAsync<PreviewLinks, string?>(links => links.MakeAsync(id, version, 24, null, actor, default));
}
