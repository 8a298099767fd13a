using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Identity;
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
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                identity.SignIn.RequireConfirmedAccount = true;
            })
            .AddEntityFrameworkStores<NewsroomDb>()
            .AddErrorDescriber<AccountWords>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<StaffPrincipal>()
            .AddDefaultTokenProviders();
        services.AddScoped<IUserConfirmation<StaffMember>, NotDisabled>();
        services.AddScoped<FirstAdminDoor>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie => Configure(cookie, site));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = site.IsHttps ? "__Host-newssite-form" : "newssite-form";
            antiforgery.Cookie.SecurePolicy = Secure(site);
        });
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Rights.Reporter, policy => policy.RequireRole(Rights.Reporter))
            .AddPolicy(Rights.Editor, policy => policy.RequireRole(Rights.Editor))
            .AddPolicy(Rights.Admin, policy => policy.RequireRole(Rights.Admin))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Rights.Reporter).Build());
    }

    private static void Configure(CookieAuthenticationOptions cookie, SiteOptions site)
    {
        cookie.Cookie.Name = site.IsHttps ? "__Host-newssite" : "newssite";
        cookie.Cookie.SecurePolicy = Secure(site);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
        cookie.LoginPath = "/account/sign-in";
        cookie.LogoutPath = "/account/sign-out";
        cookie.AccessDeniedPath = "/account/denied";
        cookie.ReturnUrlParameter = "returnUrl";

        // Asked of the database at each request of the staff, who are few: who was disabled or has another role since
        // is treated so at once, on every server.
        cookie.Events.OnValidatePrincipal = async context =>
        {
            if (context.HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
            {
                // What is shown now is that something failed, to anybody; the database may be what did.
                context.RejectPrincipal();
                return;
            }

            var signIn = context.HttpContext.RequestServices.GetRequiredService<SignInManager<StaffMember>>();
            var member = await signIn.ValidateSecurityStampAsync(context.Principal);
            if (member is null || member.DisabledAt is not null)
            {
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
                return;
            }

            context.ReplacePrincipal(await signIn.CreateUserPrincipalAsync(member));
        };
    }

    private static CookieSecurePolicy Secure(SiteOptions site) =>
        site.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
