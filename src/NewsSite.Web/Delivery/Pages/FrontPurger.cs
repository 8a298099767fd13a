using NewsSite.News.Published;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Tells the cache in front what to forget, as soon as the bell rings, from whichever server gets to it: the record of
/// changes is its outbox, so what could not be told is told later. And again some seconds later, when every server has heard of the change
/// or trusts nothing that it keeps: between the two, one of them may have given the cache an old page once more.
/// </summary>
internal sealed class FrontPurger(ReadersDatabase database, SiteOptions site, ILogger<FrontPurger> log)
    : BackgroundService
{
    // So many names are told in one message; headers have a limit.
    private const int Most = 100;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(2),
    };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isFailing = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var bell = await database.ListenAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"listen {ChangeLog.Channel}", bell))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                while (true)
                {
                    await using (var connection = await database.WorkAsync(stoppingToken))
                    {
                        await PurgeLog.RunAsync(connection, PurgeAsync, stoppingToken);
                    }

                    isFailing = false;
                    await bell.WaitAsync(Look, stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (!isFailing)
                {
                    log.LogError(e, "The cache in front could not be told what to forget; it is tried again");
                    isFailing = true;
                }

                await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }
        }
    }

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    private async Task PurgeAsync(IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        var (method, address) = site.FrontCache.Parse()!.Value;
        foreach (var some in names.Chunk(Most))
        {
            using var message = new HttpRequestMessage(method, address);
            message.Headers.Add(site.FrontCache.KeysHeader, string.Join(' ', some));
            if (site.FrontCache.Secret?.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value])
            {
                message.Headers.Add(name, value);
            }

            using var answer = await client.SendAsync(message, cancel);
            answer.EnsureSuccessStatusCode();
        }
    }
}
