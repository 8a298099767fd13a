using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NewsSite.News.Database;

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
        catch (Exception)
        {
            // It is done, and what it changed is not known: nothing that is kept here can be trusted.
            services.GetRequiredService<SiteChanges>().Forget(Shown.All);
        }
    }
}
