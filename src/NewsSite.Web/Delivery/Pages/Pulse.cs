namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Tells whether this process stood still: stopped, starved, or on a machine that was moved. Whatever it had heard by then
/// is of before, however short a time ago that seems.
/// </summary>
internal sealed class Pulse : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    // In milliseconds; what is shorter is noticed by nobody.
    private const int Most = 100;
    private readonly ManualResetEventSlim end = new();
    private readonly Thread thread;
    private long last = Environment.TickCount64;
    private long stood;

    public Pulse()
    {
        // Of its own: the pool's threads are late when there is much to do, and that is no standstill.
        thread = new Thread(Feel) { IsBackground = true, Name = "Pulse" };
        thread.Start();
    }

    /// <summary>
    /// Until when it stood still the last time, on the clock of <see cref="Environment.TickCount64"/>: what was asked before
    /// that may be out of date.
    /// </summary>
    public long StoodUntil
    {
        get
        {
            // In this order; the other side writes in the other. Whoever goes on before the thread does finds it out alone.
            var (beat, known, now) = (Volatile.Read(ref last), Volatile.Read(ref stood), Environment.TickCount64);
            return now - beat > Most ? now : known;
        }
    }

    public void Dispose()
    {
        end.Set();
        thread.Join();
        end.Dispose();
    }

    private void Feel()
    {
        while (!end.Wait(Beat))
        {
            var now = Environment.TickCount64;
            if (now - last > Most)
            {
                Volatile.Write(ref stood, now);
            }

            Volatile.Write(ref last, now);
        }
    }
}
