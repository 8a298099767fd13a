using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace NewsSite.Web.Delivery.Live;

/// <summary>The connections over which open pages are told what changed, and the one clock that gives all of them signs of life.</summary>
internal sealed class LiveReaders : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private readonly LiveWire wire;
    private readonly LiveLimits limits;
    private readonly ConcurrentDictionary<LiveReader, bool> held = new();
    private readonly Meter meter = new("NewsSite.Live");
    private readonly CancellationToken stopping;
    private int count;

    public LiveReaders(LiveWire wire, LiveLimits limits, IHostApplicationLifetime life)
    {
        (this.wire, this.limits, stopping) = (wire, limits, life.ApplicationStopping);
        meter.CreateObservableGauge("newssite.live.readers", () => Held, "{connection}", "Open pages that are told");

        // The server waits for every answer to end; these would never.
        stopping.Register(Wake);
    }

    /// <summary>How many there are.</summary>
    public int Held => Volatile.Read(ref count);

    /// <summary>Lets each be told what is new.</summary>
    public void Wake()
    {
        foreach (var (reader, _) in held)
        {
            reader.Wake();
        }
    }

    /// <summary>Tells one open page for as long as it listens.</summary>
    /// <param name="after">The last change that it knows of; null where it knows of none.</param>
    /// <returns>False where there are too many.</returns>
    public async Task<bool> HoldAsync(HttpContext context, long? after)
    {
        try
        {
            if (Interlocked.Increment(ref count) > limits.Most || stopping.IsCancellationRequested)
            {
                return false;
            }

            var reader = new LiveReader(context, wire, limits, after, stopping);
            await using var left = context.RequestAborted.UnsafeRegister(
                static reader => ((LiveReader)reader!).Wake(),
                reader
            );
            held[reader] = true;
            try
            {
                await reader.RunAsync();
            }
            finally
            {
                held.TryRemove(reader, out _);
            }

            return true;
        }
        finally
        {
            Interlocked.Decrement(ref count);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(limits.Beat / 4 < Tick ? limits.Beat / 4 : Tick);
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !stoppingToken.IsCancellationRequested)
        {
            foreach (var (reader, _) in held)
            {
                reader.WakeIfStill();
            }
        }
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }
}
