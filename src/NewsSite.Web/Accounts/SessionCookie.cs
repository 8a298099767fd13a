using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// Asks the database at each request of the staff, who are few, whether the session is open and what its owner may do: what
/// was ended, disabled or given another role is treated so at once, on every server.
/// </summary>
internal sealed class SessionCookie : CookieAuthenticationEvents
{
    private const string SetUpPath = "/account/sign-in-codes";

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            // What is shown now is that something failed, to anybody; the database may be what did.
            context.RejectPrincipal();
            return;
        }

        var services = context.HttpContext.RequestServices;
        if (
            !Guid.TryParse(context.Principal?.FindFirst(SessionActor.SessionClaim)?.Value, out var id)
            || await services.GetRequiredService<SessionBook>().FindAsync(id, context.HttpContext.RequestAborted)
                is not { } open
        )
        {
            // The cookie stays: the answer to a request that was on its way when the session got a new id would take the new one.
            context.RejectPrincipal();
            return;
        }

        var site = services.GetRequiredService<SiteOptions>();
        DateTimeOffset? setUpBy = null;
        if (site.RequireSecondFactor && open.Member is { Role: >= StaffRole.Editor, TwoFactorEnabled: false })
        {
            var asked = await services
                .GetRequiredService<SessionBook>()
                .AskForSecondFactorAsync(open.Member, context.HttpContext.RequestAborted);
            setUpBy = asked.AddDays(site.SecondFactorGraceDays);
        }

        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        context.ReplacePrincipal(StaffPrincipal.Of(open.Session, open.Member, setUpBy, now, open.Sections));
    }

    /// <summary>Who must set up a second factor first is led there, wherever else it was to go.</summary>
    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.HttpContext.User.MustSetUp())
        {
            context.RedirectUri = SetUpPath;
        }
        else
        {
            var http = context.HttpContext;
            http.RequestServices.GetRequiredService<ILogger<SessionCookie>>()
                .RightRefused(http.User.Id(), http.Request.Method, http.Request.Path, http.Address());
        }

        return base.RedirectToAccessDenied(context);
    }
}
