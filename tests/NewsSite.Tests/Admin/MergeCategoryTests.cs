using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class MergeCategoryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task What_would_move_is_counted_first_then_moves_at_once_and_comes_back_exactly()
    {
        var heir = await site.CategoryAsync("Sport");
        var taken = await site.CategoryAsync("Games");
        await ChangeAsync(taken, new("Sports", "sports", null, "sport", null));
        var below = await site.CategoryAsync("Rowing", taken);
        await site.CategoryAsync("Eights", below);
        var only = await site.PublishedAsync("Only in sports", category: "Sports");
        var both = (await site.DraftAsync("In both", category: "Sport")).ArticleId;
        await site.SaveAsync(both, c => c with { FurtherCategoryIds = [taken] });
        await site.PublishAsync(both, 2);
        await site.PublishedAsync("About rowing", category: "Rowing");
        await site.DraftAsync("A draft", category: "Sports");
        var further = (await site.DraftAsync("Another draft", category: "Sport")).ArticleId;
        await site.SaveAsync(further, c => c with { FurtherCategoryIds = [taken] });
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        await ReadAllAsync(reader, "/", "/category/sports", "/category/games", "/category/sport", "/sections");
        var before = await site.DumpAsync();

        // Looking changes nothing.
        var look = await admin.PageAsync($"/admin/categories/{taken}/merge?into={heir}");
        Assert.Equal(["2", "2", "2", "2"], Counts(look));
        Assert.Equal(before, await site.DumpAsync());

        using var merged = await admin.SubmitAsync(
            look,
            $"/admin/categories/{taken}/merge?into={heir}",
            [],
            action: null
        );
        Assert.Equal(HttpStatusCode.Redirect, merged.StatusCode);
        foreach (var old in new[] { "games", "sports" })
        {
            Assert.Equal("/category/sport", await site.LeadsToAsync(reader, $"/category/{old}"));
        }

        Assert.Equal(
            ["About rowing", "In both", "Only in sports"],
            Headlines(await reader.PageAsync("/category/sport"))
        );
        Assert.Equal(["Sport"], Labels(await reader.PageAsync($"/news/{only}/only-in-sports")));
        Assert.Equal(["Sport"], Labels(await reader.PageAsync($"/news/{both}/in-both")));

        // Saving a story again does not choose its section anew.
        var draft = await site.WithAsync<NewsroomDb, long>(db =>
            db.ArticleVersions.Where(v => v.Content.Headline == "A draft").Select(v => v.ArticleId).FirstAsync()
        );
        using var saved = await admin.SubmitAsync($"/newsroom/write/{draft}", [("Input.Headline", "A draft again")]);
        Assert.Equal(
            taken,
            await site.WithAsync<NewsroomDb, long?>(db =>
                db.ArticleVersions.Where(v => v.ArticleId == draft)
                    .OrderByDescending(v => v.Number)
                    .Select(v => v.Content.PrimaryCategoryId)
                    .FirstAsync()
            )
        );

        var list = await admin.PageAsync("/admin/categories");
        var merger = list.QuerySelector("button[name=merger]")!.GetAttribute("value")!;
        using var undone = await admin.SubmitAsync(list, "/admin/categories", [("merger", merger)], "Undo");
        Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        Assert.Equal(before, await site.DumpAsync());
        Assert.Equal(
            ["About rowing", "In both", "Only in sports"],
            Headlines(await reader.PageAsync("/category/sports"))
        );
        Assert.Equal(["In both"], Headlines(await reader.PageAsync("/category/sport")));
        Assert.Equal("/category/sports", await site.LeadsToAsync(reader, "/category/games"));
        Assert.Equal(["Sport", "Sports"], Labels(await reader.PageAsync($"/news/{both}/in-both")));
        Assert.Empty(
            (await admin.PageAsync("/admin/categories")).QuerySelectorAll($"button[name=merger][value='{merger}']")
        );
        Assert.Equal(
            ["MergeCategory", "UndoMergeCategory"],
            await site.WithAsync<NewsroomDb, List<string>>(db =>
                db.AuditEntries.Where(a => a.Subject == $"category:{taken}" && a.Act.Contains("Merge"))
                    .OrderBy(a => a.Id)
                    .Select(a => a.Act)
                    .ToListAsync()
            )
        );
    }

    [Fact]
    public async Task What_came_later_and_stands_on_a_merger_keeps_it_from_being_undone_until_it_is_put_back()
    {
        var (a, b, c) = (
            await site.CategoryAsync("Undo a"),
            await site.CategoryAsync("Undo b"),
            await site.CategoryAsync("Undo c")
        );
        var child = await site.CategoryAsync("Undo child", a);
        var first = await MergeAsync(a, b);

        // Its address.
        await ChangeAsync(b, new("Undo b", "undo-a", null, "news", null));
        Assert.Contains("another address", await RefusedAsync(first), StringComparison.Ordinal);
        await ChangeAsync(b, new("Undo b", "undo-b", null, "news", null));

        // What lay in it.
        await PlaceAsync(child, null, 0);
        Assert.Contains("Undo child", await RefusedAsync(first), StringComparison.Ordinal);
        await PlaceAsync(child, b, 0);

        // Its heir.
        var second = await MergeAsync(b, c);
        Assert.Contains("Undo c", await RefusedAsync(first), StringComparison.Ordinal);
        await UndoAsync(second);
        await UndoAsync(first);
        Assert.Contains("already", await RefusedAsync(first), StringComparison.Ordinal);
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/category/undo-a"));

        // A day.
        var old = await MergeAsync(c, b);
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"update newsroom.merger set at = at - interval '1 day' where id = {old}")
        );
        Assert.Contains("more than a day", await RefusedAsync(old), StringComparison.Ordinal);
        using var admin = await site.VisitorAsync(site.Admin);
        Assert.DoesNotContain(
            "Undo c into Undo b",
            (await admin.PageAsync("/admin/categories")).Body!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_withdrawn_story_that_leads_to_a_section_leads_to_its_heir_in_one_step()
    {
        var (taken, heir) = (await site.CategoryAsync("Lost and found"), await site.CategoryAsync("Found"));
        var story = await site.PublishedAsync("Led away", category: "Found");
        await site.WithdrawAsync(
            story,
            new WithdrawOrder(NewsSite.News.Articles.WithdrawOutcome.Redirect, "A test")
            {
                To = "/category/lost-and-found",
            }
        );
        await MergeAsync(taken, heir);
        using var reader = site.Visitor();
        Assert.Equal("/category/found", await site.LeadsToAsync(reader, $"/news/{story}/led-away"));
    }

    [Fact]
    public async Task A_hidden_section_is_in_no_menu_list_or_sitemap_and_its_page_and_stories_answer()
    {
        var id = await site.CategoryAsync("Backstage");
        await site.CategoryAsync("Props", id);
        var story = await site.PublishedAsync("Behind the curtain", category: "Props");
        using var reader = site.Visitor();
        string[] lists = ["/", "/sections", "/follow", "/sitemaps/sections.xml", "/search?q=curtain"];
        foreach (var list in lists)
        {
            Assert.Contains("backstage", await reader.TextAsync(list), StringComparison.Ordinal);
        }

        using var admin = await site.VisitorAsync(site.Admin);
        using var saved = await admin.SubmitAsync(
            $"/admin/categories/{id}",
            [("Input.IsHidden", "true"), ("Input.MediaTopic", "medtop:20000002")],
            $"/{id}"
        );
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        foreach (var list in lists)
        {
            // A story among those found, or newest, goes on saying where it is filed.
            var text = list.EndsWith("xml", StringComparison.Ordinal)
                ? await reader.TextAsync(list)
                : string.Concat(
                    (await reader.PageAsync(list))
                        .QuerySelectorAll("nav a, .tree a, main li > a, .facet a, input[name=section]")
                        .Where(a => a.Closest("article") is null)
                        .Select(a => $"{a.GetAttribute("href")} {a.GetAttribute("value")}\n")
                );
            Assert.DoesNotContain("backstage", text, StringComparison.Ordinal);
            Assert.DoesNotContain("/category/props", text, StringComparison.Ordinal);
        }

        var page = await reader.PageAsync("/category/backstage");
        Assert.Equal("noindex,follow", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Contains("medtop:20000002", page.Head!.InnerHtml, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".list-head__links a[href='/category/props']"));
        Assert.Equal(["Behind the curtain"], Headlines(page));
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/category/backstage/feed.xml"));
        Assert.Equal(["Props"], Labels(await reader.PageAsync($"/news/{story}/behind-the-curtain")));
        using var wrong = await admin.SubmitAsync(
            $"/admin/categories/{id}",
            [("Input.MediaTopic", "medtop:2000")],
            $"/{id}"
        );
        var form = await Visitor.ParseAsync(wrong);
        Assert.Contains(
            "eight digits",
            form.QuerySelector("#Input_MediaTopic-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("medtop:2000", ((IHtmlInputElement)form.QuerySelector("#Input_MediaTopic")!).Value);
    }

    private async Task<long> MergeAsync(long id, long heir)
    {
        await site.WithAsync<CategoryMergers>(m => m.MergeAsync(id, heir, site.Admin, default));
        return await site.WithAsync<NewsroomDb, long>(db => db.Mergers.MaxAsync(m => m.Id));
    }

    private Task UndoAsync(long merger) =>
        site.WithAsync<CategoryMergers>(m => m.UndoAsync(merger, site.Admin, default));

    private async Task<string> RefusedAsync(long merger) =>
        (await Assert.ThrowsAsync<CategoryRefusedException>(() => UndoAsync(merger))).Message;

    private Task ChangeAsync(long id, CategoryForm form) =>
        site.WithAsync<CategoryDesk>(desk => desk.ChangeAsync(id, form, site.Admin, default));

    private Task PlaceAsync(long id, long? parent, int place) =>
        site.WithAsync<CategoryDesk>(desk => desk.PlaceAsync(id, parent, place, site.Admin, default));

    private static async Task ReadAllAsync(Visitor reader, params string[] addresses)
    {
        foreach (var address in addresses)
        {
            using var answer = await reader.GetAsync(address);
        }
    }

    private static IEnumerable<string> Counts(IHtmlDocument page) =>
        page.QuerySelectorAll("[data-count]").Select(c => c.TextContent);

    private static IEnumerable<string> Headlines(IHtmlDocument page) =>
        page.QuerySelectorAll(".card__headline").Select(h => h.TextContent.Trim()).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Labels(IHtmlDocument page) =>
        page.QuerySelectorAll(".label").Select(l => l.TextContent);
}
