using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>Hears the bell that the database rings when something changed, and looks once a second in any case.</summary>
internal sealed class ChangeListener(
    ReadersDatabase database,
    SiteChanges changes,
    PageStore pages,
    ILogger<ChangeListener> log
) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (cuts, isLost) = (0, false);
        while (pages.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(
                    () =>
                    {
                        cuts = 0;
                        if (isLost)
                        {
                            log.LogInformation("Changes are heard of again");
                            isLost = false;
                        }
                    },
                    stoppingToken
                );
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                changes.GoDeaf();
                if (await AnswersAsync(stoppingToken))
                {
                    // Cut off, or held up; but not at every moment.
                    await Task.Delay(cuts++ == 0 ? TimeSpan.Zero : Pause, stoppingToken)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                changes.Lose();
                if (!isLost)
                {
                    log.LogWarning(
                        e,
                        "The connection that tells of changes is lost; pages are sent as they were, and not for long"
                    );
                    isLost = true;
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

    // Until the connection is lost, or the record of changes cannot be read.
    private async Task FollowAsync(Action whenHearing, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var rung = new SemaphoreSlim(0);
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own: the pool's are late when there is much to do, and readers would get old pages meanwhile.
        var hearing = Task.Factory.StartNew(
            () => Hear(listening, rung, end.Token),
            cancel,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            await await Task.WhenAny(listening.Task, hearing);
            await changes.CatchUpAsync(cancel);
            changes.Listen();
            whenHearing();
            while (true)
            {
                await await Task.WhenAny(rung.WaitAsync(Look, cancel), hearing);
                await changes.CatchUpAsync(cancel);
            }
        }
        finally
        {
            await end.CancelAsync();
        }
    }

    private void Hear(TaskCompletionSource listening, SemaphoreSlim rung, CancellationToken cancel)
    {
        try
        {
            using var connection = database.Listen();
            connection.Notification += (_, notice) =>
            {
                if (ChangeLog.Rung(notice.Payload) is { } change)
                {
                    changes.Hear(change);
                }
            };
            using (var listen = new NpgsqlCommand($"listen {ChangeLog.Channel}", connection))
            {
                listen.ExecuteNonQuery();
            }

            listening.SetResult();
            while (!cancel.IsCancellationRequested)
            {
                if (connection.Wait((int)Look.TotalMilliseconds))
                {
                    rung.Release();
                }
            }
        }
        finally
        {
            if (!cancel.IsCancellationRequested)
            {
                // Before anybody is told: what is kept is in doubt from this moment.
                changes.GoDeaf();
            }
        }
    }

    // It may be another connection only that is lost.
    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await changes.CatchUpAsync(cancel);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
