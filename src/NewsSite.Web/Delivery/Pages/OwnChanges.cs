using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>Whoever changes something through this server sees it here at once: its pages are forgotten before the act ends.</summary>
internal sealed class OwnChanges(IServiceProvider services) : DbTransactionInterceptor
{
    public override async Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await services.GetRequiredService<SiteChanges>().CatchUpAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or TimeoutException or InvalidOperationException)
        {
            // It is done, whatever becomes of the pages: the listener sees to them.
        }
    }
}
