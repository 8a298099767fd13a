using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// What the site does with what a provider says. Somebody whose account is linked is let in, and owes the second step all the
/// same; somebody who could link one is remembered for some minutes and asked to sign in as ever. All else ends at the
/// page of signing in, with a word of why.
/// </summary>
internal sealed partial class ProviderEvents(
    SiteOptions site,
    ProviderDesk desk,
    StaffDoor door,
    ILogger<ProviderEvents> log
) : OpenIdConnectEvents
{
    public const string EmailVerified = "email_verified";
    private const string Subject = "sub";
    private const string Email = "email";

    private string Issuer => site.OpenIdConnect.Authority!;

    public override async Task RedirectToIdentityProvider(RedirectContext context)
    {
        var provider = await context.Options.ConfigurationManager!.GetConfigurationAsync(
            context.HttpContext.RequestAborted
        );
        if (provider.Issuer != Issuer)
        {
            context.Options.ConfigurationManager.RequestRefresh();

            // Somebody who can answer in its place would send people, and what we know of them, elsewhere.
            throw new InvalidOperationException($"The provider calls itself “{provider.Issuer}”, not “{Issuer}”.");
        }

        // Where readers find the site, whatever the request says it was sent to.
        context.ProtocolMessage.RedirectUri = site.Root + ProviderServices.ReturnPath;
    }

    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (context.ProtocolMessage.Iss is { } issuer && issuer != Issuer)
        {
            context.Fail("The answer is of another provider.");
        }

        return Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // The framework looks at a signature that is there, and asks for none: the token came from the provider itself.
        if (context.SecurityToken is not { RawSignature.Length: > 0 })
        {
            context.Fail("The token is not signed.");
        }

        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var http = context.HttpContext;
        var cancel = http.RequestAborted;
        context.HandleResponse();
        if (context.Principal is not { } told || PersonOf(told) is not { } person)
        {
            Refused(Issuer, "no name");
            http.Response.Redirect(Again(SignInPage.Failed, context.ReturnUri));
        }
        else if (await desk.FindAsync(person, cancel) is { } member)
        {
            var isIn = await door.AdmitAsync(http, member, StaffDoor.Provider, cancel);
            http.Response.Redirect(
                isIn
                    ? context.ReturnUri!
                    : QueryHelpers.AddQueryString("/account/code", "returnUrl", context.ReturnUri!)
            );
        }
        else if (await desk.CanLinkAsync(person, cancel))
        {
            await http.SignInAsync(ProviderServices.ToldScheme, PrincipalOf(person));
            var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
            http.Response.Redirect(session.Succeeded ? ProviderPage.Path : Again(SignInPage.Link, ProviderPage.Path));
        }
        else
        {
            Refused(Issuer, "no account");
            http.Response.Redirect(Again(SignInPage.NoAccount, context.ReturnUri));
        }
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        Refused(Issuer, "denied");
        context.HandleResponse();
        context.Response.Redirect(Again(SignInPage.Refused, context.ReturnUrl));
        return Task.CompletedTask;
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        Failed(Issuer, context.Failure);
        context.HandleResponse();
        context.Response.Redirect(Again(SignInPage.Failed, context.Properties?.RedirectUri));
        return Task.CompletedTask;
    }

    /// <returns>Whom the provider has told us of in this browser; null where it has not, or too long ago.</returns>
    public static async Task<ProvidedPerson?> ToldAsync(HttpContext context)
    {
        var told = await context.AuthenticateAsync(ProviderServices.ToldScheme);
        return told.Principal is { } person
            ? new(person.FindFirstValue("iss")!, person.FindFirstValue(Subject)!, person.FindFirstValue(Email))
            : null;
    }

    private ProvidedPerson? PersonOf(ClaimsPrincipal told)
    {
        if (told.FindFirstValue(Subject) is not { Length: > 0 and <= ProviderDesk.SubjectLimit } subject)
        {
            return null;
        }

        // Token and provider may each say it. Where they do not say the same, neither is believed.
        var emails = told.FindAll(Email).Select(c => c.Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var isProved =
            told.HasClaim(c => c.Type == EmailVerified)
            && told.FindAll(EmailVerified).All(c => bool.TryParse(c.Value, out var proved) && proved);
        return new(Issuer, subject, emails.Count == 1 && isProved ? emails[0] : null);
    }

    private static ClaimsPrincipal PrincipalOf(ProvidedPerson person) =>
        new(
            new ClaimsIdentity(
                [new("iss", person.Issuer), new(Subject, person.Subject), new(Email, person.Email!)],
                ProviderServices.ToldScheme
            )
        );

    private static string Again(string problem, string? returnUrl) =>
        QueryHelpers.AddQueryString(
            "/account/sign-in",
            new Dictionary<string, string?> { ["problem"] = problem, ["returnUrl"] = returnUrl }.Where(p =>
                p.Value is not null
            )
        );

    [LoggerMessage(LogLevel.Warning, "Sign-in by the provider {Issuer} was refused: {Reason}")]
    private partial void Refused(string issuer, string reason);

    [LoggerMessage(LogLevel.Warning, "Sign-in by the provider {Issuer} failed")]
    private partial void Failed(string issuer, Exception? failure);
}
