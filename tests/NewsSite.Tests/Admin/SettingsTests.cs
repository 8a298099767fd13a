using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>What an admin settles for the whole paper: where it shows, on every server, and what is refused.</summary>
public sealed class SettingsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Form = "/admin/settings";
    private const string Menus = "/admin/menus";
    private const string Evil = "\"><script>alert(1)</script>&amp;'";

    [Fact]
    public async Task What_is_saved_shows_at_once_on_each_server_and_in_the_audit()
    {
        await using var second = await SiteFixture.BesideAsync(site);
        var id = await site.PublishedAsync("A story of the paper", category: "Harbour");
        using var admin = await site.VisitorAsync(site.Admin);
        await SavedAsync(admin, ("Input.Name", "The Pond"), ("Input.Masthead", "THE POND"));
        using var here = site.Visitor();
        using var there = second.Visitor();

        // Kept in the memory of both, so that somebody has to forget them.
        string[] addresses = ["/", $"/news/{id}/a-story-of-the-paper", "/feed.xml", "/feed.json", "/about/staff"];
        foreach (var address in addresses)
        {
            await here.TextAsync(address);
            await there.TextAsync(address);
        }

        await SavedAsync(
            admin,
            ("Input.Name", "The Lagoon"),
            ("Input.Masthead", "THE LAGOON"),
            ("Input.Description", "News of still waters."),
            ("Input.Language", "fr-CA"),
            ("Input.TimeZone", "Asia/Kathmandu"),
            ("Input.Contact", "desk@lagoon.example"),
            ("Input.CrawlerPolicy", "Open"),
            ("Input.RobotsLines", "User-agent: Slowbot\r\nCrawl-delay: 10"),
            ("Input.BreakingHours", "6"),
            ("Input.FeedStories", "5"),
            ("Input.SocialLinks", "Mastodon https://social.example/@lagoon"),
            ("Input.Policies", "ethicsPolicy https://lagoon.example/ethics")
        );
        foreach (var visitor in new[] { here, there })
        {
            var front = await visitor.PageAsync("/");
            await UntilAsync(async () => (front = await visitor.PageAsync("/")).Title == "The Lagoon");
            Assert.Equal("THE LAGOON", front.QuerySelector(".masthead__name")!.TextContent);
            Assert.Equal("fr-CA", front.DocumentElement.GetAttribute("lang"));
            Assert.Equal("News of still waters.", Meta(front, "meta[name=description]"));
            Assert.Equal("The Lagoon", Meta(front, "meta[property='og:site_name']"));
            Assert.Contains("The Lagoon", front.QuerySelector(".footer__small")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(
                "Mastodon",
                front.QuerySelector(".footer a[href='https://social.example/@lagoon']")!.TextContent
            );
            var data = front.QuerySelector("script[type='application/ld+json']")!.TextContent;
            Assert.Contains("\"sameAs\":[\"https://social.example/@lagoon\"]", data, StringComparison.Ordinal);
            Assert.Contains("\"ethicsPolicy\":\"https://lagoon.example/ethics\"", data, StringComparison.Ordinal);
            Assert.Contains("desk@lagoon.example", data, StringComparison.Ordinal);

            var story = await visitor.PageAsync(addresses[1]);
            Assert.EndsWith("– The Lagoon", story.Title, StringComparison.Ordinal);
            Assert.EndsWith("+05:45", Meta(story, "meta[property='article:published_time']"), StringComparison.Ordinal);
            Assert.Contains(
                "<title>The Lagoon</title>",
                await visitor.TextAsync("/feed.xml"),
                StringComparison.Ordinal
            );
            Assert.Contains("The Lagoon", await visitor.TextAsync("/feed.json"), StringComparison.Ordinal);
            Assert.Contains("The Lagoon", await visitor.TextAsync("/site.webmanifest"), StringComparison.Ordinal);
            Assert.Contains(
                "contact=desk@lagoon.example",
                await visitor.TextAsync("/trust.txt"),
                StringComparison.Ordinal
            );
            using var robots = await visitor.GetAsync("/robots.txt");
            var text = await robots.Content.ReadAsStringAsync();
            Assert.Contains("\nUser-agent: Slowbot\nCrawl-delay: 10\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("GPTBot", text, StringComparison.Ordinal);
            Assert.Equal("0", robots.Headers.GetValues("tdm-reservation").Single());
        }

        var breaking = await admin.PageAsync("/newsroom/breaking");
        Assert.Equal("6", breaking.QuerySelector("select[name='Input.Hours'] option[selected]")!.GetAttribute("value"));
        var changes = await LastChangesAsync("SaveSettings");
        Assert.Contains(changes, c => c is { Field: "Masthead", After: "THE LAGOON" });
        Assert.Contains(changes, c => c is { Field: "Name", Before: not null, After: "The Lagoon" });
        Assert.DoesNotContain(changes, c => c.Field is "Version" or "HeaderMenu");
    }

    [Fact]
    public async Task A_logo_stands_in_the_place_of_the_name_wherever_the_paper_is_named_by_a_picture()
    {
        var id = await site.PublishedAsync("A story under a logo");
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        await SavedAsync(admin, ("Input.Name", "The Lagoon"), ("Input.Masthead", "THE LAGOON"));
        var before = Meta(await reader.PageAsync($"/news/{id}/a-story-under-a-logo"), "meta[property='og:image']")!;
        foreach (
            var (bytes, words) in new[]
            {
                ("<svg/>"u8.ToArray(), "not a picture"),
                (Photos.Quarters(400, 60), "112 or more"),
            }
        )
        {
            using var refused = await LogoAsync(admin, bytes);
            var said = await Visitor.ParseAsync(refused);
            Assert.Contains(words, said.GetElementById("logo-error")!.TextContent, StringComparison.Ordinal);
        }

        using (var saved = await LogoAsync(admin, Photos.Quarters(960, 240)))
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        var front = await reader.PageAsync("/");
        var shown = front.QuerySelector(".masthead__logo img")!;
        Assert.Equal(
            ("THE LAGOON", "160", "40"),
            (shown.GetAttribute("alt"), shown.GetAttribute("width"), shown.GetAttribute("height"))
        );
        var address = shown.GetAttribute("src")!;
        using (var file = await reader.GetAsync(address))
        {
            Assert.Equal("image/png", file.Content.Headers.ContentType!.MediaType);
            using var image = NetVips.Image.NewFromBuffer(await file.Content.ReadAsByteArrayAsync());
            Assert.Equal((960, 240), (image.Width, image.Height));
        }

        var data = front.QuerySelector("script[type='application/ld+json']")!.TextContent;
        Assert.Contains($"{address}\",\"width\":960,\"height\":240", data, StringComparison.Ordinal);

        // Cards show it, and have another address, so that nobody keeps the old one.
        var card = Meta(await reader.PageAsync($"/news/{id}/a-story-under-a-logo"), "meta[property='og:image']")!;
        Assert.NotEqual(before, card);
        using (var drawn = await reader.GetAsync(new Uri(card).PathAndQuery))
        {
            using var picture = NetVips.Image.NewFromBuffer(await drawn.Content.ReadAsByteArrayAsync());
            var corner = picture.Getpoint(90, 530);
            Assert.True(corner[0] > 150 && corner[1] < 90, $"It is {string.Join(' ', corner)}");
        }

        Assert.Contains(await LastChangesAsync("SaveLogo"), c => c.Field == "Logo" && c.After is not null);
        using (var taken = await admin.SubmitToAsync(Form, "NoLogo", []))
        {
            Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        }

        Assert.Equal("THE LAGOON", (await reader.PageAsync("/")).QuerySelector(".masthead__name")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(address));
        await SavedAsync(admin, ("Input.Name", "The Puddle"));
        var other = Meta(await reader.PageAsync($"/news/{id}/a-story-under-a-logo"), "meta[property='og:image']");
        Assert.True(other != before && other != card, "The card keeps the address that showed the old name");
    }

    [Fact]
    public async Task Stories_are_in_the_languages_that_the_paper_has_settled()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        await SavedAsync(admin, ("Input.Language", "en-GB"), ("Input.Languages", "fr\r\nar"));
        using var rita = await site.VisitorAsync(site.Reporter);
        var id = (await site.DraftAsync("Une histoire")).ArticleId;
        var form = await rita.PageAsync($"/newsroom/write/{id}");
        Assert.Equal(
            ["", "fr", "ar"],
            form.QuerySelectorAll("select[name='Input.Language'] option").Select(o => o.GetAttribute("value"))
        );
        using (var made = await rita.SubmitAsync(form, $"/newsroom/write/{id}", [("Input.Language", "de")]))
        {
            Assert.NotNull((await Visitor.ParseAsync(made)).GetElementById("Input_Language-error"));
        }

        await site.SaveAsync(id, c => c with { Language = "fr" });
        using var refused = await admin.SubmitAsync(Form, [("Input.Languages", "ar")]);
        Assert.StartsWith(
            "Error: 1 story is in “fr”",
            (await Visitor.ParseAsync(refused)).GetElementById("Input_Languages-error")!.TextContent,
            StringComparison.Ordinal
        );
        await SavedAsync(admin, ("Input.Languages", ""));
        Assert.NotNull((await rita.PageAsync($"/newsroom/write/{id}")).QuerySelector("input[name='Input.Language']"));
    }

    private static async Task<HttpResponseMessage> LogoAsync(Visitor admin, byte[] file) =>
        await admin.UploadAsync(Form, "logo", "logo.png", file, [], "Logo");

    [Fact]
    public async Task Readings_are_counted_only_where_the_paper_wants_it()
    {
        var id = await site.PublishedAsync("Counted or not");
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        foreach (var (wanted, attribute) in new[] { ("false", ""), ("true", $"{id}") })
        {
            await SavedAsync(admin, ("Input.CountsReadings", wanted));
            var story = await reader.PageAsync($"/news/{id}/counted-or-not");
            Assert.Equal(attribute, story.QuerySelector(".story")!.GetAttribute("data-count-reading"));
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var before = await RowAsync();
        (string Field, string Value)[] wrong =
        [
            ("Name", new string('x', 61)),
            ("Masthead", new string('x', 61)),
            ("Description", new string('x', 301)),
            ("Language", "english"),
            ("Languages", "fr\ngerman please"),
            ("TimeZone", "GMT Standard Time"),
            ("Contact", "javascript:alert(1)"),
            ("CrawlerPolicy", "None"),
            ("RobotsLines", "User-agent: *\nSay: hello"),
            ("BreakingHours", "5000"),
            ("FeedStories", "31"),
            ("SocialLinks", "Here http://social.example/"),
            ("Policies", "myPolicy https://lagoon.example/"),
        ];
        using var answer = await admin.SubmitAsync(Form, wrong.Select(f => ($"Input.{f.Field}", f.Value)));
        var page = await Visitor.ParseAsync(answer);
        foreach (var (field, value) in wrong)
        {
            Assert.True(page.GetElementById($"Input_{field}-error") is not null, $"{field} is not refused");
            if (field is not ("CrawlerPolicy" or "BreakingHours"))
            {
                var input = page.GetElementById($"Input_{field}")!;
                Assert.Equal(value, input.GetAttribute("value") ?? input.TextContent.TrimStart('\n'));
            }
        }

        Assert.Equal(before?.Version, (await RowAsync())?.Version);
    }

    [Fact]
    public async Task Text_stays_text_wherever_it_shows()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        await SavedAsync(
            admin,
            ("Input.Name", "N" + Evil),
            ("Input.Masthead", "M" + Evil),
            ("Input.Description", "D" + Evil),
            ("Input.Contact", "https://news.example/?a=<script>"),
            ("Input.RobotsLines", "# " + Evil),
            ("Input.SocialLinks", $"S{Evil} https://social.example/?a=%22"),
            ("Input.Policies", "ethicsPolicy https://lagoon.example/?a=</script><script>")
        );
        using (
            var saved = await admin.SubmitAsync(
                Menus,
                [
                    ("Header[0].Label", "H" + Evil),
                    ("Header[0].Address", "/archive"),
                    ("Footer[0].Label", "F" + Evil),
                    ("Footer[0].Address", "https://a.example/?a=%22"),
                ]
            )
        )
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        using var reader = site.Visitor();
        foreach (var address in new[] { "/", "/about/staff", "/nowhere", "/search", Form, Menus, "/admin/audit" })
        {
            using var answer = await (address.StartsWith("/admin", StringComparison.Ordinal) ? admin : reader).GetAsync(
                address
            );
            var page = await Visitor.ParseAsync(answer);
            Assert.DoesNotContain(
                page.Scripts,
                s =>
                    s.TextContent.Contains("alert", StringComparison.Ordinal)
                    && s.GetAttribute("type") != "application/ld+json"
            );
            Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/ld+json'])"));
        }

        var front = await reader.PageAsync("/");
        Assert.Equal("M" + Evil, front.QuerySelector(".masthead__name")!.TextContent);
        Assert.Equal("H" + Evil, front.QuerySelector(".sections a[href='/archive']")!.TextContent);
        Assert.Equal("F" + Evil, front.QuerySelector(".footer a[href='https://a.example/?a=%22']")!.TextContent);
        Assert.Single(front.QuerySelectorAll("script[type='application/ld+json']"));
        var feed = System.Xml.Linq.XDocument.Parse(await reader.TextAsync("/feed.xml"));
        Assert.Equal("N" + Evil, feed.Descendants("title").First().Value);
    }

    [Fact]
    public async Task Of_two_admins_the_later_is_told_and_loses_nothing()
    {
        using var ada = await site.VisitorAsync(site.Admin);
        var (settings, menus) = (await ada.PageAsync(Form), await ada.PageAsync(Menus));
        await SavedAsync(ada, ("Input.Description", "Ada's."));
        using var late = await ada.SubmitAsync(settings, Form, [("Input.Description", "Bob's.")]);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        var page = await Visitor.ParseAsync(late);
        Assert.Contains(
            "“Ada's.”",
            page.GetElementById("Input_Description-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Ada's.", (await RowAsync())!.Description);
        using (var again = await ada.SubmitAsync(page, Form, []))
        {
            Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        }

        Assert.Equal("Bob's.", (await RowAsync())!.Description);
        using var lateMenus = await ada.SubmitAsync(
            menus,
            Menus,
            [("Header[0].Label", "Kept here"), ("Header[0].Address", "/archive")]
        );
        page = await Visitor.ParseAsync(lateMenus);
        Assert.NotNull(page.GetElementById("meanwhile"));
        Assert.Equal("Kept here", page.GetElementById("Header_0__Label")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Menus_follow_sections_and_say_what_leads_nowhere()
    {
        var harbour = await site.CategoryAsync("Tugboats");
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        (string, string)[] lines =
        [
            ("Header[0].Label", "Boats"),
            ("Header[0].Address", "/category/tugboats"),
            ("Header[1].Label", "Old papers"),
            ("Header[1].Address", "/archive"),
            ("Footer[0].Label", "Elsewhere"),
            ("Footer[0].Address", ""),
            ("Footer[1].Label", "Shop"),
            ("Footer[1].Address", "https://shop.example/"),
        ];
        foreach (
            var bad in new[]
            {
                "/category/none",
                "/tag/none",
                "/about/none",
                "/nowhere",
                "//evil.example",
                "javascript:alert(1)",
                "http://a.example/",
            }
        )
        {
            using var refused = await admin.SubmitAsync(
                Menus,
                [.. lines, ("Header[2].Label", "Bad"), ("Header[2].Address", bad)]
            );
            var said = await Visitor.ParseAsync(refused);
            Assert.True(said.GetElementById("Header_2__Address-error") is not null, $"{bad} is taken");
            Assert.Equal(bad, said.GetElementById("Header_2__Address")!.GetAttribute("value"));
        }

        using (var moved = await admin.SubmitToAsync(Menus, "Move", [.. lines, ("step", "Header:1:-1")]))
        {
            var page = await Visitor.ParseAsync(moved);
            Assert.Equal("Old papers", page.GetElementById("Header_0__Label")!.GetAttribute("value"));
            using var saved = await admin.SubmitAsync(page, Menus, []);
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        var front = await reader.PageAsync("/");
        Assert.Equal(
            ["Front page", "Old papers", "Boats"],
            front.QuerySelectorAll("nav.sections a").Select(a => a.TextContent)
        );
        Assert.Equal(
            "Shop",
            front.QuerySelector(".footer nav[aria-label=Elsewhere] a[href='https://shop.example/']")!.TextContent
        );
        var change = Assert.Single(await LastChangesAsync("SaveMenus"), c => c.Field == "HeaderMenu");
        Assert.Contains($"category:{harbour} Boats", change.After, StringComparison.Ordinal);

        // A hidden section is left out, and the form says so.
        using (var hidden = await admin.SubmitAsync($"/admin/categories/{harbour}", [("Input.IsHidden", "true")]))
        {
            Assert.Equal(HttpStatusCode.Redirect, hidden.StatusCode);
        }

        front = await reader.PageAsync("/");
        Assert.DoesNotContain("Boats", front.QuerySelectorAll("nav.sections a").Select(a => a.TextContent));
        Assert.NotNull((await admin.PageAsync(Menus)).GetElementById("Header_1__Address-error"));
    }

    private static string? Meta(IDocument page, string selector) =>
        page.QuerySelector(selector)?.GetAttribute("content");

    private static async Task SavedAsync(Visitor admin, params (string, string)[] fields)
    {
        using var saved = await admin.SubmitAsync(Form, fields);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
    }

    private Task<PublishedSettings?> RowAsync() =>
        site.WithAsync<NewsroomDb, PublishedSettings?>(db =>
            db.Set<PublishedSettings>().AsNoTracking().SingleOrDefaultAsync()
        );

    private Task<IReadOnlyList<FieldChange>> LastChangesAsync(string act) =>
        site.WithAsync<NewsroomDb, IReadOnlyList<FieldChange>>(async db =>
            FieldChange.Read(
                await db
                    .AuditEntries.Where(e => e.Act == act)
                    .OrderByDescending(e => e.Id)
                    .Select(e => e.Changes)
                    .FirstAsync()
            )
        );

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var n = 0; n < 600 && !await holds(); n++)
        {
            await Task.Delay(50);
        }
    }
}
