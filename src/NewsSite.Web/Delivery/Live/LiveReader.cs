using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace NewsSite.Web.Delivery.Live;

/// <summary>
/// One open page. It holds nothing but its place: what it was not told yet is in the wire, the same for all.
/// </summary>
internal sealed class LiveReader(
    HttpContext context,
    LiveWire wire,
    LiveLimits limits,
    long? after,
    CancellationToken stopping
)
{
    private readonly PipeWriter writer = context.Response.BodyWriter;
    private readonly CancellationToken gone = context.RequestAborted;
    private LivePlace place = new(null, after);
    private volatile TaskCompletionSource woken = NewAlarm();
    private long sent = Environment.TickCount64;

    /// <summary>There may be something to tell.</summary>
    public void Wake() => woken.TrySetResult();

    /// <summary>Wakes it where nothing was sent for so long that it needs a sign of life.</summary>
    public void WakeIfStill()
    {
        if (IsStill)
        {
            Wake();
        }
    }

    /// <summary>Tells until the page is closed, does not take it, or the site stops.</summary>
    public async Task RunAsync()
    {
        try
        {
            writer.Write(LiveWords.Return(RandomNumberGenerator.GetInt32(limits.Return.From, limits.Return.To)));
            var isNew = true;
            while (!gone.IsCancellationRequested && !stopping.IsCancellationRequested)
            {
                // Before looking: what comes afterwards wakes again.
                var next = woken = NewAlarm();
                (var events, place) = wire.After(place);
                if (events.Count > 0 || isNew || IsStill)
                {
                    await SendAsync(events);
                }

                isNew = false;
                await next.Task;
            }
        }
        catch (OperationCanceledException)
        {
            // It left while something was being sent.
        }
        catch (TimeoutException)
        {
            // It does not take what is sent. Nobody waits for that: it comes again, and says how far it was.
            context.Abort();
        }
    }

    private bool IsStill => Environment.TickCount64 - Volatile.Read(ref sent) >= limits.Beat.TotalMilliseconds;

    private async ValueTask SendAsync(IReadOnlyList<byte[]> events)
    {
        if (events.Count == 0)
        {
            writer.Write(LiveWords.Beat);
        }

        foreach (var each in events)
        {
            writer.Write(each);
        }

        var flush = writer.FlushAsync(gone);
        if (!flush.IsCompleted)
        {
            await flush.AsTask().WaitAsync(limits.Patience);
        }
        else
        {
            await flush;
        }

        Volatile.Write(ref sent, Environment.TickCount64);
    }

    private static TaskCompletionSource NewAlarm() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
