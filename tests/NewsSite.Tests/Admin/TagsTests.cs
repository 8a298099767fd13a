using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class TagsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_renamed_tag_is_new_on_readers_pages_and_every_name_that_it_had_means_it()
    {
        var story = await site.PublishedAsync("Trains run", tags: ["Rail strike"]);
        var id = await IdAsync("Rail strike");
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/tag/rail-strike"));
        foreach (
            var (name, slug) in new[] { ("Railway strike", "railway-strike"), ("Railway dispute", "railway-dispute") }
        )
        {
            using var saved = await admin.SubmitAsync(
                $"/admin/tags/{id}",
                [
                    ("Input.Name", name),
                    ("Input.Slug", slug),
                    ("Input.Kind", "Event"),
                    ("Input.Description", "What it is about"),
                    ("Input.Synonyms", "Train stoppage, Bähnlerstreik"),
                ]
            );
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        foreach (var old in new[] { "rail-strike", "railway-strike" })
        {
            Assert.Equal("/tag/railway-dispute", await site.LeadsToAsync(reader, $"/tag/{old}"));
        }

        var page = await reader.PageAsync("/tag/railway-dispute");
        Assert.Equal("Event", page.QuerySelector(".list-head__kind")!.TextContent);
        Assert.Contains(
            "Railway dispute",
            await reader.TextAsync($"/news/{story}/trains-run"),
            StringComparison.Ordinal
        );
        foreach (var typed in new[] { "rail strike", "Railway Strike", "train stoppage", "Bahnlerstreik" })
        {
            Assert.Equal([id], await AddAsync(typed));
        }

        Assert.Equal("[\"Railway dispute\"]", await admin.TextAsync("/newsroom/tags?q=stopp"));
        Assert.Equal("[\"Railway dispute\"]", await admin.TextAsync("/newsroom/tags?q=bahnl"));
        var found = await admin.PageAsync("/admin/tags?q=stoppage");
        Assert.Contains("Railway dispute", found.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.True(
            await site.WithAsync<NewsroomDb, bool>(db =>
                db.AuditEntries.AnyAsync(a =>
                    a.Subject == $"tag:{id}" && a.Act == "ChangeTag" && a.StaffMemberId == site.Admin.Id
                )
            )
        );
    }

    [Fact]
    public async Task A_name_or_address_that_is_somebody_elses_is_refused_beside_its_field_and_what_was_typed_stays()
    {
        await AddAsync("Owner");
        var (owner, other) = (await IdAsync("Owner"), (await AddAsync("Another one"))[0]);
        await site.WithAsync<TagDesk>(d =>
            d.ChangeAsync(owner, new("Owner", "the-owner", TagKind.Topic, null, ["Holder"]), site.Admin, default)
        );
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var (field, value) in new[]
            {
                ("Slug", "the-owner"),
                ("Slug", "owner"),
                ("Slug", "holder"),
                ("Slug", "Not a slug"),
                ("Synonyms", "holder"),
                ("Synonyms", "Owner"),
                ("Name", ""),
                ("Name", "a, b"),
                ("Name", new string('x', Tag.NameLimit + 1)),
                ("Description", new string('x', Tag.DescriptionLimit + 1)),
                ("Synonyms", string.Join(',', Enumerable.Range(0, TagDesk.SynonymLimit + 1))),
                ("Synonyms", new string('x', Tag.NameLimit + 1)),
            }
        )
        {
            using var refused = await admin.SubmitAsync($"/admin/tags/{other}", [($"Input.{field}", value)]);
            var page = await Visitor.ParseAsync(refused);
            Assert.NotNull(page.QuerySelector($"#Input_{field}-error"));
            var typed = page.QuerySelector($"#Input_{field}")!;
            Assert.Equal(value, typed is IHtmlInputElement input ? input.Value : typed.TextContent.Trim());
        }
    }

    [Fact]
    public async Task What_would_move_is_counted_first_then_moves_at_once_and_comes_back_exactly()
    {
        var both = await site.PublishedAsync("Both tags", tags: ["Jets", "Jet", "Noise"]);
        var only = await site.PublishedAsync("One tag", tags: ["Jets"]);
        await site.PublishedAsync("The other", tags: ["Jet planes"]);
        var draft = (await site.DraftAsync("A draft", tags: ["Jets"])).ArticleId;
        var (heir, jets, planes) = (await IdAsync("Jet"), await IdAsync("Jets"), await IdAsync("Jet planes"));
        await site.WithAsync<TagDesk>(d =>
            d.ChangeAsync(
                planes,
                new("Jet aircraft", "jet-aircraft", TagKind.Topic, null, ["Jetliner"]),
                site.Admin,
                default
            )
        );
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        var before = await site.DumpAsync();
        var address = $"/admin/tags/merge?ids={heir}&ids={jets}&ids={planes}";
        var choose = await admin.PageAsync(address);
        Assert.Equal(3, choose.QuerySelectorAll("input[type=radio]").Length);
        var look = await admin.PageAsync($"{address}&into={heir}");
        Assert.Equal(["3", "1", "3", "3"], look.QuerySelectorAll("[data-count]").Select(c => c.TextContent));
        Assert.Equal(before, await site.DumpAsync());

        using var merged = await admin.SubmitAsync(look, address, [("into", $"{heir}")]);
        Assert.Equal(HttpStatusCode.Redirect, merged.StatusCode);
        foreach (var old in new[] { "jets", "jet-planes", "jet-aircraft" })
        {
            Assert.Equal("/tag/jet", await site.LeadsToAsync(reader, $"/tag/{old}"));
        }

        Assert.Equal(3, (await reader.PageAsync("/tag/jet")).QuerySelectorAll(".card__headline").Length);
        Assert.Equal(["Jet", "Noise"], Topics(await reader.PageAsync($"/news/{both}/both-tags")));
        Assert.Equal(["Jet"], Topics(await reader.PageAsync($"/news/{only}/one-tag")));
        Assert.Equal([heir], await AddAsync("JETS"));
        Assert.Equal([heir], await AddAsync("jetliner"));
        var search = await reader.PageAsync("/search?q=tag&tag=jets");
        Assert.Contains("One tag", search.Body!.TextContent, StringComparison.Ordinal);
        var listed = await admin.PageAsync("/newsroom/stories?tag=Jet");
        Assert.Contains("A draft", listed.Body!.TextContent, StringComparison.Ordinal);

        // A story that is saved again keeps what it named.
        using var saved = await admin.SubmitAsync($"/newsroom/write/{draft}", [("Input.Headline", "A draft again")]);
        Assert.Equal(
            [jets],
            await site.WithAsync<NewsroomDb, long[]>(db =>
                db.StoryHeads.Where(h => h.ArticleId == draft).Select(h => h.TagIds).SingleAsync()
            )
        );

        var desk = await admin.PageAsync("/admin/tags");
        var merger = desk.QuerySelector("button[name=merger]")!.GetAttribute("value")!;
        using var undone = await admin.SubmitAsync(desk, "/admin/tags", [("merger", merger)], "Undo");
        Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        Assert.Equal(before, await site.DumpAsync());
        Assert.Equal("/tag/jet-aircraft", await site.LeadsToAsync(reader, "/tag/jet-planes"));
        Assert.Equal([jets], await AddAsync("JETS"));
        Assert.Equal([planes], await AddAsync("jetliner"));
    }

    [Fact]
    public async Task A_merger_is_not_undone_after_a_day_or_while_something_stands_on_it()
    {
        var (a, b, c) = (
            (await AddAsync("Stand a"))[0],
            (await AddAsync("Stand b"))[0],
            (await AddAsync("Stand c"))[0]
        );
        var first = await MergeAsync(a, b);
        var second = await MergeAsync(b, c);
        Assert.Contains("itself been merged", await RefusedAsync(first), StringComparison.Ordinal);
        await UndoAsync(second);
        await ChangeAsync(b, "stand-a");
        Assert.Contains("another address", await RefusedAsync(first), StringComparison.Ordinal);
        await ChangeAsync(b, "stand-b");
        await UndoAsync(first);
        Assert.Contains("already", await RefusedAsync(first), StringComparison.Ordinal);
        var old = await MergeAsync(a, c);
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"update newsroom.merger set at = at - interval '1 day' where id = {old}")
        );
        Assert.Contains("more than a day", await RefusedAsync(old), StringComparison.Ordinal);

        Task ChangeAsync(long id, string slug) =>
            site.WithAsync<TagDesk>(d =>
                d.ChangeAsync(id, new("Stand b", slug, TagKind.Topic, null, []), site.Admin, default)
            );
        Task UndoAsync(long merger) => site.WithAsync<TagMergers>(m => m.UndoAsync(merger, site.Admin, default));
        async Task<string> RefusedAsync(long merger) =>
            (await Assert.ThrowsAsync<TagRefusedException>(() => UndoAsync(merger))).Message;
        async Task<long> MergeAsync(long id, long heir)
        {
            await site.WithAsync<TagMergers>(m => m.MergeAsync([id], heir, site.Admin, default));
            return await site.WithAsync<NewsroomDb, long>(db => db.Mergers.MaxAsync(m => m.Id));
        }
    }

    [Fact]
    public async Task Unused_tags_are_listed_and_deleted_and_used_ones_never_are()
    {
        await site.DraftAsync("Only a draft", tags: ["Used by a draft"]);
        var used = await IdAsync("Used by a draft");
        var unused = (await AddAsync("Never used"))[0];
        using var admin = await site.VisitorAsync(site.Admin);
        var list = await admin.PageAsync("/admin/tags?show=unused");
        var rows = list.QuerySelector("tbody")!.TextContent;
        Assert.Contains("Never used", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("Used by a draft", rows, StringComparison.Ordinal);
        using var deleted = await admin.SubmitAsync(
            list,
            "/admin/tags",
            [("ids", $"{unused}"), ("ids", $"{used}")],
            "Delete"
        );
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Equal(
            [used],
            await site.WithAsync<NewsroomDb, List<long>>(db =>
                db.Tags.Where(t => t.Id == used || t.Id == unused).Select(t => t.Id).ToListAsync()
            )
        );
    }

    private static IEnumerable<string> Topics(IHtmlDocument page) =>
        page.QuerySelectorAll("article a[href^='/tag/']").Select(t => t.TextContent.Trim()).Distinct();

    private Task<long[]> AddAsync(string name) =>
        site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync([name], default));

    private async Task<long> IdAsync(string name) =>
        (await site.WithAsync<TagBook, long?>(book => book.FindAsync(name, default)))!.Value;
}
