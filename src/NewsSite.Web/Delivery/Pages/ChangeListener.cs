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
                await using var connection = await database.ListenAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"listen {ChangeLog.Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                await changes.CatchUpAsync(stoppingToken);
                changes.Hear();
                cuts = 0;
                if (isLost)
                {
                    log.LogInformation("Changes are heard of again");
                    isLost = false;
                }

                while (true)
                {
                    await connection.WaitAsync(Look, stoppingToken);
                    await changes.CatchUpAsync(stoppingToken);
                }
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
