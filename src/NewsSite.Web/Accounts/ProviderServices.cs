using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

internal static class ProviderServices
{
    public const string Scheme = "NewsSite.Provider";

    /// <summary>Whom the provider has told us of, until the person links an account.</summary>
    public const string ToldScheme = "NewsSite.Told";

    public const string ReturnPath = "/account/from-provider";

    // What a key of two parts has signed: with one key for both, whoever can check a token could make one.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The provider that the settings name; where they name none, nothing of it is there.</summary>
    public static AuthenticationBuilder AddProvider(this AuthenticationBuilder authentication, SiteOptions site)
    {
        var provider = site.OpenIdConnect;
        if (!provider.IsOn)
        {
            return authentication;
        }

        authentication.Services.AddScoped<ProviderEvents>();
        return authentication.AddOpenIdConnect(
            Scheme,
            oidc =>
            {
                oidc.EventsType = typeof(ProviderEvents);
                oidc.SignInScheme = ToldScheme;
                oidc.Authority = provider.Authority;
                oidc.ClientId = provider.ClientId;
                oidc.ClientSecret = provider.ClientSecret;
                oidc.RequireHttpsMetadata = provider.Authority!.StartsWith("https:", StringComparison.Ordinal);
                oidc.ResponseType = OpenIdConnectResponseType.Code;

                // A form that another site sends would come without our cookies.
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.UsePkce = true;
                oidc.CallbackPath = ReturnPath;
                oidc.RemoteSignOutPath = default;
                oidc.SignedOutCallbackPath = default;
                oidc.Scope.Clear();
                oidc.Scope.Add("openid");
                oidc.Scope.Add("email");
                oidc.MapInboundClaims = false;

                // Most say there what they do not say in the token itself.
                oidc.GetClaimsFromUserInfoEndpoint = true;
                oidc.ClaimActions.MapJsonKey(ProviderEvents.EmailVerified, ProviderEvents.EmailVerified);
                oidc.SaveTokens = false;
                oidc.DisableTelemetry = true;
                oidc.TokenValidationParameters.ValidAlgorithms = Algorithms;
                oidc.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
                    issuer == provider.Authority
                        ? issuer
                        : throw new SecurityTokenInvalidIssuerException("The token is of another provider.");
                oidc.BackchannelTimeout = TimeSpan.FromSeconds(10);
                oidc.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
                Configure(oidc.CorrelationCookie, site, "way");
                Configure(oidc.NonceCookie, site, "nonce");
            }
        );
    }

    // Whoever comes back comes from another site, by a link.
    private static void Configure(CookieBuilder cookie, SiteOptions site, string name)
    {
        cookie.Name = (site.IsHttps ? "__Host-newssite" : "newssite") + $"-{name}-";
        cookie.Path = "/";
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = site.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }
}
