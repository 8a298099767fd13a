using System.Collections.Concurrent;
using NewsSite.News.Addresses;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Counts in memory how often redirects are used, and what is asked for and not found, and writes both in batches: counting
/// costs readers nothing, and whoever asks for a million made-up addresses costs no more than <see cref="Most"/> of them.
/// </summary>
public sealed class AddressCounter(
    IServiceScopeFactory scopes,
    SiteOptions site,
    JobRunner jobs,
    TimeProvider clock,
    ILogger<AddressCounter> log
) : BackgroundService
{
    /// <summary>So many different addresses are counted from one batch to the next; what comes then is left out.</summary>
    public const int Most = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // What is asked for by those who look for a door that somebody left open.
    private static readonly string[] ProbedEnds =
    [
        ".php",
        ".asp",
        ".aspx",
        ".jsp",
        ".cgi",
        ".env",
        ".sql",
        ".bak",
        ".zip",
        ".gz",
        ".tar",
        ".ini",
        ".yml",
        ".yaml",
        ".log",
        ".sh",
    ];
    private static readonly string[] ProbedBegins =
    [
        "/.",
        "/wp-",
        "/cgi-bin",
        "/phpmyadmin",
        "/pma",
        "/vendor/",
        "/xmlrpc",
        "/actuator",
        "/owa",
        "/boaform",
        "/solr",
        "/console",
    ];

    private readonly string host = new Uri(site.Root).Authority;
    private ConcurrentDictionary<long, (int Count, DateTimeOffset LastAt)> hits = new();
    private ConcurrentDictionary<string, Missed> missed = new(StringComparer.Ordinal);

    /// <summary>A redirect was used.</summary>
    public void Hit(HttpContext context, long id)
    {
        if (IsReaders(context) && (hits.Count < Most || hits.ContainsKey(id)))
        {
            var now = clock.GetUtcNow();
            hits.AddOrUpdate(id, (1, now), (_, h) => (h.Count + 1, now));
        }
    }

    /// <summary>Nothing was found.</summary>
    /// <param name="address">As <see cref="AskedAddress"/> writes it.</param>
    public void Miss(HttpContext context, string address)
    {
        // What stands in a query may be a person's own; only where it is the whole address is it kept.
        var path = AskedAddress.PathOf(address);
        var kept = path is "/" or "/index.php" ? address : path;
        if (!IsReaders(context) || IsProbe(kept) || (missed.Count >= Most && !missed.ContainsKey(kept)))
        {
            return;
        }

        var now = clock.GetUtcNow();
        var referrer = ReferrerOf(context.Request.Headers.Referer.ToString());
        missed.AddOrUpdate(
            kept,
            _ => new(1, now, now, referrer),
            (_, m) => m with { Count = m.Count + 1, LastAt = now, Referrer = referrer ?? m.Referrer }
        );
    }

    /// <returns>Whether nobody would ask for it who wants to read: there is no use in a report of it.</returns>
    public static bool IsProbe(string address)
    {
        var path = AskedAddress.PathOf(address);
        return !address.StartsWith("/index.php?", StringComparison.Ordinal)
            && (
                ProbedBegins.Any(begin => path.StartsWith(begin, StringComparison.Ordinal))
                || ProbedEnds.Any(end => path.EndsWith(end, StringComparison.Ordinal))
                || path.Contains("/.", StringComparison.Ordinal)
                || path.Contains(".php/", StringComparison.Ordinal)
                || path.Contains("/wp-", StringComparison.Ordinal)
            );
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await jobs.RunAsync(SiteJobs.Addresses, WriteAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // What was counted last is still worth a try while the host waits for us.
            await WriteAsync();
        }
    }

    // A request of the site's own comes from nowhere; one that only asks whether something is there does not read it.
    private static bool IsReaders(HttpContext context) =>
        context.Connection.RemoteIpAddress is not null
        && context.Features.Get<Unkept>() is null
        && HttpMethods.IsGet(context.Request.Method);

    // Without the query: it may hold what somebody searched for.
    private string? ReferrerOf(string header)
    {
        if (
            header.Length is 0 or > 2 * MissingAddress.ReferrerLimit
            || !Uri.TryCreate(header, UriKind.Absolute, out var page)
            || page.Scheme is not ("http" or "https")
        )
        {
            return null;
        }

        var text = (page.Authority == host ? "" : page.Authority) + page.AbsolutePath;
        return text.Length > MissingAddress.ReferrerLimit ? text[..MissingAddress.ReferrerLimit] : text;
    }

    // Not given up for a stop: what was taken would be lost.
    private async Task<Failed> WriteAsync()
    {
        var used = Interlocked.Exchange(ref hits, new());
        var asked = Interlocked.Exchange(ref missed, new(StringComparer.Ordinal));
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var counts = scope.ServiceProvider.GetRequiredService<AddressCounts>();
            if (!used.IsEmpty)
            {
                await counts.AddHitsAsync(used, CancellationToken.None);
                used = new();
            }

            if (!asked.IsEmpty)
            {
                await counts.AddMissedAsync(asked, clock.GetUtcNow(), CancellationToken.None);
            }

            return new(null);
        }
        catch (Exception e)
        {
            log.LogWarning(
                e,
                "{Count} uses of addresses were not counted; they are kept for the next time",
                used.Count + asked.Count
            );
            TakeBack(used, asked);
            return new(e.Message);
        }
    }

    private void TakeBack(
        ConcurrentDictionary<long, (int Count, DateTimeOffset LastAt)> used,
        ConcurrentDictionary<string, Missed> asked
    )
    {
        foreach (var (id, old) in used.Where(u => hits.Count < Most || hits.ContainsKey(u.Key)))
        {
            hits.AddOrUpdate(id, old, (_, now) => (now.Count + old.Count, now.LastAt));
        }

        foreach (var (address, old) in asked.Where(a => missed.Count < Most || missed.ContainsKey(a.Key)))
        {
            missed.AddOrUpdate(
                address,
                old,
                (_, now) =>
                    now with
                    {
                        Count = now.Count + old.Count,
                        FirstAt = old.FirstAt,
                        Referrer = now.Referrer ?? old.Referrer,
                    }
            );
        }
    }
}
