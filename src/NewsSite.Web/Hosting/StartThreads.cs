namespace NewsSite.Web.Hosting;

/// <summary>
/// More threads while a server starts. Much of a start waits for the same few things to be built once, each holding a thread of
/// the pool, which has as many as there are processors and adds one in half a second: the first reader's page lay ready and
/// was not sent.
/// </summary>
internal static class StartThreads
{
    private const int Starting = 16;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>At the beginning of a start.</summary>
    /// <returns>To be called when readers are answered: some time later, there are as many threads as usual.</returns>
    public static Action Add()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Starting), ports);
        return () => _ = ReturnAsync();

        async Task ReturnAsync()
        {
            await Task.Delay(Settled);
            ThreadPool.SetMinThreads(workers, ports);
        }
    }
}
