using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Readers' pages made from a real streaming replica, which is held up, killed, frozen and promoted under them.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private static readonly TimeSpan While = TimeSpan.FromSeconds(3);

    // No reader may wait so much longer than usual, on a machine that is busy with other tests: a replica gets a twentieth of
    // it, and whoever trusted one that hangs would wait for three seconds at least.
    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(2);
    private readonly PostgresFixture primary = new();
    private readonly HttpClient reader = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private Standby standby = null!;
    private SiteFixture site = null!;
    private long id;
    private int fresh;

    public async ValueTask InitializeAsync()
    {
        await primary.InitializeAsync();
        standby = await Standby.OfAsync(primary);
        site = await SiteFixture.StartAsync(
            primary,
            builder =>
            {
                var named = new NpgsqlConnectionStringBuilder(builder.GetSetting("ConnectionStrings:NewsSite"));
                var replicas = new NpgsqlConnectionStringBuilder(standby.ConnectionString(named.Database!));

                // There is nobody behind the other.
                replicas.Host = $"{replicas.Host}:{replicas.Port},127.0.0.1:{SiteProcess.FreePort()}";
                builder.UseSetting("ConnectionStrings:NewsSiteReplicas", replicas.ConnectionString);
            }
        );
        reader.BaseAddress = site.Address;
        id = await site.PublishedAsync("Osprey", category: "Birds");
        await IsUsedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await site.DisposeAsync();
        await standby.DisposeAsync();
        await primary.DisposeAsync();
    }

    [Fact]
    public async Task Pages_and_searches_are_made_from_the_replica()
    {
        // From now on the primary alone says so, and nobody is told: what shows it came from there.
        await standby.PauseAsync();
        await OnPrimaryAsync(
            "set session_replication_role = replica; update site.article set headline = 'Primary'; reset session_replication_role"
        );
        await SiteProcess.UntilAsync(async () => !IsPrimary(await ForgetfulAsync(FreshAsync)));
        Assert.True(IsPrimary(await ForgetfulAsync(WithCookieAsync)));
        await SiteProcess.UntilAsync(async () =>
            !IsPrimary(await ForgetfulAsync(() => reader.GetStringAsync("/search?q=osprey")))
        );

        // Without the parts of pages that the server remembers.
        Task<string> ForgetfulAsync(Func<Task<string>> ask)
        {
            site.Services.GetRequiredService<SiteChanges>().Forget(Shown.All);
            return ask();
        }

        bool IsPrimary(string page)
        {
            var isPrimary = page.Contains("Primary", StringComparison.Ordinal);
            Assert.NotEqual(isPrimary, page.Contains(">Osprey<", StringComparison.Ordinal));
            return isPrimary;
        }
    }

    [Fact]
    public async Task Who_has_what_a_program_searched_for_is_told_so_by_the_replica_too()
    {
        var address = new Uri("/api/v1/search?q=osprey", UriKind.Relative);
        using var first = await reader.GetAsync(address);
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var same = await reader.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
    }

    [Fact]
    public async Task A_change_is_seen_at_once_though_the_replica_has_not_replayed_it()
    {
        string[] kept = [$"/news/{id}/osprey", "/", "/category/birds", "/feed.xml"];
        foreach (var address in kept)
        {
            Assert.Contains("Osprey", await reader.GetStringAsync(address), StringComparison.Ordinal);
        }

        await standby.PauseAsync();
        await UpdateAsync(2, "Bittern");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < While; )
        {
            Assert.Contains("Bittern", await FreshAsync(), StringComparison.Ordinal);
            Assert.Contains("Bittern", await reader.GetStringAsync("/search?q=bittern"), StringComparison.Ordinal);
            foreach (var address in kept[1..])
            {
                Assert.Contains("Bittern", await reader.GetStringAsync(address), StringComparison.Ordinal);
            }
        }

        await standby.ResumeAsync();
        await IsUsedAsync();
        Assert.Contains("Bittern", await FreshAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_heard_of_yet_does_not_pass_for_new()
    {
        var named = new NpgsqlConnectionStringBuilder(site.ConnectionString);
        await using var gate = new Gate(named.Host!, named.Port);
        named.Port = gate.Port;
        await using var other = await SiteFixture.BesideAsync(
            site,
            builder =>
            {
                site.Configure(builder);
                builder.UseSetting("ConnectionStrings:NewsSite", named.ConnectionString);
            }
        );
        using var visitor = new HttpClient { BaseAddress = other.Address };
        var since = DateTimeOffset.UtcNow;
        await SiteProcess.UntilAsync(async () =>
        {
            await visitor.GetStringAsync(Fresh());
            return await standby.WasReadAsync(since);
        });

        // Told of nothing, it goes on for a second with what it knows; whoever waits for the change can tell.
        await standby.PauseAsync();
        await site.SaveAsync(id, c => c with { Headline = "Bittern" });
        gate.Freeze();
        await site.PublishAsync(id, 2, 1);
        var told = DateTimeOffset.UtcNow;
        using var answer = await visitor.GetAsync(Fresh());
        if (answer.IsSuccessStatusCode)
        {
            Assert.Contains(">Osprey<", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var made = long.Parse(answer.Headers.GetValues("Made").Single(), CultureInfo.InvariantCulture);
            Assert.True(made < told.ToUnixTimeMilliseconds());
        }

        // It hears of it, and the replica has not: asks the primary.
        gate.Mend();
        await SiteProcess.UntilAsync(async () =>
        {
            using var again = await visitor.GetAsync(Fresh());
            return (await again.Content.ReadAsStringAsync()).Contains("Bittern", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_replica_that_is_killed_costs_no_reader_anything()
    {
        await ReadAsync(standby.KillAsync);
        await standby.StartAsync();
        await IsUsedAsync();
    }

    [Fact]
    public async Task A_replica_that_hangs_costs_no_reader_anything()
    {
        await ReadAsync(standby.FreezeAsync);
        await standby.ThawAsync();
        await IsUsedAsync();
    }

    [Fact]
    public async Task A_replica_that_was_promoted_is_not_asked_any_more()
    {
        await ReadAsync(async () =>
        {
            await standby.PromoteAsync();
            await standby.AskAsync(
                "update site.article set headline = 'Heron'",
                database: new NpgsqlConnectionStringBuilder(site.ConnectionString).Database!
            );
        });
    }

    /// <summary>Four readers, nobody of whom may notice what happens meanwhile.</summary>
    private async Task ReadAsync(Func<Task> meanwhile)
    {
        // What a page takes while nothing happens.
        var usual = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WaitAsync(While)));
        var reading = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => WaitAsync(While * 2)));
        await meanwhile();
        var longest = (await reading).Max();
        TestContext.Current.SendDiagnosticMessage($"Longest {longest}, usually {usual.Max()}");
        Assert.InRange(longest, TimeSpan.Zero, usual.Max() + Longer);
    }

    /// <returns>The longest wait for a page that nobody has asked for yet.</returns>
    private async Task<TimeSpan> WaitAsync(TimeSpan time)
    {
        var longest = TimeSpan.Zero;
        for (var all = Stopwatch.StartNew(); all.Elapsed < time; )
        {
            var watch = Stopwatch.StartNew();
            Assert.Contains(">Osprey<", await FreshAsync(), StringComparison.Ordinal);
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
        }

        return longest;
    }

    private async Task UpdateAsync(int version, string headline)
    {
        await site.SaveAsync(id, c => c with { Headline = headline });
        await site.PublishAsync(id, version, version - 1);
    }

    /// <summary>Waits until pages are made from the replica.</summary>
    private async Task IsUsedAsync()
    {
        var since = DateTimeOffset.UtcNow;
        await SiteProcess.UntilAsync(async () =>
        {
            await FreshAsync();
            return await standby.WasReadAsync(since);
        });
    }

    // Another place in the same list each time: nothing of it is kept.
    private string Fresh() => $"/category/birds?before=41024448000{Interlocked.Increment(ref fresh):D5}-1";

    private Task<string> FreshAsync() => reader.GetStringAsync(Fresh());

    private async Task<string> WithCookieAsync()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/category/birds");
        asked.Headers.Add("Cookie", "a=b");
        using var answer = await reader.SendAsync(asked);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task OnPrimaryAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(
            primary.ConnectionString(new NpgsqlConnectionStringBuilder(site.ConnectionString).Database!)
                + ";Pooling=false"
        );
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
