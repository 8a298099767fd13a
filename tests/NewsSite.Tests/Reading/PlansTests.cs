using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Generating;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>What readers' pages ask is answered by walks of indexes, which cost the same however large the archive is.</summary>
public sealed class PlansTests(PostgresFixture postgres)
{
    private const int Few = 2000;
    private const int Many = 8000;
    private const int Searched = 3000;

    // Of tables that grow with the archive.
    private static readonly string[] Growing =
    [
        "article",
        "article_category",
        "article_tag",
        "article_byline",
        "article_edition",
        "article_picture",
        "correction",
        "live_entry",
        "withdrawn_article",
        "related_choice",
        "picture",
        "word",
        "former_slug",
    ];

    [Fact]
    public async Task No_page_reads_a_whole_table_nor_more_where_there_is_more()
    {
        var asked = new Asked();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:PageCacheMegabytes", "0")
                    .ConfigureServices(services =>
                        services.ConfigureDbContext<PublishedDb>(options => options.AddInterceptors(asked))
                    )
        );
        var id = await site.PublishedAsync(
            "Harbour bridge closed by a ferry",
            "Words of the harbour.",
            "Plans",
            ["Plans"]
        );
        await site.SaveAsync(id, c => c with { Body = "Other words of the harbour." });
        await site.PublishAsync(id, 2, 1);
        await site.WithAsync<LiveBlogDesk>(desk => desk.StartAsync(id, site.Editor, default));
        await site.PostManyAsync(id, 2000);
        var few = await BuffersAsync(site, asked, id, Few);
        var many = await BuffersAsync(site, asked, id, Many);
        var wrong = few.Wrong.Concat(many.Wrong).ToList();

        // An index of four times as many rows may be one level deeper; a page of a list may lie on a few more leaves. A
        // search looks until it has enough matches, of which there are more then.
        wrong.AddRange(
            many.Pages.Where(p =>
                    p.Value > (few.Pages[p.Key] * 3 / 2) + 100
                    && (!p.Key.Contains("search", StringComparison.Ordinal) || p.Value > Searched)
                )
                .Select(p => $"{p.Key}: {few.Pages[p.Key]} buffers of {Few} stories, {p.Value} of {Many}")
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    private static async Task<(Dictionary<string, int> Pages, List<string> Wrong)> BuffersAsync(
        SiteFixture site,
        Asked asked,
        long id,
        int stories
    )
    {
        var have = await site.WithAsync<PublishedDb, int>(db => db.Articles.CountAsync());
        await site.WithAsync<ArchiveGenerator>(g => g.RunAsync(stories - have, stories, null, default));
        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("vacuum analyze"));
        var (category, tag, author, at, word) = await site.WithAsync<
            PublishedDb,
            (string, string, string, DateTimeOffset, string)
        >(async db =>
            (
                await db.Categories.OrderBy(c => c.Id).Select(c => c.Slug).LastAsync(),
                await db
                    .Database.SqlQuery<string>(
                        $"""
                        select slug as "Value" from site.tag order by
                            (select count(*) from site.article_tag x where x.tag_id = tag.id) desc, id limit 1
                        """
                    )
                    .SingleAsync(),
                await db
                    .Database.SqlQuery<string>(
                        $"""
                        select slug as "Value" from site.author order by
                            (select count(*) from site.article_byline x where x.author_id = author.id) desc, id limit 1
                        """
                    )
                    .SingleAsync(),
                await db.Articles.OrderBy(a => a.FirstPublishedAt).Select(a => a.FirstPublishedAt).LastAsync(),
                await db
                    .Database.SqlQuery<string>($"select word as \"Value\" from site.word order by count, word")
                    .FirstAsync()
            )
        );
        using var reader = site.Visitor();
        var list = await reader.PageAsync($"/category/{category}");
        var older = list.QuerySelector("a[href*='before=']")!.GetAttribute("href")!;
        string[] addresses =
        [
            "/",
            $"/category/{category}",
            older,
            $"/tag/{tag}",
            $"/author/{author}",
            $"/news/{id}/harbour-bridge-closed-by-a-ferry",
            $"/news/{id}/harbour-bridge-closed-by-a-ferry/history",
            $"/news/{id}/harbour-bridge-closed-by-a-ferry/live/7",
            "/corrections",
            "/archive",
            string.Create(CultureInfo.InvariantCulture, $"/archive/{at:yyyy}"),
            string.Create(CultureInfo.InvariantCulture, $"/archive/{at:yyyy}/{at:MM}"),
            string.Create(CultureInfo.InvariantCulture, $"/archive/{at:yyyy}/{at:MM}/{at:dd}"),
            "/feed.xml",
            $"/category/{category}/feed.xml",
            $"/tag/{tag}/feed.xml",
            $"/author/{author}/feed.json",
            "/corrections/feed.xml",
            "/sitemap-news.xml",
            "/sitemap.xml",
            "/sitemaps/sections.xml",
            "/sitemaps/pages.xml",
            "/sections",
            "/about/staff",
            "/live/latest.json",
            "/api/v1/stories",
            $"/api/v1/stories?category={category}",
            $"/api/v1/stories?tag={tag}",
            $"/api/v1/stories?author={author}",
            string.Create(CultureInfo.InvariantCulture, $"/api/v1/stories?from={at:yyyy-MM-dd}"),
            $"/api/v1/stories/{id}",
            $"/api/v1/stories/{id}/ninjs",
            "/api/v1/categories",
            $"/api/v1/categories/{category}",
            "/api/v1/tags",
            $"/api/v1/tags/{tag}",
            "/api/v1/authors",
            $"/api/v1/authors/{author}",
            $"/api/v1/search?q={word}",
            $"/search?q={word}",
            $"/search?q=harbour&section={category}",
            "/search?q=zyzzyva",
            $"/api/v1/stories?category={category}&tag={tag}",
            $"/api/v1/stories?category={category}&author={author}",
            $"/api/v1/stories?tag={tag}&author={author}",
            $"/api/v1/stories?category={category}&tag={tag}&author={author}",
        ];
        var cost = new PlanCost(site, Growing, keepsPlans: true);
        for (var n = 0; n < addresses.Length; n++)
        {
            asked.Commands.Clear();
            using (var answer = await reader.GetAsync(addresses[n]))
            {
                Assert.True(answer.IsSuccessStatusCode, $"{addresses[n]}: {answer.StatusCode}");
            }

            // The same page, whatever the stories are called this time.
            await cost.AddAsync<PublishedDb>($"{n}: {addresses[n].Split('?')[0].Split('/')[1]}", asked);
        }

        return (cost.Pages, cost.Wrong);
    }
}
