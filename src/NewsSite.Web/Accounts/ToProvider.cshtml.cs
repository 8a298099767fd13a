using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// Leads to the provider. A link and no form: the policy lets forms lead to this site only, and nothing changes here before
/// the person comes back.
/// </summary>
public sealed partial class ToProviderPage(SiteOptions site, ILogger<ToProviderPage> log) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync()
    {
        if (!site.OpenIdConnect.IsOn)
        {
            return NotFound();
        }

        // Nobody is signed in by a page elsewhere that leads here unasked. Only old browsers do not say where they come from.
        if (Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            return RedirectToPage("/Accounts/SignIn", new { ReturnUrl });
        }

        try
        {
            await HttpContext.ChallengeAsync(
                ProviderServices.Scheme,
                new() { RedirectUri = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/newsroom" }
            );
            return new EmptyResult();
        }
        catch (Exception e) when (!HttpContext.RequestAborted.IsCancellationRequested)
        {
            Away(site.OpenIdConnect.Authority!, e);
            return RedirectToPage("/Accounts/SignIn", new { ReturnUrl, Problem = SignInPage.Away });
        }
    }

    [LoggerMessage(LogLevel.Error, "The provider {Issuer} cannot be used")]
    private partial void Away(string issuer, Exception failure);
}
