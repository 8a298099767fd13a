using System.Data.Common;
using System.Net;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>How often each page asks the database.</summary>
public sealed class HopsTests(PostgresFixture postgres)
{
    [Fact]
    public async Task No_page_asks_the_database_more_often_than_it_must()
    {
        var counter = new Counter();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:PageCacheMegabytes", "0")
                    .ConfigureServices(services =>
                        services.ConfigureDbContext<PublishedDb>(options => options.AddInterceptors(counter))
                    )
        );
        for (var n = 0; n < 30; n++)
        {
            await site.PublishedAsync($"Numbat {n}", category: n % 2 == 0 ? "Alpha" : "Beta", tags: ["Marsupials"]);
        }

        var id = await site.PublishedAsync(
            "Quokka",
            "Words.",
            "Alpha",
            ["Marsupials"],
            breaking: TimeSpan.FromHours(1)
        );
        (string Address, int Most)[] pages =
        [
            ("/", 8),
            ($"/news/{id}/quokka", 7),
            ("/category/alpha", 7),
            ("/tag/marsupials", 6),
            ("/author/rita-reporter", 6),
            ("/search?q=numbat", 7),
            ("/search?q=numbat&section=alpha", 10),
            ("/search", 5),
            ("/archive/2026/11/25", 5),
            ("/sections", 4),
            ("/corrections", 5),
            ("/feed.xml", 3),
            ("/category/alpha/feed.xml", 3),
            // One more than its suggestions take: whether it leads on.
            ("/nowhere", 7),
        ];
        using var reader = site.Visitor();
        var wrong = new List<string>();
        foreach (var (address, most) in pages)
        {
            counter.Count = 0;
            using var answer = await reader.GetAsync(address);
            if (counter.Count is 0 || counter.Count > most)
            {
                wrong.Add($"{address}: {counter.Count}, at most {most}");
            }
        }

        // A form that is refused is shown nothing that would have to be read.
        counter.Count = 0;
        using var form = new FormUrlEncodedContent([new("Input.Email", "somebody@example.org")]);
        using var refused = await reader.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/account/sign-in") { Content = form }
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(0, counter.Count);
        Assert.True(wrong.Count == 0, string.Join("; ", wrong));
    }

    private sealed class Counter : DbCommandInterceptor
    {
        public int Count { get; set; }

        public override DbCommand CommandCreated(CommandEndEventData eventData, DbCommand result)
        {
            Count++;
            return result;
        }
    }
}
