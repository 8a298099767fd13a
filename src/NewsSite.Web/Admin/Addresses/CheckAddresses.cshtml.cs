using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Addresses;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>A redirect, and what is wrong with where it leads.</summary>
public sealed record Finding(RedirectRow Redirect, string Words);

/// <summary>Whether redirects lead in a circle, by several steps, or to nothing.</summary>
public sealed class CheckAddressesPage(RedirectShelf shelf, OwnAnswers own) : PageModel
{
    /// <summary>What the look before ended with.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<RedirectChain> Chains { get; private set; } = [];
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>How many were looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>Where the next look is; null where all were looked at.</summary>
    public string? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Chains = await shelf.ChainsAsync(cancel);
        var after = After?.Length > AskedAddress.Limit ? null : After;
        var some = await shelf.FindAsync(null, after, cancel, RedirectShelf.PerLook);
        Looked = some.Redirects.Count;
        Next = some.Next is { } next ? $"/admin/addresses/check?after={Uri.EscapeDataString(next)}" : null;
        var findings = new List<Finding>();
        foreach (var redirect in some.Redirects)
        {
            if (await ArrivesAsync(redirect, cancel) is { } words)
            {
                findings.Add(new(redirect, words));
            }
        }

        Findings = findings;
    }

    // Of what is elsewhere nothing is known without asking the web.
    private async Task<string?> ArrivesAsync(RedirectRow redirect, CancellationToken cancel)
    {
        if (await RedirectInput.TakenAsync(own, redirect.From, cancel) is not null)
        {
            return "Never used: the address has a page by now";
        }

        if (redirect.To is not ['/', ..])
        {
            return null;
        }

        return await own.AskAsync(redirect.To, cancel) switch
        {
            { Status: StatusCodes.Status404NotFound } => "Leads to nothing: not found (404)",
            { Status: StatusCodes.Status410Gone } => "Leads to what is gone (410)",
            { Status: >= 500 } => "Where it leads, the site has an error",
            { To: { } next } => $"Leads to what has moved; readers are led straight on to {next}",
            _ => null,
        };
    }
}
