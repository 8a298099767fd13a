using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>What is no story of the paper, while the database is away: nobody waits to be told so by what does not answer.</summary>
public sealed class NoticesInOutageTests(PostgresFixture postgres)
{
    // Whoever asks such a database waits for two seconds at least.
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_has_its_own_status_and_is_whole_and_quick(bool hangs)
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
                    .UseSetting("NewsSite:CopiesMegabytes", "20")
        );
        await site.CategoryAsync("News");
        var (gone, live) = (await site.PublishedAsync("Gone for good"), await site.PublishedAsync("Still there"));
        await site.WithdrawAsync(gone);
        var copies = site.Services.GetRequiredService<CopyQueue>();
        await SiteProcess.UntilAsync(() => Task.FromResult(copies.IsEmpty));
        using var reader = site.Visitor();

        foreach (
            var (from, to, code) in new[]
            {
                ("/old/known", "/follow", "301"),
                ("/old/gone", "", "410"),
                ("/old/unasked", "/follow", "301"),
            }
        )
        {
            await site.WithAsync<RedirectDesk, long>(d =>
                d.AddAsync(RedirectLine.Read(from, to, code, "http://news.test"), site.Admin, default)
            );
        }

        // Of these this server has a copy afterwards.
        Assert.Equal(HttpStatusCode.MovedPermanently, await reader.StatusAsync("/Old/Known/?utm_source=x"));
        Assert.Equal(HttpStatusCode.Gone, await reader.StatusAsync("/old/gone"));

        // What it is made from is made ready by the first that is sent.
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync("/nowhere-at-all"));
        if (hangs)
        {
            gate.Freeze();
        }
        else
        {
            gate.Break();
        }

        var changes = site.Services.GetRequiredService<SiteChanges>();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsLost));
        var wrong = new List<string>();
        foreach (
            var (address, status, words) in new[]
            {
                // Search engines forget what is "not found".
                ("/nowhere-at-all", HttpStatusCode.ServiceUnavailable, "back shortly"),
                ("/old/unasked", HttpStatusCode.ServiceUnavailable, "back shortly"),
                ("/old/gone", HttpStatusCode.Gone, "This page is gone"),
                ("/old/known?page=2", HttpStatusCode.Redirect, ""),
                ("/old/known/page/2/", HttpStatusCode.Redirect, ""),
                ("/newsroom/nothing-there", HttpStatusCode.NotFound, "Page not found"),
                ("/news/999999/never", HttpStatusCode.ServiceUnavailable, "back shortly"),
                ("/category/never", HttpStatusCode.ServiceUnavailable, "back shortly"),
                ("/search?q=there", HttpStatusCode.ServiceUnavailable, "Search is out"),
                ($"/news/{gone}/gone-for-good", HttpStatusCode.Gone, "This article has been removed"),
                ($"/news/{gone}", HttpStatusCode.Gone, "This article has been removed"),
                ($"/news/{gone}/an-old-name", HttpStatusCode.Gone, "This article has been removed"),
                ($"/media/card/{gone}-1.jpg", HttpStatusCode.ServiceUnavailable, ""),
                ($"/media/card/{live}-1.jpg", HttpStatusCode.ServiceUnavailable, ""),
                ($"/media/{new string('a', 64)}/320.jpg", HttpStatusCode.ServiceUnavailable, ""),
                ("/health/ready", HttpStatusCode.OK, "Degraded"),
                ("/health/live", HttpStatusCode.OK, "Healthy"),
                ($"/news/{live}/still-there", HttpStatusCode.OK, "Still there"),
                ("/", HttpStatusCode.OK, "Still there"),
            }
        )
        {
            wrong.AddRange(await WrongAsync(reader, address, status, words));
        }

        using (var led = await reader.GetAsync("/old/known"))
        {
            Assert.Equal("/follow", led.Headers.Location?.OriginalString);
        }

        // So that the site can stop in peace.
        gate.Mend();
        Assert.Empty(wrong);
    }

    // The quickest of three: another test may have the processor.
    private static async Task<IEnumerable<string>> WrongAsync(
        Visitor reader,
        string address,
        HttpStatusCode status,
        string words
    )
    {
        var (quickest, faults) = (TimeSpan.MaxValue, new List<string>());
        for (var n = 0; n < 3; n++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await reader.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            quickest = watch.Elapsed < quickest ? watch.Elapsed : quickest;
            var isPage = answer.Content.Headers.ContentType?.MediaType == "text/html";
            if (
                answer.StatusCode != status
                || !text.Contains(words, StringComparison.Ordinal)
                || (isPage && !text.TrimEnd().EndsWith("</html>", StringComparison.Ordinal))
            )
            {
                faults.Add($"{address}: {answer.StatusCode} {text[..Math.Min(text.Length, 200)]}");
            }
        }

        return quickest < Quick ? faults : faults.Append($"{address}: took {quickest}");
    }
}
