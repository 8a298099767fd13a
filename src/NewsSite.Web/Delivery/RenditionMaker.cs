using NewsSite.News.Media;

namespace NewsSite.Web.Delivery;

/// <summary>Makes the forms of new pictures in the background, so that no reader waits for an encoder.</summary>
public sealed class RenditionMaker(RenditionQueue queue, ILogger<RenditionMaker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await queue.RunAsync(
                (e, file) => log.LogError(e, "The renditions of picture {File} could not be made", file),
                stoppingToken
            );
        }
        catch (OperationCanceledException)
        {
            // The site stops: that is no fault.
        }
    }
}
