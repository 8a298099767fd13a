using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Authors;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class AuthorsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_guest_is_added_signs_a_story_and_has_a_page_of_their_own()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("Gita on the pier", null, "Ada"));
        using var added = await admin.SubmitAsync("/admin/authors", [("Input.Name", "Gita Guest")], "/admin/authors");
        var form = added.Headers.Location!.OriginalString;
        using var saved = await admin.SubmitAsync(
            form,
            [
                ("Input.Role", "Harbour pilot"),
                ("Input.Biography", "First <b>words</b>.\n\nSecond words."),
                ("Input.PortraitId", $"{picture.Id}"),
                ("Input.Links", "https://www.example.org/gita\nhttps://social.example/@gita"),
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var author = long.Parse(form.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var story = await SignedAsync("Signed by a guest", author);

        using var reader = site.Visitor();
        var page = await reader.PageAsync("/author/gita-guest");
        Assert.Equal("Harbour pilot", page.QuerySelector(".list-head__kind")!.TextContent);
        Assert.Equal(
            ["First <b>words</b>.", "Second words."],
            page.QuerySelectorAll(".list-head__text").Select(p => p.TextContent)
        );
        Assert.Equal(
            [
                ("https://www.example.org/gita", "example.org/gita"),
                ("https://social.example/@gita", "social.example/@gita"),
            ],
            page.QuerySelectorAll(".person__links a[rel=me]").Select(a => (a.GetAttribute("href")!, a.TextContent))
        );
        Assert.NotNull(page.QuerySelector(".person .portrait"));
        Assert.DoesNotContain("Wrote for us", page.Body!.TextContent, StringComparison.Ordinal);
        foreach (var address in new[] { "/author/gita-guest", $"/news/{story}/signed-by-a-guest" })
        {
            Assert.Contains(
                "\"sameAs\":[\"https://www.example.org/gita\",\"https://social.example/@gita\"]",
                await reader.TextAsync(address),
                StringComparison.Ordinal
            );
        }

        // Former portraits are shown no more, and nobody can fetch them.
        Assert.True(await IsShownAsync(picture.Id));
        using var bare = await admin.SubmitAsync(form, [("Input.PortraitId", ""), ("Input.Role", "Sailor")]);
        Assert.False(await IsShownAsync(picture.Id));
        Assert.Contains("Sailor", await reader.TextAsync($"/news/{story}/signed-by-a-guest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_former_address_leads_to_todays_in_one_step_and_nobody_else_takes_it()
    {
        var first = await AddAsync("Fritz Former");
        await SignedAsync("Signed by Fritz", first);
        using var reader = site.Visitor();
        await reader.PageAsync("/author/fritz-former");
        await ChangeAsync(first, new("Fritz Former", "fritz-second", null, Profile()));
        await ChangeAsync(first, new("Fritz Former", "fritz-third", null, Profile()));
        foreach (var old in new[] { "fritz-former", "fritz-second" })
        {
            using var answer = await reader.GetAsync($"/author/{old}");
            Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
            Assert.Equal("/author/fritz-third", new Uri(site.Address, answer.Headers.Location!).AbsolutePath);
        }

        var refused = await Assert.ThrowsAsync<AuthorRefusedException>(() => AddAsync("Fritz Second"));
        Assert.Equal("Slug", refused.Field);

        // One that it takes back is its own page again, and leads nowhere else.
        await ChangeAsync(first, new("Fritz Former", "fritz-second", null, Profile()));
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/author/fritz-second"));
        using var third = await reader.GetAsync("/author/fritz-third");
        Assert.Equal("/author/fritz-second", new Uri(site.Address, third.Headers.Location!).AbsolutePath);
        await StaysAsRebuiltAsync();
    }

    [Fact]
    public async Task Who_has_left_keeps_byline_and_page_and_it_says_so()
    {
        var actor = await site.AddStaffAsync("Lena Leaver", StaffRole.Reporter);
        var story = await SignedAsync(
            "Signed by Lena",
            await site.AuthorOfAsync(actor),
            new(2019, 5, 1, 9, 0, 0, default)
        );
        await SignedAsync("Signed again", await site.AuthorOfAsync(actor), new(2024, 5, 1, 9, 0, 0, default));
        using var reader = site.Visitor();
        Assert.DoesNotContain("Wrote for us", await reader.TextAsync("/author/lena-leaver"), StringComparison.Ordinal);
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(actor.Id!.Value, true, site.Admin, default));
        var page = await reader.PageAsync("/author/lena-leaver");
        Assert.Contains("Wrote for us 2019–2024", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            "Lena Leaver",
            await reader.TextAsync($"/news/{story}/signed-by-lena"),
            StringComparison.Ordinal
        );
        await StaysAsRebuiltAsync();
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(actor.Id!.Value, false, site.Admin, default));
        Assert.DoesNotContain("Wrote for us", await reader.TextAsync("/author/lena-leaver"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_changes_their_own_page_and_no_name_address_or_other_page()
    {
        var actor = await site.AddStaffAsync("Pia Profile", StaffRole.Reporter);
        var own = await site.AuthorOfAsync(actor);
        await SignedAsync("Signed by Pia", own);
        using var pia = await site.VisitorAsync(actor);
        using var saved = await pia.SubmitAsync(
            "/newsroom/profile",
            [("Input.Biography", "Knows the tide."), ("Input.Name", "The King"), ("Input.Slug", "the-king")]
        );
        Assert.Equal("/newsroom/profile", saved.Headers.Location!.OriginalString);
        using var reader = site.Visitor();
        var page = await reader.PageAsync("/author/pia-profile");
        Assert.Equal("Pia Profile", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("Knows the tide.", page.QuerySelector(".list-head__text")!.TextContent);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<AuthorDesk>(desk => desk.ChangeAsync(own, new("X", "x", null, Profile()), actor, default))
        );
        var entry = await site.WithAsync<NewsroomDb, string?>(db =>
            db.AuditEntries.Where(e => e.Act == "ChangeOwnProfile" && e.Subject == $"author:{own}")
                .Select(e => e.Changes)
                .SingleAsync()
        );
        Assert.Contains("Knows the tide.", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_accepted_is_told_beside_its_field_and_kept()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var id = await AddAsync("Wanda Wrong");
        var undescribed = await site.PictureAsync(Photos.Unique(), new PictureForm("", null, "Ada"));
        foreach (
            var (field, value) in new[]
            {
                ("Name", " "),
                ("Name", new string('n', 101)),
                ("Slug", "Not A Slug"),
                ("Slug", "rita-reporter"),
                ("Role", new string('r', 101)),
                ("Biography", new string('b', 601)),
                ("PortraitId", $"{undescribed.Id}"),
                ("StaffMemberId", $"{site.Reporter.Id}"),
                ("StaffMemberId", "999999"),
                ("Links", "http://plain.example/me"),
                ("Links", "javascript:alert(1)"),
                ("Links", "https://user@example.org/"),
                ("Links", "https://localhost/"),
                ("Links", "https://127.0.0.1/"),
                ("Links", "https://example.org/" + new string('l', 200)),
                ("Links", string.Join('\n', Enumerable.Range(0, 6).Select(n => $"https://example.org/{n}"))),
            }
        )
        {
            using var answer = await admin.SubmitAsync(
                $"/admin/authors/{id}",
                [(field == "Biography" ? "Input.Role" : "Input.Biography", "Kept"), ($"Input.{field}", value)],
                "/admin/authors/"
            );
            var page = await Visitor.ParseAsync(answer);
            Assert.True(page.QuerySelector($"a[href='#Input_{field}']") is not null, $"{field}: {value}");
            Assert.Contains("Kept", page.QuerySelector("form.admin")!.InnerHtml, StringComparison.Ordinal);
        }

        Assert.Null((await site.WithAsync<AuthorDesk, Author?>(desk => desk.FindAsync(id, default)))!.Role);
    }

    [Fact]
    public async Task The_list_is_found_by_part_of_a_name_and_turned_over_by_key()
    {
        for (var n = 0; n < AuthorShelf.PageSize + 2; n++)
        {
            await AddAsync($"Turning Ágnes {n:00}");
        }

        using var admin = await site.VisitorAsync(site.Admin);
        var names = new List<string>();
        for (string? at = "/admin/authors?q=turning+agnes"; at is not null; )
        {
            var page = await admin.PageAsync(at);
            names.AddRange(page.QuerySelectorAll("tbody a").Select(a => a.TextContent));
            at = page.QuerySelector("main a.button")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, AuthorShelf.PageSize + 2).Select(n => $"Turning Ágnes {n:00}"), names);
        Assert.Empty((await admin.PageAsync("/admin/authors?q=100%25_")).QuerySelectorAll("tbody a"));
    }

    private static ProfileForm Profile() => new(null, null, null, []);

    private Task<long> AddAsync(string name) =>
        site.WithAsync<AuthorDesk, long>(desk =>
            desk.AddAsync(new(name, NewsSite.News.Addresses.Slug.From(name), null, Profile()), site.Admin, default)
        );

    private Task ChangeAsync(long id, AuthorForm form) =>
        site.WithAsync<AuthorDesk>(desk => desk.ChangeAsync(id, form, site.Admin, default));

    private async Task<long> SignedAsync(string headline, long author, DateTimeOffset? at = null)
    {
        var id = (await site.DraftAsync(headline)).ArticleId;
        await site.SaveAsync(id, c => c with { AuthorIds = [author] });
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(id, new PublishOrder(2, null) { FirstPublishedAt = at }, site.Editor, default)
        );
        return id;
    }

    private Task<bool> IsShownAsync(long picture) =>
        site.WithAsync<PictureLibrary, bool>(library => library.IsPublicAsync(picture, default));

    private async Task StaysAsRebuiltAsync()
    {
        var before = await site.DumpAsync();
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());
    }
}
