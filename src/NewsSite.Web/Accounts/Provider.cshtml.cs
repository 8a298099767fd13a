using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Whether the provider lets a person in: linked and unlinked by that person alone, who has signed in by another way.</summary>
[ConfirmFirst]
public sealed class ProviderPage(SiteOptions site, ProviderDesk desk) : PageModel
{
    public const string Path = "/account/provider";

    public string Name => site.OpenIdConnect.Name!;

    /// <summary>What the provider calls the person whose account is linked.</summary>
    public string? Link { get; private set; }

    /// <summary>Whom the provider has just told us of, in this browser.</summary>
    public ProvidedPerson? Told { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public override async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        if (!site.OpenIdConnect.IsOn)
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Link = await desk.LinkOfAsync(User.Id(), cancel);
        Told = await ProviderEvents.ToldAsync(HttpContext);
    }

    public async Task<IActionResult> OnPostLinkAsync(CancellationToken cancel)
    {
        if (
            await ProviderEvents.ToldAsync(HttpContext) is { } told
            && await desk.LinkAsync(User.Actor(), told, User.Session(), cancel)
        )
        {
            await HttpContext.SignOutAsync(ProviderServices.ToldScheme);
            Notice = $"From now on you can sign in with {Name}.";
            return RedirectToPage();
        }

        await HttpContext.SignOutAsync(ProviderServices.ToldScheme);
        ModelState.AddModelError(
            "Link",
            $"That person at {Name} cannot be linked to your account. The email address must be yours here, too."
        );
        Link = await desk.LinkOfAsync(User.Id(), cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostUnlinkAsync(CancellationToken cancel)
    {
        await desk.UnlinkAsync(User.Actor(), User.Session(), cancel);
        Notice = $"The link is gone: {Name} does not let you in any more.";
        return RedirectToPage();
    }
}
