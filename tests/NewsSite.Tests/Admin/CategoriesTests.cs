using System.Net;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class CategoriesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_renamed_category_is_new_on_readers_pages_and_its_old_addresses_lead_to_it()
    {
        var id = await site.CategoryAsync("Rail");
        var story = await site.PublishedAsync("Trains run", category: "Rail");
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (var (name, slug) in new[] { ("Railways", "railways"), ("Trains and buses", "trains-and-buses") })
        {
            using var saved = await admin.SubmitAsync(
                $"/admin/categories/{id}",
                [("Input.Name", name), ("Input.Slug", slug)],
                $"/{id}"
            );
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        using var reader = site.Visitor();
        foreach (var old in new[] { "rail", "railways" })
        {
            using var moved = await reader.GetAsync($"/category/{old}");
            Assert.Equal(HttpStatusCode.MovedPermanently, moved.StatusCode);
            Assert.Equal("/category/trains-and-buses", moved.Headers.Location!.OriginalString);
            using var feed = await reader.GetAsync($"/category/{old}/feed.xml");
            Assert.Equal("/category/trains-and-buses/feed.xml", feed.Headers.Location!.OriginalString);
        }

        var article = await reader.PageAsync($"/news/{story}/trains-run");
        Assert.Equal("Trains and buses", article.QuerySelector(".label")!.TextContent);
    }

    [Fact]
    public async Task Stories_stand_in_the_categories_above_also_after_a_move()
    {
        var (old, other) = (await site.CategoryAsync("Old parent"), await site.CategoryAsync("Other parent"));
        var child = await site.CategoryAsync("Child", old);
        await site.PublishedAsync("Nested story", category: "Child");
        Assert.Equal((true, false), (await ListsAsync("old-parent"), await ListsAsync("other-parent")));
        await ChangeAsync(child, new CategoryForm("Child", "child", null, "news", other));
        Assert.Equal((false, true), (await ListsAsync("old-parent"), await ListsAsync("other-parent")));

        async Task<bool> ListsAsync(string slug)
        {
            using var reader = site.Visitor();
            return (await reader.PageAsync($"/category/{slug}")).Body!.TextContent.Contains(
                "Nested story",
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task A_deleted_category_passes_stories_children_and_address_to_its_heir_and_counts_stay_equal()
    {
        var heir = await site.CategoryAsync("Heir");
        var doomed = await site.CategoryAsync("Doomed");
        await site.CategoryAsync("Orphan", doomed);
        var only = await site.PublishedAsync("Only doomed", category: "Doomed");
        var both = await site.DraftAsync("Both", category: "Doomed");
        await site.SaveAsync(both.ArticleId, c => c with { FurtherCategoryIds = [heir] });
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(both.ArticleId, new PublishOrder(2, null), site.Editor, default)
        );
        await site.PublishedAsync("Below doomed", category: "Orphan");

        using var admin = await site.VisitorAsync(site.Admin);
        using var refused = await admin.SubmitAsync($"/admin/categories/{doomed}", [("HeirId", "")], "Delete");
        Assert.Contains(
            "Choose the section",
            (await Visitor.ParseAsync(refused)).QuerySelector("#HeirId-error")!.TextContent,
            StringComparison.Ordinal
        );
        using var deleted = await admin.SubmitAsync($"/admin/categories/{doomed}", [("HeirId", $"{heir}")], "Delete");
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);

        using var reader = site.Visitor();
        using var moved = await reader.GetAsync("/category/doomed");
        Assert.Equal("/category/heir", moved.Headers.Location!.OriginalString);
        var list = (await reader.PageAsync("/category/heir"))
            .QuerySelectorAll(".card__headline")
            .Select(h => h.TextContent);
        Assert.Equal(["Below doomed", "Both", "Only doomed"], list.Order(StringComparer.Ordinal));
        var labels = (await reader.PageAsync($"/news/{both.ArticleId}/both"))
            .QuerySelectorAll(".label")
            .Select(l => l.TextContent);
        Assert.Equal(["Heir"], labels);

        // Old versions name the old category still; a rebuild and a new publication resolve it alike.
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(
            "Heir",
            (await reader.PageAsync($"/news/{only}/only-doomed")).QuerySelector(".label")!.TextContent
        );
    }

    [Fact]
    public async Task What_would_tangle_the_tree_is_refused()
    {
        var a = await site.CategoryAsync("Tangle a");
        var b = await site.CategoryAsync("Tangle b", a);
        var c = await site.CategoryAsync("Tangle c", b);
        await ChangeAsync(c, new CategoryForm("Tangle c", "tangle-renamed", null, "news", b));
        (long Id, CategoryForm Form, string Field)[] cases =
        [
            (a, new("Tangle a", "tangle-a", null, "news", c), "ParentId"),
            (a, new("Tangle a", "tangle-a", null, "news", a), "ParentId"),
            (a, new("Tangle a", "tangle-b", null, "news", null), "Slug"),
            (a, new("Tangle a", "tangle-c", null, "news", null), "Slug"),
            (a, new("Tangle a", "Not A Slug", null, "news", null), "Slug"),
            (a, new("Tangle a", "tangle-a", null, "news", 999999), "ParentId"),
        ];
        foreach (var (id, form, field) in cases)
        {
            var refused = await Assert.ThrowsAsync<CategoryRefusedException>(() => ChangeAsync(id, form));
            Assert.Equal(field, refused.Field);
        }

        var tooDeep = new CategoryForm("Too deep", "too-deep", null, "news", c);
        await Assert.ThrowsAsync<CategoryRefusedException>(() =>
            site.WithAsync<CategoryDesk, long>(desk => desk.CreateAsync(tooDeep, site.Admin, default))
        );
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<CategoryDesk, long>(desk => desk.CreateAsync(tooDeep, site.Editor, default))
        );
    }

    [Fact]
    public async Task Order_is_moved_by_a_press_and_is_the_order_of_readers_navigation()
    {
        foreach (var name in new[] { "Order one", "Order two", "Order three" })
        {
            await site.CategoryAsync(name);
        }

        var three = await site.CategoryAsync("Order three");
        await site.WithAsync<CategoryDesk>(desk => desk.MoveAsync(three, -1, site.Admin, default));
        using var reader = site.Visitor();
        var names = (await reader.PageAsync("/"))
            .QuerySelectorAll(".sections a")
            .Select(a => a.TextContent)
            .Where(n => n.StartsWith("Order", StringComparison.Ordinal));
        Assert.Equal(["Order one", "Order three", "Order two"], names);
    }

    private Task ChangeAsync(long id, CategoryForm form) =>
        site.WithAsync<CategoryDesk>(desk => desk.ChangeAsync(id, form, site.Admin, default));
}
