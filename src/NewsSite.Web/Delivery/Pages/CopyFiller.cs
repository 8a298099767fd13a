using System.Diagnostics;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Sees to it that there is a copy of every page, and that it says what the page says: it goes wherever the links lead, and
/// again to what has changed. One page at a time, and part of the time none: half of it where readers wait for pages, too.
/// </summary>
internal sealed class CopyFiller(
    CopyFile file,
    CopyQueue wanted,
    PageStore store,
    PageCache pages,
    SiteChanges changes,
    IHostApplicationLifetime site,
    ILogger<CopyFiller> log
) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Begin = TimeSpan.FromMinutes(10);

    // From these, links lead to everything.
    private static readonly string[] Roots = ["/", "/sitemap.xml", "/sitemap-news.xml"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Before that there is nobody to answer.
        await site.StartedAsync(stoppingToken);
        var begun = long.MinValue;
        string? last = null;
        while (file.IsOn && !stoppingToken.IsCancellationRequested)
        {
            if (begun == long.MinValue || Stopwatch.GetElapsedTime(begun) > Begin)
            {
                Array.ForEach(Roots, wanted.Want);
                begun = Stopwatch.GetTimestamp();
            }

            var pause = Look;
            if (changes.IsInStep && wanted.Next() is { } address)
            {
                var (watch, made) = (Stopwatch.StartNew(), store.Made);
                await CopyAsync(address);

                // One that is still wanted could not be written: the disk may be full.
                pause = address == last ? Look : watch.Elapsed / (store.Made > made + 1 ? 1 : 4);
                last = address;
            }

            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CopyAsync(string address)
    {
        try
        {
            var copying = await pages.CopyAsync(address);
            if (copying.IsNone)
            {
                wanted.Remove(address);
            }
            else if (copying is { WasAsked: true, Page: null })
            {
                wanted.Defer(address);
            }
            else if (copying.Page is { } page && page.Address.ToString() != address)
            {
                // Another spelling of what is copied now.
                wanted.Remove(address);
            }
        }
        catch (Exception e)
        {
            log.LogWarning(e, "{Address} could not be copied", address);
            wanted.Defer(address);
        }
    }
}
