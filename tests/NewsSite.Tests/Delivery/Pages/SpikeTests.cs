using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Two thousand people are at one address at the moment at which its words change.</summary>
public sealed class SpikeTests(PostgresFixture postgres)
{
    private const int Readers = 2000;

    [Fact]
    public async Task The_page_is_made_once_and_everybody_gets_the_new_words()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Words number 1 of them");
        var address = $"/news/{id}/words-number-1-of-them";
        var (store, changes) = (
            site.Services.GetRequiredService<PageStore>(),
            site.Services.GetRequiredService<SiteChanges>()
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
        var readers = await CrowdAsync(site, address);
        for (var version = 2; version < 5; version++)
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"Words number {version} of them");
            await site.SaveAsync(id, c => c with { Headline = words, Standfirst = words, Body = words });

            // All of them come with the act, and all of them again when it is acknowledged.
            var early = Task.WhenAll(readers.Take(Readers / 4).Select(r => AskAsync(r, address)));
            await site.WithAsync<Publisher>(publisher =>
                publisher.PublishAsync(id, new PublishOrder(version, version - 1), site.Editor, default)
            );
            await early;
            store.Forget([News.Database.Shown.All]);
            var (made, watch) = (store.Made, Stopwatch.StartNew());
            var answers = await Task.WhenAll(readers.Select(r => AskAsync(r, address)));
            Assert.Equal(1, store.Made - made);
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
            Assert.DoesNotContain(answers, a => !a.Text.Contains(words, StringComparison.Ordinal));
            Assert.DoesNotContain(await early, a => a.Status != HttpStatusCode.OK);
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Readers} readers had the new words after {watch.ElapsedMilliseconds} ms, of a page that was made once"
                )
            );
        }

        readers.ForEach(r => r.Dispose());
    }

    // Each on a connection of its own, which is open before it begins.
    private static async Task<List<HttpClient>> CrowdAsync(SiteFixture site, string address)
    {
        var readers = Enumerable
            .Range(0, Readers)
            .Select(_ => new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseCookies = false })
            {
                BaseAddress = site.Address,
            })
            .ToList();
        foreach (var some in readers.Chunk(200))
        {
            await Task.WhenAll(some.Select(r => AskAsync(r, address)));
        }

        return readers;
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient reader, string address)
    {
        using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
