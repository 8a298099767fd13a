using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>
/// What every server does again and again beside its pages, from its first page until it stops. What fails is told to the log
/// and tried again after a pause.
/// </summary>
/// <param name="watch">Measures the pauses; of the machine itself where no test may stop them.</param>
public abstract class RepeatingService(IHostApplicationLifetime site, TimeProvider watch) : BackgroundService
{
    protected TimeProvider Watch { get; } = watch;

    /// <summary>From a failure to the next try, and from one round to the next where that says nothing else.</summary>
    protected abstract TimeSpan Pause { get; }

    /// <summary>Does it once.</summary>
    /// <returns>How long to wait until the next time.</returns>
    protected abstract Task<TimeSpan> RunAsync(CancellationToken cancel);

    /// <summary>Tells the log of a failure while the site runs.</summary>
    protected abstract void Tell(Exception failure);

    /// <summary>Waits for what was begun and not awaited, when the site stops.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Pause;
            try
            {
                pause = await RunAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(e);
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                break;
            }

            await Task.Delay(pause, Watch, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync();
    }
}
