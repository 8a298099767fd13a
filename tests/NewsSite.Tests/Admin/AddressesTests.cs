using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Categories;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class AddressesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Desk = "/admin/addresses";

    [Fact]
    public async Task What_an_admin_adds_leads_on_at_once_however_the_address_is_spelled_and_is_told_by_the_audit()
    {
        await site.CategoryAsync("Ends");
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync("/2013/05/04/old-slug/"));
        await AddAsync(admin, "/2013/05/04/Old-Slug/", "/category/ends");
        await AddAsync(admin, "/?p=123", "https://else.example/a?b=c", "302");
        await AddAsync(admin, "/2013/bücher", "", "410");
        foreach (
            var (address, status, to) in new[]
            {
                ("/2013/05/04/old-slug", 301, "/category/ends"),
                ("/2013/05/04/old-slug/", 301, "/category/ends"),
                ("/2013/05/04/OLD-SLUG/?utm_source=letter", 301, "/category/ends"),
                ("/2013//05/04/old-slug?page=2", 301, "/category/ends"),
                ("/?p=123", 302, "https://else.example/a?b=c"),
                ("/?fbclid=x&P=123", 302, "https://else.example/a?b=c"),
                ("/?p=124", 404, null),
                ("/2013/b%C3%BCcher", 410, null),
                ("/2013/B%C3%9CCHER/", 410, null),
                ("/2013/05/04", 404, null),
                ("/", 200, null),
            }
        )
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var answer = await reader.SendAsync(method, address);
                Assert.Equal(
                    (address, status, to),
                    (address, (int)answer.StatusCode, answer.Headers.Location?.OriginalString)
                );
            }
        }

        using var posted = await reader.SendAsync(HttpMethod.Post, "/2013/05/04/old-slug");
        Assert.Null(posted.Headers.Location);

        // Changed, then deleted: live at once.
        var row = await RowAsync("/2013/05/04/old-slug");
        using (
            var saved = await admin.SubmitAsync($"{Desk}/{row.Id}", [("Input.To", "/follow"), ("Input.Code", "302")])
        )
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        Assert.Equal("/follow", await LeadsAsync(reader, row.From));
        using (var unsure = await admin.SubmitAsync($"{Desk}/{row.Id}", [], "Delete"))
        {
            Assert.Contains("Say that you mean it", await unsure.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal("/follow", await LeadsAsync(reader, row.From));
        using (var deleted = await admin.SubmitAsync($"{Desk}/{row.Id}", [("sure", "true")], "Delete"))
        {
            Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        }

        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(row.From));
        var told = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(a => a.Subject == $"redirect:{row.Id}")
                .OrderBy(a => a.Id)
                .Select(a => $"{a.Act} {a.Detail} {a.Changes}")
                .ToListAsync()
        );
        Assert.Equal(3, told.Count);
        Assert.StartsWith("AddRedirect /2013/05/04/old-slug", told[0], StringComparison.Ordinal);
        Assert.Contains("\"before\":\"/category/ends\",\"after\":\"/follow\"", told[1], StringComparison.Ordinal);
        Assert.Contains("\"before\":\"302\"", told[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_is_said_beside_its_field_and_keeps_what_was_typed()
    {
        await site.CategoryAsync("Living");
        await AddAsync("/loop/a", "/loop/b");
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var (from, to, field, words) in new[]
            {
                ("/category/living", "/follow", "From", "A page has this address"),
                ("/Category/Living/", "/follow", "From", "A page has this address"),
                ("/follow?x=1", "/", "From", "A page has this address"),
                ("/about/about", "/", "From", "This address leads to /about by itself"),
                ("/loop/a", "/follow", "From", "in the list already"),
                ("/loop/b", "/loop/a", "To", "That would be a loop: /loop/b → /loop/a → /loop/b"),
                ("/loop/c", "/loop/c?x=1", "To", "An address cannot lead to itself"),
                ("/safe", "//evil.example", "To", "Enter a page of this site"),
                ("/safe", "/ok\r\nSet-Cookie: a=b", "To", "Leave out spaces"),
            }
        )
        {
            using var answer = await admin.SubmitAsync(
                Desk,
                [("Input.From", from), ("Input.To", to), ("Input.Code", "301")]
            );
            var page = await Visitor.ParseAsync(answer);
            if (from == "/about/about" && page.QuerySelector($"#Input_{field}-error") is null)
            {
                // There is no such page in this paper: then nothing stands in the way.
                continue;
            }

            Assert.Contains(
                words,
                page.QuerySelector($"#Input_{field}-error")?.TextContent ?? "nothing",
                StringComparison.Ordinal
            );
            Assert.Equal(from, ((IHtmlInputElement)page.QuerySelector("#Input_From")!).Value);
        }

        // Only one of two who would close a loop between them gets in.
        var both = await Task.WhenAll(
            new[] { ("/pair/a", "/pair/b"), ("/pair/b", "/pair/a") }.Select(async pair =>
            {
                try
                {
                    await AddAsync(pair.Item1, pair.Item2);
                    return true;
                }
                catch (RedirectRefusedException)
                {
                    return false;
                }
            })
        );
        Assert.Single(both, true);
    }

    [Fact]
    public async Task Pages_win_over_redirects_and_what_moved_once_more_is_still_one_step_away()
    {
        using var reader = site.Visitor();
        await AddAsync("/category/arriving", "/follow");
        Assert.Equal("/follow", await LeadsAsync(reader, "/category/arriving"));
        await site.CategoryAsync("Arriving");
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/category/arriving"));

        // A section that is renamed, a story that gets another headline, one that was withdrawn in favour of another.
        var section = await site.CategoryAsync("Moving");
        var story = await site.PublishedAsync("First words", category: "Arriving");
        var gone = await site.PublishedAsync("Gone words", category: "Arriving");
        await AddAsync("/old/section", "/category/moving");
        await AddAsync("/old/story", $"/news/{story}");
        await AddAsync("/old/gone", $"/news/{gone}/gone-words");
        await site.WithAsync<CategoryDesk>(desk =>
            desk.ChangeAsync(section, new CategoryForm("Moved", "moved", null, "news", null), site.Admin, default)
        );
        await site.WithdrawAsync(
            gone,
            new WithdrawOrder(NewsSite.News.Articles.WithdrawOutcome.Redirect, "A test") { To = $"/news/{story}" }
        );
        Assert.Equal("/category/moved", await LeadsAsync(reader, "/old/section"));
        Assert.Equal($"/news/{story}/first-words", await LeadsAsync(reader, "/old/story"));
        Assert.Equal($"/news/{story}/first-words", await LeadsAsync(reader, "/old/gone"));

        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var (typed, answer) in new[]
            {
                ("/old/section", "/old/section leads to /category/moved (301), by a redirect of this list."),
                ("/category/moving", "/category/moving leads to /category/moved (301), by itself."),
                ("http://news.test/category/moved", "/category/moved is a page."),
                ("/old/nothing", "/old/nothing is not found (404)."),
                ("https://else.example/", "That is an address of another site."),
                ("/live", "/live is a page."),
            }
        )
        {
            var page = await admin.PageAsync($"{Desk}?try={Uri.EscapeDataString(typed)}");
            Assert.Equal(answer, page.QuerySelector(".addresses__answer")!.TextContent);
        }

        // The check names what is no use any more, and what leads to nothing.
        await AddAsync("/old/lost", "/nowhere/at-all");
        var check = (await admin.PageAsync($"{Desk}/check")).QuerySelector("main")!.TextContent;
        Assert.Contains("None: every redirect leads to its end in one step.", check, StringComparison.Ordinal);
        Assert.Matches(@"/category/arriving\s*/follow\s*Never used", check);
        Assert.Matches(@"/old/lost\s*/nowhere/at-all\s*Leads to nothing: not found", check);
        Assert.Matches(
            @"/old/section\s*/category/moving\s*Leads to what has moved; readers are led straight on to /category/moved",
            check
        );

        // Somebody writes into the table by hand.
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync(
                "insert into newsroom.redirect (from_address, to_address, to_key, code, source, created_at) values ('/hand/a', '/hand/b', '/hand/b', 301, 'Manual', now()), ('/hand/b', '/hand/a', '/hand/a', 301, 'Manual', now())"
            )
        );
        check = (await admin.PageAsync($"{Desk}/check")).QuerySelector("main")!.TextContent;
        Assert.Contains("/hand/a → /hand/b → /hand/a (a loop)", check, StringComparison.Ordinal);
        await site.WithAsync<NewsroomDb>(db =>
            db.Redirects.Where(r => r.From.StartsWith("/hand/")).ExecuteDeleteAsync()
        );
    }

    [Fact]
    public async Task A_file_is_looked_through_first_and_then_taken_in_as_a_whole()
    {
        await site.CategoryAsync("Filed");
        await AddAsync("/file/known", "/follow");
        await AddAsync("/file/before", "/file/a");
        using var admin = await site.VisitorAsync(site.Admin);
        var file =
            "\uFEFFfrom,to,code\r\n/file/a,/file/b\r\n/file/b,/category/filed,302\r\n/file/known,/follow\r\n/category/filed,/follow\r\n/file/x,//evil.example\r\n/category/filed-too,/file/a\r\n/file/loop,/file/loop\r\n";
        using var tried = await admin.UploadAsync(
            $"{Desk}/import",
            "file",
            "old.csv",
            Encoding.UTF8.GetBytes(file),
            []
        );
        var page = await Visitor.ParseAsync(tried);
        var report = page.QuerySelector("section")!.TextContent;
        Assert.Contains("3 new, 0 changed, 1 the same as now, 3 refused", report, StringComparison.Ordinal);
        Assert.Matches(@"5\s*/category/filed\s*A page has this address", report);
        Assert.Matches(@"6\s*/file/x\s*Enter a page", report);
        Assert.Matches(@"8\s*/file/loop\s*An address cannot lead to itself", report);
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync("/file/a"));

        // Somebody else cannot take it in; its owner can, once.
        var other = await site.AddStaffAsync("Olga Otherwise", NewsSite.News.Staff.StaffRole.Admin);
        var import = ((IHtmlButtonElement)page.QuerySelector("button[name=import]")!).Value;
        await Assert.ThrowsAsync<NewsSite.News.Articles.NotAllowedException>(() =>
            site.WithAsync<RedirectDesk>(d => d.ImportAsync(Guid.Parse(import), "http://news.test", other, default))
        );
        using var taken = await admin.SubmitAsync(page, $"{Desk}/import", [("import", import)], "Take");
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        foreach (var address in new[] { "/file/a", "/file/b", "/file/before", "/category/filed-too" })
        {
            Assert.Equal("/category/filed", await LeadsAsync(reader, address));
        }

        Assert.Equal("Import", (await RowAsync("/file/b")).Source);
        Assert.Equal("Manual", (await RowAsync("/file/before")).Source);
        var told = await site.WithAsync<NewsroomDb, string>(db =>
            db.AuditEntries.Where(a => a.Act == "ImportRedirects" && a.Detail == "3 new, 0 changed")
                .Select(a => a.Changes!)
                .SingleAsync()
        );
        Assert.Contains(
            "\"field\":\"/file/before\",\"before\":\"301 /file/a\",\"after\":\"301 /category/filed\"",
            told,
            StringComparison.Ordinal
        );
        using var again = await admin.SubmitAsync(page, $"{Desk}/import", [("import", import)], "Take");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var empty = await admin.SubmitAsync($"{Desk}/import", []);
        Assert.Contains("Choose a file", await empty.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_looked_through_page_by_page_and_by_parts_of_addresses()
    {
        var lines = Enumerable
            .Range(0, RedirectShelf.PageSize + 5)
            .Select(n => new TriedLine(n, $"/many/wombat-{n:000}", $"/follow?n={n}", 301, RedirectOutcome.New, null))
            .ToList();
        var import = await site.WithAsync<RedirectImports, Guid>(i => i.KeepAsync(lines, site.Admin, default));
        await site.WithAsync<RedirectDesk>(d => d.ImportAsync(import, "http://news.test", site.Admin, default));
        using var admin = await site.VisitorAsync(site.Admin);
        var seen = new List<string>();
        for (var address = $"{Desk}?q=wombat"; address is not null; )
        {
            var page = await admin.PageAsync(address);
            seen.AddRange(page.QuerySelectorAll("tbody td:first-child").Select(c => c.TextContent.Trim()));
            address = page.QuerySelectorAll("main a.button")
                .FirstOrDefault(a => a.TextContent == "Next redirects")
                ?.GetAttribute("href");
        }

        Assert.Equal(lines.Select(l => l.From), seen);
        var one = await admin.PageAsync($"{Desk}?q={Uri.EscapeDataString("?n=17")}");
        Assert.Equal(
            ["/many/wombat-017"],
            one.QuerySelectorAll("tbody td:first-child").Select(c => c.TextContent.Trim())
        );
    }

    private static async Task AddAsync(Visitor admin, string from, string to, string code = "301")
    {
        using var saved = await admin.SubmitAsync(Desk, [("Input.From", from), ("Input.To", to), ("Input.Code", code)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    private Task<long> AddAsync(string from, string to) =>
        site.WithAsync<RedirectDesk, long>(d =>
            d.AddAsync(RedirectLine.Read(from, to, null, "http://news.test"), site.Admin, default)
        );

    private static async Task<string?> LeadsAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        return answer.Headers.Location?.OriginalString;
    }

    private Task<RedirectRow> RowAsync(string from) =>
        site.WithAsync<RedirectShelf, RedirectRow>(async shelf =>
            (await shelf.FindAsync(from, null, default)).Redirects.Single(r => r.From == from)
        );
}
