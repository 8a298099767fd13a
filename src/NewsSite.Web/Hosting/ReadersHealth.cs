using Microsoft.Extensions.Diagnostics.HealthChecks;
using NewsSite.News.Database;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Hosting;

/// <summary>
/// Whether readers can be sent here: unhealthy where they get nothing, degraded where they get what was kept because the
/// database does not answer.
/// </summary>
internal sealed class ReadersHealth(PublishedDb db, SiteChanges changes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (!changes.IsAway && await db.Database.CanConnectAsync(cancellationToken))
        {
            return HealthCheckResult.Healthy();
        }

        return changes.IsAlone
            ? HealthCheckResult.Degraded("The database does not answer; readers get what was kept.")
            : HealthCheckResult.Unhealthy("The database does not answer.");
    }
}
