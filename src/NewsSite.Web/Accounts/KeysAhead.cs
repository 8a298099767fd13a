using Microsoft.AspNetCore.DataProtection;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// Reads the keys that all servers share when readers are served already. The framework's own way is to read them first, which
/// builds the model of all tables: most of a second in which nobody is answered.
/// </summary>
internal sealed class KeysAhead(IDataProtectionProvider keys, IHostApplicationLifetime site, ILogger<KeysAhead> log)
    : BackgroundService
{
    private const string TheFrameworks = "DataProtectionHostedService";

    /// <summary>Takes the place of the framework's own; after everything that might add that.</summary>
    /// <exception cref="InvalidOperationException">The framework does it another way by now.</exception>
    public static void Add(IServiceCollection services)
    {
        services.Remove(services.Single(service => service.ImplementationType?.Name == TheFrameworks));
        services.AddHostedService<KeysAhead>();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        try
        {
            stoppingToken.ThrowIfCancellationRequested();
            keys.CreateProtector(nameof(KeysAhead)).Protect([]);
        }
        catch (Exception e)
        {
            // Whoever needs them asks again.
            log.LogDebug(e, "The keys are not to be had yet");
        }
    }
}
