using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>A person's own account: how it is entered, and from where.</summary>
public sealed class IndexPage(SecondFactorDesk factors, SessionBook sessions, ProviderDesk provider, SiteOptions site)
    : PageModel
{
    /// <summary>What the provider is called; null where there is none.</summary>
    public string? Provider => site.OpenIdConnect.IsOn ? site.OpenIdConnect.Name : null;

    /// <summary>What it calls the person; null where nothing is linked.</summary>
    public string? Link { get; private set; }

    public SecondFactor Factor { get; private set; } = null!;
    public int Sessions { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Factor = await factors.FindAsync(User.Id(), cancel);
        Link = Provider is null ? null : await provider.LinkOfAsync(User.Id(), cancel);
        Sessions = (await sessions.ListAsync(User.Id(), cancel)).Count;
    }
}
