using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

internal static class AccountServices
{
    /// <summary>Sign-in for staff. Whoever is not let in by name is kept out.</summary>
    public static void AddAccounts(this IServiceCollection services, SiteOptions site)
    {
        services.AddDataProtection().PersistKeysToDbContext<NewsroomDb>().SetApplicationName("NewsSite");
        services
            .AddIdentityCore<StaffMember>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";
                identity.Password.RequiredLength = StaffDesk.PasswordLeast;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
            })
            .AddEntityFrameworkStores<NewsroomDb>()
            .AddErrorDescriber<AccountWords>()
            .AddPasswordValidator<NotGuessable>()
            .AddSignInManager()
            .AddDefaultTokenProviders();

        // What the OWASP Password Storage Cheat Sheet asks of PBKDF2 with SHA-512; older hashes are made anew at a sign-in.
        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 210_000);
        // How long each link works stands with the account; no link works longer than this.
        services.Configure<DataProtectionTokenProviderOptions>(token =>
            token.TokenLifespan = StaffDesk.InvitationLasts
        );
        services.AddPasskeys(site);
        services.AddScoped<FirstAdminDoor>();
        services.AddScoped<StaffDoor>();
        services.AddScoped<PasskeyCheck>();
        services
            .AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie => ConfigureSession(cookie, site))
            .AddProvider(site)
            .AddCookie(ProviderServices.ToldScheme, cookie => ConfigureShort(cookie, site, "told", SameSiteMode.Lax))
            // Who comes back from the provider comes by a link of another site.
            .AddCookie(StaffDoor.HalfInScheme, cookie => ConfigureShort(cookie, site, "step", SameSiteMode.Lax))
            // Where Identity keeps what it asked a passkey to sign.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie => ConfigureShort(cookie, site, "passkey"));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = site.IsHttps ? "__Host-newssite-form" : "newssite-form";
            antiforgery.Cookie.SecurePolicy = Secure(site);
        });
        // A word that is shown once after a form was sent.
        services.Configure<CookieTempDataProviderOptions>(notice =>
        {
            notice.Cookie.Name = site.IsHttps ? "__Host-newssite-notice" : "newssite-notice";
            notice.Cookie.SecurePolicy = Secure(site);
        });
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Rights.SignedIn, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Rights.Reporter, policy => policy.RequireRole(Rights.Reporter))
            .AddPolicy(Rights.Editor, policy => policy.RequireRole(Rights.Editor))
            .AddPolicy(Rights.Admin, policy => policy.RequireRole(Rights.Admin))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Rights.Reporter).Build());
    }

    private static void ConfigureSession(CookieAuthenticationOptions cookie, SiteOptions site)
    {
        Configure(cookie, site, "");
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = StaffSession.Rest;
        cookie.LoginPath = "/account/sign-in";
        cookie.LogoutPath = "/account/sign-out";
        cookie.AccessDeniedPath = "/account/denied";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events = new SessionCookie();
    }

    /// <summary>What is needed between two requests of one sign-in, and opens nothing.</summary>
    private static void ConfigureShort(
        CookieAuthenticationOptions cookie,
        SiteOptions site,
        string name,
        SameSiteMode sameSite = SameSiteMode.Strict
    )
    {
        Configure(cookie, site, $"-{name}");
        cookie.Cookie.SameSite = sameSite;
        cookie.ExpireTimeSpan = TimeSpan.FromMinutes(10);
        cookie.SlidingExpiration = false;
    }

    private static void Configure(CookieAuthenticationOptions cookie, SiteOptions site, string name)
    {
        cookie.Cookie.Name = (site.IsHttps ? "__Host-newssite" : "newssite") + name;
        cookie.Cookie.SecurePolicy = Secure(site);
        cookie.Cookie.HttpOnly = true;
    }

    private static CookieSecurePolicy Secure(SiteOptions site) =>
        site.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
