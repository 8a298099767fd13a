namespace NewsSite.Web.Shared;

/// <summary>
/// When a server begins with what it does beside its pages. The model of all tables is built for that: four tenths of a second
/// in which a reader of the first page would wait.
/// </summary>
internal static class ReadersFirst
{
    private static readonly TimeSpan FirstPage = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits until readers are answered. It ends, and throws nothing, when the site stops before.</summary>
    public static async Task StartedAsync(this IHostApplicationLifetime site, CancellationToken stopping)
    {
        var started = new TaskCompletionSource();
        await using var told = site.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until the first page has had the time to be made. It ends, and throws nothing, when the site stops before.</summary>
    public static async Task FirstPageAsync(this IHostApplicationLifetime site, CancellationToken stopping)
    {
        await site.StartedAsync(stopping);
        await Task.Delay(FirstPage, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
