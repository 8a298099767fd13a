using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Wire;

/// <summary>The tray of the newsroom, and the admins' list of sources.</summary>
[Collection<WireCollection>]
public sealed class WirePagesTests(WireSite wire)
{
    private const string Admin = "/admin/wire";

    [Fact]
    public async Task An_admin_adds_a_source_sees_how_it_is_and_removes_it()
    {
        using var admin = await wire.Site.VisitorAsync(wire.Site.Admin);
        var address = new Uri(wire.Web, "/paged").ToString();
        async Task<string> RefusedAsync(params (string, string)[] fields)
        {
            using var answer = await admin.SubmitAsync(
                Admin,
                fields
                    .Concat([("Input.Name", "Paged"), ("Input.Address", address), ("Input.Credit", "Agency")])
                    .DistinctBy(f => f.Item1)
            );
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await Visitor.ParseAsync(answer)).QuerySelector(".field__error")!.TextContent;
        }

        Assert.Equal("Error: Enter a number from 5 to 1440", await RefusedAsync(("Input.EveryMinutes", "4")));
        Assert.Equal(
            "Error: Enter an address like https://example.org/feed.xml",
            await RefusedAsync(("Input.Address", "file:///etc/passwd"))
        );
        Assert.Equal(
            "Error: Leave name and password out of the address",
            await RefusedAsync(("Input.Address", "http://a:b@c.test/"))
        );
        using (
            var added = await admin.SubmitAsync(
                Admin,
                [("Input.Name", "Paged"), ("Input.Address", address), ("Input.Credit", "Agency")]
            )
        )
        {
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        }

        Assert.Equal("Error: There is a source with this address already", await RefusedAsync());
        var id = await wire.Site.WithAsync<NewsroomDb, long>(db =>
            db.WireSources.Where(s => s.Address == address).Select(s => s.Id).SingleAsync()
        );
        await wire.PollAsync(id);
        Assert.Contains("It answered 404", await admin.TextAsync(Admin), StringComparison.Ordinal);
        using (var saved = await admin.SubmitAsync($"{Admin}/{id}", [("Input.Name", "Renamed")]))
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        var entries = await wire.Site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"wire-source:{id}").Select(e => e.Act).ToListAsync()
        );
        Assert.Equal(["AddWireSource", "ChangeWireSource"], entries);
        using (var removed = await admin.SubmitAsync($"{Admin}/{id}", [], "Remove"))
        {
            Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync($"{Admin}/{id}"));
    }

    [Fact]
    public async Task The_tray_shows_what_is_new_and_lets_it_be_taken_hidden_and_brought_back()
    {
        var id = await wire.AddAsync("/tray");
        wire.Answer(
            "/tray",
            WireSite.Rss([
                .. Enumerable
                    .Range(10, 35)
                    .Select(n =>
                        $"<title>Tray {n}</title><guid isPermaLink='false'>{n}</guid><link>http://tray.test/{n}</link><description>Words {n} &lt;script&gt;x()&lt;/script&gt;</description><pubDate>Fri, 27 Nov 2020 09:{n}:00 GMT</pubDate>"
                    ),
            ])
        );
        await wire.PollAsync(id);
        var tray = $"/newsroom/wire?source={id}";
        using var reporter = await wire.Site.VisitorAsync(wire.Site.Reporter);
        var first = await reporter.PageAsync(tray);
        Assert.Equal(
            Enumerable.Range(15, 30).Reverse().Select(n => $"Tray {n}"),
            first.QuerySelectorAll(".stories__headline").Select(h => h.TextContent)
        );
        var older = first.QuerySelector(".stories__pager a")!.GetAttribute("href")!;
        Assert.Equal(5, (await reporter.PageAsync(older)).QuerySelectorAll(".stories__headline").Length);

        // Pressed twice, one draft.
        using var other = await wire.Site.VisitorAsync(wire.Site.OtherReporter);
        var open = await other.PageAsync(tray);
        using var made = await reporter.SubmitAsync(first, tray, [], "handler=Draft");
        using var again = await reporter.SubmitAsync(first, tray, [], "handler=Draft");
        Assert.StartsWith("/newsroom/write/", made.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(made.Headers.Location, again.Headers.Location);
        var written = await reporter.TextAsync(made.Headers.Location.OriginalString);
        Assert.Contains("http://tray.test/44", written, StringComparison.Ordinal);
        Assert.Contains("Northern Press Agency", written, StringComparison.Ordinal);

        // Whose it became is told to everybody, and nobody makes another one.
        using (var late = await other.SubmitAsync(open, tray, [], "handler=Draft"))
        {
            Assert.Equal(tray, late.Headers.Location!.OriginalString);
        }

        var taken = await other.PageAsync($"{tray}&show=Taken");
        Assert.Contains("by Rita Reporter", taken.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        using (var hidden = await reporter.SubmitAsync(tray, [], "handler=Hide"))
        {
            Assert.Equal(tray, hidden.Headers.Location!.OriginalString);
        }

        var rest = await reporter.PageAsync(tray);
        Assert.Equal("Tray 42", rest.QuerySelector(".stories__headline")!.TextContent);
        Assert.Contains(
            "Hidden by Rita Reporter",
            (await other.PageAsync($"{tray}&show=Hidden")).QuerySelector("tbody")!.TextContent,
            StringComparison.Ordinal
        );
        using (await reporter.SubmitAsync($"{tray}&show=Hidden", [], "handler=Show")) { }

        Assert.Equal("Tray 43", (await reporter.PageAsync(tray)).QuerySelector(".stories__headline")!.TextContent);
        Assert.DoesNotContain("x()", rest.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal(
            0,
            await wire.Site.WithAsync<NewsroomDb, int>(db =>
                db.Articles.CountAsync(a => a.LiveNumber != null && db.WireEntries.Any(e => e.ArticleId == a.Id))
            )
        );
    }
}
