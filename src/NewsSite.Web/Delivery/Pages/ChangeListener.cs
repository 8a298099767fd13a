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
        var isLost = false;
        while (pages.IsOn && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.ListenAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"listen {ChangeLog.Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                if (isLost)
                {
                    log.LogInformation("Changes are heard of again");
                    isLost = false;
                }

                while (true)
                {
                    await changes.CatchUpAsync(stoppingToken);
                    await connection.WaitAsync(Look, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
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
}
