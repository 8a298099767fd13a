using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using NewsSite.Web.Shared;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>Uses of redirects, and what is not found, are counted beside readers, within bounds, and not lost.</summary>
public sealed class AddressCounterTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task What_is_missed_stands_in_the_report_with_the_page_that_it_may_have_meant()
    {
        var story = await site.PublishedAsync("Ferry strands commuters overnight");
        var id = await site.WithAsync<RedirectDesk, long>(d =>
            d.AddAsync(RedirectLine.Read("/counted/from", "/follow", null, "http://news.test"), site.Admin, default)
        );
        using var reader = site.Visitor();
        foreach (
            var (address, referrer) in new[]
            {
                ("/2013/05/04/ferry-strands-commuters-overnight/", "https://friend.example/links?q=secret"),
                ("/2013/05/04/Ferry-Strands-Commuters-Overnight?mail=someone@example.org", ""),
                ("/2014/ferry-strands-commuters-for-hours.html", "http://news.test/about/us?q=secret"),
                ("/nothing/like/it", "javascript:alert(1)"),
                ("/wp-login.php", ""),
                ("/admin/secret-key", ""),
                ("/preview/secret-key", ""),
                ("/counted/from", ""),
                ("/counted/from", ""),
            }
        )
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, address);
            message.Headers.TryAddWithoutValidation("Referer", referrer);
            using var answer = await reader.SendAsync(message);
            using var head = await reader.SendAsync(HttpMethod.Head, address);
        }

        await SiteProcess.UntilAsync(async () =>
            (await MissedAsync()).Count >= 3
            && (await site.WithAsync<RedirectShelf, RedirectRow?>(s => s.FindAsync(id, default)))!.Hits > 0
        );
        var missed = await MissedAsync();
        Assert.Equal(
            [
                ("/2013/05/04/ferry-strands-commuters-overnight", 2, "friend.example/links"),
                ("/2014/ferry-strands-commuters-for-hours.html", 1, "/about/us"),
                ("/nothing/like/it", 1, null),
            ],
            missed
                .Where(m => !m.Address.StartsWith("/flood", StringComparison.Ordinal))
                .OrderBy(m => m.Address, StringComparer.Ordinal)
                .Select(m => (m.Address, m.Count, m.Referrer))
        );
        Assert.Equal(2, (await site.WithAsync<RedirectShelf, RedirectRow?>(s => s.FindAsync(id, default)))!.Hits);

        using var admin = await site.VisitorAsync(site.Admin);
        const string report = "/admin/addresses/missing";
        var page = await admin.PageAsync(report);
        var rows = page.QuerySelectorAll("tbody tr")
            .ToDictionary(r => r.QuerySelector("bdi")!.TextContent, r => r.Children[3].TextContent.Trim());
        var meant = $"/news/{story}/ferry-strands-commuters-overnight";
        Assert.Equal(meant, rows["/2013/05/04/ferry-strands-commuters-overnight"]);
        Assert.Equal(meant, rows["/2014/ferry-strands-commuters-for-hours.html"]);
        Assert.Equal("Nothing is like it", rows["/nothing/like/it"]);

        // Its button fills the form in; once it leads on, it is missed no more.
        var form = await admin.PageAsync(page.QuerySelector("tbody tr .button")!.GetAttribute("href")!);
        using (var saved = await admin.SubmitAsync(form, "/admin/addresses", []))
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        using (var led = await reader.GetAsync("/2013/05/04/ferry-strands-commuters-overnight"))
        {
            Assert.Equal(meant, led.Headers.Location!.OriginalString);
        }

        Assert.DoesNotContain(await MissedAsync(), m => m.Address.StartsWith("/2013", StringComparison.Ordinal));
        var nothing = (await MissedAsync()).Single(m => m.Address == "/nothing/like/it");
        using (var dismissed = await admin.SubmitAsync(report, [("missing", $"{nothing.Id}")], "Dismiss"))
        {
            Assert.Equal(HttpStatusCode.Redirect, dismissed.StatusCode);
        }

        Assert.DoesNotContain("/nothing/like/it", await admin.TextAsync(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_ever_new_addresses_fills_neither_memory_nor_table_and_a_stop_writes_what_was_counted()
    {
        await site.WithAsync<AddressCounts>(counts =>
            counts.AddMissedAsync(
                new Dictionary<string, Missed>
                {
                    ["/flood/old"] = new(900, Days(-100), Days(-95), null),
                    ["/flood/often"] = new(50, Days(-9), Days(-9), null),
                },
                Days(-94),
                default
            )
        );
        var counter = Counter(new FakeTimeProvider(DateTimeOffset.UtcNow), new Warned());
        await counter.StartAsync(default);
        for (var n = 0; n < AddressCounter.Most + 500; n++)
        {
            counter.Miss(Reader(), $"/flood/{n}");
        }

        // The last came too late to be counted, however often; one that is known goes on.
        for (var n = 0; n < 20; n++)
        {
            counter.Miss(Reader(), $"/flood/{AddressCounter.Most + 499}");
            counter.Miss(Reader(), "/flood/7");
        }

        counter.Miss(new DefaultHttpContext(), "/flood/8");
        await counter.StopAsync(default);
        var missed = await MissedAsync();
        Assert.Equal(AddressCounts.Most, missed.Count);
        Assert.Equal(21, missed.Single(m => m.Address == "/flood/7").Count);
        Assert.InRange(missed.SingleOrDefault(m => m.Address == "/flood/8")?.Count ?? 1, 1, 1);
        Assert.Contains(missed, m => m.Address == "/flood/often");
        Assert.DoesNotContain(missed, m => m.Address == "/flood/old");
        Assert.DoesNotContain(missed, m => m.Address == $"/flood/{AddressCounter.Most + 499}");
        await site.WithAsync<NewsroomDb>(db =>
            db.MissingAddresses.Where(m => m.Address.StartsWith("/flood")).ExecuteDeleteAsync()
        );
    }

    [Fact]
    public async Task What_cannot_be_written_is_kept_for_the_next_time()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var log = new Warned();
        var counter = Counter(clock, log);
        await RunAsync("alter table newsroom.missing_address rename to taken_away");
        try
        {
            await counter.StartAsync(default);
            counter.Miss(Reader(), "/flooded/kept");
            await SiteProcess.UntilAsync(() =>
            {
                clock.Advance(TimeSpan.FromSeconds(5));
                return Task.FromResult(log.Warnings > 0);
            });
        }
        finally
        {
            await RunAsync("alter table newsroom.taken_away rename to missing_address");
        }

        counter.Miss(Reader(), "/flooded/kept");
        await counter.StopAsync(default);
        Assert.Equal(2, (await MissedAsync()).Single(m => m.Address == "/flooded/kept").Count);
        await site.WithAsync<NewsroomDb>(db =>
            db.MissingAddresses.Where(m => m.Address.StartsWith("/flooded")).ExecuteDeleteAsync()
        );
    }

    private static DateTimeOffset Days(int days) => DateTimeOffset.UtcNow.AddDays(days);

    private static DefaultHttpContext Reader()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Get;
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        return context;
    }

    private AddressCounter Counter(TimeProvider clock, Warned log) =>
        new(
            site.Services.GetRequiredService<IServiceScopeFactory>(),
            site.Services.GetRequiredService<SiteOptions>(),
            site.Services.GetRequiredService<JobRunner>(),
            clock,
            log
        );

    private Task RunAsync(string sql) => site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync(sql));

    private Task<List<MissingAddress>> MissedAsync() =>
        site.WithAsync<NewsroomDb, List<MissingAddress>>(db => db.MissingAddresses.AsNoTracking().ToListAsync());

    private sealed class Warned : ILogger<AddressCounter>
    {
        private int warnings;

        public int Warnings => Volatile.Read(ref warnings);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Interlocked.Increment(ref warnings);
    }
}
