using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>
/// Who may enter where, as one table. A route that is missing from it fails. Who has given a password, and owes a code still,
/// is a stranger everywhere but where the code is asked for.
/// </summary>
public sealed class RoutesTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    private const string In = "302 /account/sign-in";
    private const string No = "302 /account/denied";

    // Route; an address of it; what a stranger, a reporter, an editor and an admin are answered.
    private static readonly (string Route, string Address, string[] Answers)[] Table =
    [
        ("", "/", ["200", "200", "200", "200"]),
        ("category/{slug}", "/category/news", ["200", "200", "200", "200"]),
        ("category/{slug}/feed.xml", "/category/news/feed.xml", ["200", "200", "200", "200"]),
        ("category/{slug}/feed.json", "/category/news/feed.json", ["200", "200", "200", "200"]),
        ("tag/{slug}", "/tag/routes", ["200", "200", "200", "200"]),
        ("tag/{slug}/feed.xml", "/tag/routes/feed.xml", ["200", "200", "200", "200"]),
        ("tag/{slug}/feed.json", "/tag/routes/feed.json", ["200", "200", "200", "200"]),
        ("author/{slug}", "/author/rita-reporter", ["200", "200", "200", "200"]),
        ("author/{slug}/feed.xml", "/author/rita-reporter/feed.xml", ["200", "200", "200", "200"]),
        ("author/{slug}/feed.json", "/author/rita-reporter/feed.json", ["200", "200", "200", "200"]),
        ("news/{id:long}/{slug?}", "/news/{live}/a-public-story", ["200", "200", "200", "200"]),
        ("news/{id:long}/{slug}/history", "/news/{live}/a-public-story/history", ["404", "404", "404", "404"]),
        ("news/{id:long}/{slug}/history", "/news/{changed}/a-changed-story/history", ["200", "200", "200", "200"]),
        (
            "news/{id:long}/{slug}/live/{part:int:min(1)}",
            "/news/{live}/a-public-story/live/1",
            ["404", "404", "404", "404"]
        ),
        (
            "news/{id:long}/{slug}/live/{part:int:min(1)}",
            "/news/{blog}/a-live-blog/live/1",
            ["200", "200", "200", "200"]
        ),
        ("preview/{token}", "/preview/none", ["404", "404", "404", "404"]),
        ("preview/{token}/media/{hash}/{rendition}", "/preview/none/media/none/640.avif", ["404", "404", "404", "404"]),
        ("search", "/search", ["200", "200", "200", "200"]),
        ("sections", "/sections", ["200", "200", "200", "200"]),
        ("follow", "/follow", ["200", "200", "200", "200"]),
        ("archive/{year:int?}/{month:int?}/{day:int?}", "/archive/2026/11", ["200", "200", "200", "200"]),
        ("corrections", "/corrections", ["200", "200", "200", "200"]),
        ("about/{slug?}", "/about/none", ["404", "404", "404", "404"]),
        ("about/staff", "/about/staff", ["200", "200", "200", "200"]),
        ("offline", "/offline", ["200", "200", "200", "200"]),
        ("service-worker.js", "/service-worker.js", ["200", "200", "200", "200"]),
        ("read/{id:long}", "/read/1", ["404", "404", "404", "404"]),
        ("live", "/live", ["200", "200", "200", "200"]),
        ("live/latest.json", "/live/latest.json", ["200", "200", "200", "200"]),
        ("feed.xml", "/feed.xml", ["200", "200", "200", "200"]),
        ("media/logo/{file}", "/media/logo/none.png", ["404", "404", "404", "404"]),
        ("media/{hash}/{rendition}", "/media/none/640.avif", ["404", "404", "404", "404"]),
        ("media/card/{id:long}-{version:int}.jpg", "/media/card/{live}-1.jpg", ["200", "200", "200", "200"]),
        ("api/v1/stories", "/api/v1/stories", ["200", "200", "200", "200"]),
        ("api/v1/stories/{id:long}", "/api/v1/stories/{live}", ["200", "200", "200", "200"]),
        ("api/v1/stories/{id:long}/ninjs", "/api/v1/stories/{live}/ninjs", ["200", "200", "200", "200"]),
        ("api/v1/categories", "/api/v1/categories", ["200", "200", "200", "200"]),
        ("api/v1/categories/{slug}", "/api/v1/categories/news", ["200", "200", "200", "200"]),
        ("api/v1/tags", "/api/v1/tags", ["200", "200", "200", "200"]),
        ("api/v1/tags/{slug}", "/api/v1/tags/routes", ["200", "200", "200", "200"]),
        ("api/v1/authors", "/api/v1/authors", ["200", "200", "200", "200"]),
        ("api/v1/authors/{slug}", "/api/v1/authors/rita-reporter", ["200", "200", "200", "200"]),
        ("api/v1/search", "/api/v1/search?q=story", ["200", "200", "200", "200"]),
        ("api/v1/openapi.json", "/api/v1/openapi.json", ["200", "200", "200", "200"]),
        ("api/v1/stories/{id:long}", "/api/v1/stories/{own}", ["404", "404", "404", "404"]),
        ("api/v1/stories/{id:long}/ninjs", "/api/v1/stories/{own}/ninjs", ["404", "404", "404", "404"]),
        ("api/v1/{*path}", "/api/v1/none", ["404", "404", "404", "404"]),
        ("feed.json", "/feed.json", ["200", "200", "200", "200"]),
        ("corrections/feed.xml", "/corrections/feed.xml", ["200", "200", "200", "200"]),
        ("sitemap.xml", "/sitemap.xml", ["200", "200", "200", "200"]),
        ("sitemap-news.xml", "/sitemap-news.xml", ["200", "200", "200", "200"]),
        ("sitemaps/stories-{month}.xml", "/sitemaps/stories-1999-01.xml", ["404", "404", "404", "404"]),
        ("sitemaps/sections.xml", "/sitemaps/sections.xml", ["200", "200", "200", "200"]),
        ("sitemaps/topics.xml", "/sitemaps/topics.xml", ["200", "200", "200", "200"]),
        ("sitemaps/topics-{part:int:min(2)}.xml", "/sitemaps/topics-2.xml", ["200", "200", "200", "200"]),
        ("sitemaps/authors.xml", "/sitemaps/authors.xml", ["200", "200", "200", "200"]),
        ("sitemaps/authors-{part:int:min(2)}.xml", "/sitemaps/authors-2.xml", ["200", "200", "200", "200"]),
        ("sitemaps/pages.xml", "/sitemaps/pages.xml", ["200", "200", "200", "200"]),
        ("robots.txt", "/robots.txt", ["200", "200", "200", "200"]),
        ("ads.txt", "/ads.txt", ["200", "200", "200", "200"]),
        ("trust.txt", "/trust.txt", ["200", "200", "200", "200"]),
        (".well-known/trust.txt", "/.well-known/trust.txt", ["200", "200", "200", "200"]),
        (".well-known/security.txt", "/.well-known/security.txt", ["404", "404", "404", "404"]),
        ("site.webmanifest", "/site.webmanifest", ["200", "200", "200", "200"]),
        ("error/{code:int}", "/error/404", ["404", "404", "404", "404"]),
        ("{**path:file}", "/none.css", ["404", "404", "404", "404"]),
        ("{*path}", "/nowhere", ["404", "404", "404", "404"]),
        ("health/live", "/health/live", ["200", "200", "200", "200"]),
        ("health/ready", "/health/ready", ["200", "200", "200", "200"]),
        ("account/sign-in", "/account/sign-in", ["200", "200", "200", "200"]),
        ("account/sign-out", "/account/sign-out", [In, "302 /newsroom", "302 /newsroom", "302 /newsroom"]),
        ("account/set-password", "/account/set-password", ["200", "200", "200", "200"]),
        ("account/first-admin", "/account/first-admin", ["404", "404", "404", "404"]),
        ("account/denied", "/account/denied", [In, "403", "403", "403"]),
        ("account/password", "/account/password", [In, "200", "200", "200"]),
        ("account", "/account", [In, "200", "200", "200"]),
        ("account/code", "/account/code", [In, In, In, In]),
        ("account/sign-in-codes", "/account/sign-in-codes", [In, "200", "200", "200"]),
        ("account/passkeys", "/account/passkeys", [In, "200", "200", "200"]),
        ("account/sessions", "/account/sessions", [In, "200", "200", "200"]),
        ("account/confirm", "/account/confirm", [In, "200", "200", "200"]),
        ("account/to-provider", "/account/to-provider", ["404", "404", "404", "404"]),
        ("account/provider", "/account/provider", [In, "404", "404", "404"]),
        ("newsroom", "/newsroom", [In, "200", "200", "200"]),
        ("newsroom/write/{id:long?}", "/newsroom/write", [In, "200", "200", "200"]),
        ("newsroom/write/{id:long?}", "/newsroom/write/{own}", [In, "200", "200", "200"]),
        ("newsroom/write/{id:long?}", "/newsroom/write/{other}", [In, "404", "200", "200"]),
        ("newsroom/preview/{id:long}", "/newsroom/preview/{own}", [In, "200", "200", "200"]),
        ("newsroom/preview/{id:long}", "/newsroom/preview/{other}", [In, "404", "200", "200"]),
        ("newsroom/links/{id:long}", "/newsroom/links/{own}", [In, "200", "200", "200"]),
        ("newsroom/links/{id:long}", "/newsroom/links/{other}", [In, "404", "200", "200"]),
        ("newsroom/history/{id:long}", "/newsroom/history/{own}", [In, "200", "200", "200"]),
        ("newsroom/history/{id:long}", "/newsroom/history/{other}", [In, "404", "200", "200"]),
        ("newsroom/history/{id:long}", "/newsroom/history/999999", [In, "404", "404", "404"]),
        ("newsroom/publish/{id:long}", "/newsroom/publish/{own}", [In, No, "200", "200"]),
        ("newsroom/published/{id:long}", "/newsroom/published/{own}", [In, "200", "200", "200"]),
        ("newsroom/withdraw/{id:long}", "/newsroom/withdraw/{own}", [In, No, "200", "200"]),
        ("newsroom/alert/{id:long}", "/newsroom/alert/999999", [In, No, "404", "404"]),
        ("newsroom/breaking", "/newsroom/breaking", [In, No, "200", "200"]),
        ("newsroom/stories", "/newsroom/stories", [In, "200", "200", "200"]),
        ("newsroom/stories", "/newsroom/stories?edit={other}", [In, "404", "200", "200"]),
        ("newsroom/notes/{id:long}", "/newsroom/notes/{own}", [In, "200", "200", "200"]),
        ("newsroom/notes/{id:long}", "/newsroom/notes/{other}", [In, "404", "200", "200"]),
        ("newsroom/wire", "/newsroom/wire", [In, "200", "200", "200"]),
        ("newsroom/front", "/newsroom/front", [In, No, "200", "200"]),
        ("newsroom/related/{id:long}", "/newsroom/related/{live}", [In, No, "200", "200"]),
        ("newsroom/related/{id:long}", "/newsroom/related/{own}", [In, No, "404", "404"]),
        ("newsroom/live/{id:long}", "/newsroom/live/{live}", [In, "404", "200", "200"]),
        ("newsroom/live/{id:long}", "/newsroom/live/{blog}", [In, "200", "200", "200"]),
        ("newsroom/live/{id:long}", "/newsroom/live/{own}", [In, "404", "404", "404"]),
        ("newsroom/tags", "/newsroom/tags?q=a", [In, "200", "200", "200"]),
        ("newsroom/render", "/newsroom/render", [In, "404", "404", "404"]),
        ("newsroom/keep/{id:long?}", "/newsroom/keep", [In, "404", "404", "404"]),
        ("newsroom/media/{hash}/{rendition}", "/newsroom/media/none/640.avif", [In, "404", "404", "404"]),
        ("newsroom/pictures", "/newsroom/pictures", [In, "200", "200", "200"]),
        ("newsroom/pictures/{id:long}", "/newsroom/pictures/999999", [In, "404", "404", "404"]),
        ("newsroom/pictures/upload", "/newsroom/pictures/upload", [In, "404", "404", "404"]),
        ("newsroom/pictures/new", "/newsroom/pictures/new", [In, "200", "200", "200"]),
        ("admin", "/admin", [In, No, No, "200"]),
        ("admin/categories", "/admin/categories", [In, No, No, "200"]),
        ("admin/categories/{id:long}", "/admin/categories/{category}", [In, No, No, "200"]),
        ("admin/categories/{id:long}/merge", "/admin/categories/{category}/merge", [In, No, No, "200"]),
        ("admin/pages", "/admin/pages", [In, No, No, "200"]),
        ("admin/pages/new", "/admin/pages/new", [In, No, No, "200"]),
        ("admin/pages/edit/{slug}", "/admin/pages/edit/none", [In, No, No, "404"]),
        ("admin/settings", "/admin/settings", [In, No, No, "200"]),
        ("admin/menus", "/admin/menus", [In, No, No, "200"]),
        ("admin/system", "/admin/system", [In, No, No, "200"]),
        ("admin/webhooks", "/admin/webhooks", [In, No, No, "200"]),
        ("admin/webhooks/{id:long}", "/admin/webhooks/999999", [In, No, No, "404"]),
        ("admin/audit", "/admin/audit", [In, No, No, "200"]),
        ("admin/audit", "/admin/audit?handler=Export", [In, No, No, "200"]),
        ("admin/wire", "/admin/wire", [In, No, No, "200"]),
        ("admin/wire/{id:long}", "/admin/wire/999999", [In, No, No, "404"]),
        ("admin/addresses", "/admin/addresses", [In, No, No, "200"]),
        ("admin/addresses", "/admin/addresses?handler=Export", [In, No, No, "200"]),
        ("admin/addresses/{id:long}", "/admin/addresses/999999", [In, No, No, "404"]),
        ("admin/addresses/missing", "/admin/addresses/missing", [In, No, No, "200"]),
        ("admin/addresses/check", "/admin/addresses/check", [In, No, No, "200"]),
        ("admin/addresses/import", "/admin/addresses/import", [In, No, No, "200"]),
        ("admin/import", "/admin/import", [In, No, No, "200"]),
        ("admin/import/upload", "/admin/import/upload", [In, No, No, "404"]),
        ("admin/import/{id:long}", "/admin/import/999999", [In, No, No, "404"]),
        ("admin/tags", "/admin/tags", [In, No, No, "200"]),
        ("admin/tags/merge", "/admin/tags/merge", [In, No, No, "200"]),
        ("admin/tags/{id:long}", "/admin/tags/{tag}", [In, No, No, "200"]),
        ("admin/authors", "/admin/authors", [In, No, No, "200"]),
        ("admin/authors/{id:long}", "/admin/authors/1", [In, No, No, "200"]),
        ("newsroom/profile", "/newsroom/profile", [In, "200", "200", "200"]),
        ("admin/staff", "/admin/staff", [In, No, No, "200"]),
        ("admin/staff/{id:long}", "/admin/staff/{reporter}", [In, No, No, "200"]),
        ("admin/staff/{id:long}/frozen", "/admin/staff/{reporter}/frozen", [In, No, No, "200"]),
    ];

    [Fact]
    public void Every_route_is_in_the_table()
    {
        // Files of the bundles are routes as well; they are public by design and told by their folder.
        var routes = site
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!.TrimStart('/'))
            .Where(route =>
                !route.StartsWith("dist/", StringComparison.Ordinal)
                && !route.StartsWith("icon", StringComparison.Ordinal)
                && !route.StartsWith("favicon", StringComparison.Ordinal)
                && !route.StartsWith("apple-touch-icon", StringComparison.Ordinal)
            )
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(Table.Select(row => row.Route).Distinct().Order(StringComparer.Ordinal), routes);
    }

    [Fact]
    public async Task Each_route_answers_each_role_as_the_table_says()
    {
        var rows = await FillAsync(site);
        using var stranger = site.Visitor();
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var editor = await site.VisitorAsync(site.Editor);
        using var admin = await site.VisitorAsync(site.Admin);

        // The right password, but not the code that is owed.
        var careful = await site.AddStaffAsync("Carl Careful", StaffRole.Admin);
        using (var home = await site.VisitorAsync(careful))
        {
            await Phone.SetUpAsync(home, TimeProvider.System);
        }

        using var half = await Phone.HalfInAsync(site, careful);
        var wrong = new List<string>();
        foreach (var (route, address, answers) in rows)
        {
            string[] expectations = [.. answers, route == "account/code" ? "200" : answers[0]];
            foreach (var (visitor, expected) in new[] { stranger, reporter, editor, admin, half }.Zip(expectations))
            {
                var got = await AnswerAsync(visitor, address);
                if (got != expected)
                {
                    wrong.Add($"{address}: {got}, expected {expected}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Where the paper asks editors and admins for a second factor, those who have none reach nothing of the staff's.</summary>
    [Fact]
    public async Task Who_must_set_up_a_second_factor_is_led_there_from_everywhere()
    {
        await using var strict = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:RequireSecondFactor", "true")
                    .UseSetting("NewsSite:SecondFactorGraceDays", "0")
        );
        using var reporter = await strict.VisitorAsync(strict.Reporter);
        await reporter.PageAsync("/newsroom");
        using var admin = await strict.VisitorAsync(strict.Admin);
        using var stranger = strict.Visitor();
        var wrong = new List<string>();
        foreach (
            var (route, address, answers) in Table.Where(row => !row.Address.Contains('{', StringComparison.Ordinal))
        )
        {
            var expected = route switch
            {
                "account/sign-in-codes" or "account/passkeys" or "account/confirm" => "200",
                "account/sign-out" => "302 /newsroom",
                "account/code" => In,
                _ when answers[0] == In => "302 /account/sign-in-codes",
                _ => await AnswerAsync(stranger, address, strict),
            };
            var got = await AnswerAsync(admin, address, strict);
            if (got != expected)
            {
                wrong.Add($"{address}: {got}, expected {expected}");
            }
        }

        Assert.Empty(wrong);
        await Phone.SetUpAsync(admin, TimeProvider.System);
        await admin.PageAsync("/admin");
    }

    /// <summary>The table for a site, which gets all that the addresses name.</summary>
    internal static async Task<IReadOnlyList<(string Route, string Address, string[] Answers)>> FillAsync(
        SiteFixture site
    )
    {
        var live = await site.PublishedAsync("A public story", tags: ["Routes"]);
        var changed = await site.PublishedAsync("A changed story");
        await site.SaveAsync(changed, c => c with { Body = "Changed." });
        await site.PublishAsync(changed, 2, 1);
        var blog = await site.LiveBlogAsync("A live blog");
        await site.PostLiveAsync(blog, "A post");
        var own = (await site.DraftAsync("Rita's own")).ArticleId;
        var other = (await site.DraftAsync("Otto's", by: site.OtherReporter)).ArticleId;
        var category = await site.CategoryAsync("News");
        var tag = await site.WithAsync<TagBook, long?>(book => book.FindAsync("Routes", default));
        return
        [
            .. Table.Select(row =>
                (
                    row.Route,
                    row.Address.Replace("{live}", $"{live}", StringComparison.Ordinal)
                        .Replace("{blog}", $"{blog}", StringComparison.Ordinal)
                        .Replace("{changed}", $"{changed}", StringComparison.Ordinal)
                        .Replace("{own}", $"{own}", StringComparison.Ordinal)
                        .Replace("{other}", $"{other}", StringComparison.Ordinal)
                        .Replace("{tag}", $"{tag}", StringComparison.Ordinal)
                        .Replace("{category}", $"{category}", StringComparison.Ordinal)
                        .Replace("{reporter}", $"{site.Reporter.Id}", StringComparison.Ordinal),
                    row.Answers
                )
            ),
        ];
    }

    private async Task<string> AnswerAsync(Visitor visitor, string address, SiteFixture? of = null)
    {
        // Without its end: one of them has none.
        using var answer = await visitor.BeginAsync(address);
        var to = answer.Headers.Location is { } location
            ? " " + new Uri((of ?? site).Address, location).AbsolutePath
            : "";
        return $"{(int)answer.StatusCode}{to}";
    }
}
