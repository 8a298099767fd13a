namespace NewsSite.News.Outbox;

/// <summary>When what did not arrive is tried again: later each time, for a day.</summary>
public static class Retry
{
    /// <summary>How long it is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <param name="attempts">How many tries have failed, 1 or more.</param>
    /// <returns>How long to wait before the next.</returns>
    public static TimeSpan Wait(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 10));
        return wait < LongestWait ? wait : LongestWait;
    }
}
