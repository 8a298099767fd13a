using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Live;

/// <summary>
/// Learns what changed, as soon as no page that is kept here says anything old, and has it told: one question to the database
/// for all who listen. What it could not ask it asks again, so nothing is left out.
/// </summary>
internal sealed class LiveListener(
    LiveWire wire,
    LiveReaders readers,
    SiteChanges changes,
    PageStore pages,
    ReadersDatabase database,
    LiveLimits limits,
    TimeProvider clock,
    ILogger<LiveListener> log
) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    // It may have ended since it was read.
    private const long Soon = TimeSpan.TicksPerMillisecond;
    private const long Late = TimeSpan.TicksPerDay;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = changes.Next;
            try
            {
                await FollowAsync(stoppingToken);
                isFailing = false;
                await Task.WhenAny(next, Task.Delay(Left(), clock, stoppingToken));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing)
                {
                    log.LogWarning(e, "Open pages are told of no change until the database answers");
                    isFailing = true;
                }

                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var fresh = wire.Seen is { } seen ? await ChangeLog.SinceAsync(connection, seen, cancel) : null;
        var begins = fresh?.Any(LiveState.IsMass) != false;
        if (begins)
        {
            fresh = await ChangeLog.LatestAsync(connection, limits.Remembered, cancel);
        }

        var (breaking, stories) = await LiveNews.ReadAsync(
            connection,
            [.. fresh!.Where(c => !LiveState.IsMass(c)).SelectMany(c => LiveNews.StoriesAmong(c.Names)).Distinct()],
            clock.GetUtcNow(),
            cancel
        );
        if (begins)
        {
            wire.Begin(fresh!, fresh!.Count < limits.Remembered, breaking, stories);
        }
        else
        {
            wire.Tell(fresh!, breaking, stories);
        }

        readers.Wake();
    }

    // Without pages to keep nobody hears the bell. The banner ends by itself; then an older story may be behind it.
    private TimeSpan Left() =>
        !pages.IsOn ? Look
        : wire.Until is { } until ? TimeSpan.FromTicks(Math.Clamp((until - clock.GetUtcNow()).Ticks, Soon, Late))
        : Timeout.InfiniteTimeSpan;
}
