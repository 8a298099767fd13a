using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class ArchiveTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_story_stands_on_the_day_of_the_newsrooms_own_calendar()
    {
        // In London it is summer time: half past eleven at night in UTC is the next day there.
        await site.PublishedAsync("Just after midnight", at: new DateTimeOffset(2024, 6, 10, 23, 30, 0, TimeSpan.Zero));
        await site.PublishedAsync(
            "Just before midnight",
            at: new DateTimeOffset(2024, 6, 10, 22, 30, 0, TimeSpan.Zero)
        );
        await site.PublishedAsync("New Year", at: new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await site.PublishedAsync("New Year’s Eve", at: new DateTimeOffset(2024, 12, 31, 23, 59, 59, TimeSpan.Zero));
        using var reader = site.Visitor();

        Assert.Equal(["Just before midnight"], await HeadlinesAsync(reader, "/archive/2024/06/10"));
        Assert.Equal(["Just after midnight"], await HeadlinesAsync(reader, "/archive/2024/06/11"));
        Assert.Equal(["New Year’s Eve"], await HeadlinesAsync(reader, "/archive/2024/12/31"));
        Assert.Equal(["New Year"], await HeadlinesAsync(reader, "/archive/2025/01/01"));

        var day = await reader.PageAsync("/archive/2024/06/11");
        Assert.Equal("/archive/2024/06/10", day.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("/archive/2024/12/31", day.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        var month = await reader.PageAsync("/archive/2024/06");
        Assert.Equal(
            ["/archive/2024/06/10", "/archive/2024/06/11"],
            month.QuerySelectorAll(".calendar a").Select(a => a.GetAttribute("href"))
        );
        var year = await reader.PageAsync("/archive/2024");
        Assert.Equal(
            ["June 2 stories", "December 1 story"],
            year.QuerySelectorAll(".archive__months li")
                .Select(l =>
                    string.Join(' ', l.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                )
        );
    }

    [Fact]
    public async Task Each_day_has_one_address_and_days_that_never_were_have_none()
    {
        using var reader = site.Visitor();
        foreach (
            var (address, expected) in new[]
            {
                ("/archive/2024/6/7", "/archive/2024/06/07"),
                ("/archive/2024/6", "/archive/2024/06"),
                ("/archive/", "/archive"),
            }
        )
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal(
                (HttpStatusCode.MovedPermanently, expected),
                (answer.StatusCode, answer.Headers.Location?.OriginalString)
            );
        }

        foreach (
            var address in new[]
            {
                "/archive/2023/02/29",
                "/archive/2024/13",
                "/archive/2024/00",
                "/archive/2024/06/31",
                "/archive/0",
                "/archive/99999",
                "/archive/-5",
                "/archive/x",
                "/archive/2024/06/11/1",
            }
        )
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((HttpStatusCode.NotFound, address), (answer.StatusCode, address));
        }

        foreach (var address in new[] { "/archive/2024/02/29", "/archive/1700", "/archive/2999/12/31" })
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((HttpStatusCode.OK, address), (answer.StatusCode, address));
        }
    }

    [Fact]
    public async Task A_year_counts_no_further_than_readers_need()
    {
        var id = await site.PublishedAsync("One of many", at: new DateTimeOffset(2019, 5, 2, 12, 0, 0, TimeSpan.Zero));
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into site.article (id, version_number, slug, headline, body_html, body_text, word_count,
                    primary_category_id, first_published_at, is_syndicated, facets)
                select 100000 + n, 1, 's', 'H', '', '', 0, primary_category_id,
                    first_published_at + case when n <= 4999 then n / 500 * interval '1 day' else interval '1 month' end,
                    false, facets
                from site.article, generate_series(1, 10000) n where id = {id}
                """
            )
        );
        using var reader = site.Visitor();
        Assert.Equal(
            ["5,000 stories", "more than 5,000 stories"],
            (await reader.PageAsync("/archive/2019"))
                .QuerySelectorAll(".archive__months span")
                .Select(s => s.TextContent)
        );
        var days = (await reader.PageAsync("/archive/2019/05")).QuerySelectorAll(".archive__months span");
        Assert.Equal("500 stories", days[0].TextContent);
        Assert.Equal(10, days.Length);
        Assert.Equal(
            "more than 500 stories",
            (await reader.PageAsync("/archive/2019/06")).QuerySelector(".archive__months span")!.TextContent
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"delete from site.article where id > 100000")
        );
    }

    private static async Task<IEnumerable<string>> HeadlinesAsync(Visitor reader, string address) =>
        (await reader.PageAsync(address)).QuerySelectorAll(".archive__section li a").Select(a => a.TextContent);
}
