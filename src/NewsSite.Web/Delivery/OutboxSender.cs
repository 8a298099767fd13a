using NewsSite.News.Outbox;

namespace NewsSite.Web.Delivery;

/// <summary>Sends what is due, once.</summary>
public sealed class OutboxSender(OutboxRun run, Pings pings, ILogger<OutboxSender> log)
{
    private const int HubLimit = 40;
    private const int IndexNowLimit = 10_000;

    /// <returns>How many entries were taken.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancel) =>
        await run.SendAsync(
            Announcements.WebSub,
            HubLimit,
            TimeSpan.Zero,
            async (paths, stop) =>
                Logged("The WebSub hub", await Task.WhenAll(paths.Select(path => pings.HubAsync(path, stop)))),
            cancel
        )
        + await run.SendAsync(
            Announcements.IndexNow,
            IndexNowLimit,
            Announcements.Collapse,
            async (paths, stop) =>
            {
                var end = await pings.IndexNowAsync(paths, stop);
                return [.. Logged("IndexNow", [end]).Concat(Enumerable.Repeat(end, paths.Count - 1))];
            },
            cancel
        );

    private IReadOnlyList<Attempt> Logged(string who, IReadOnlyList<Attempt> ends)
    {
        foreach (var end in ends.Where(e => e.Error is not null))
        {
            log.Log(
                end.IsFinal ? LogLevel.Error : LogLevel.Warning,
                "{Who} did not take a message: {Error}",
                who,
                end.Error
            );
        }

        return ends;
    }
}
