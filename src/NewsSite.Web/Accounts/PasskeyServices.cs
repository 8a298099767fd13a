using Microsoft.AspNetCore.Identity;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

internal static class PasskeyServices
{
    /// <summary>Passkeys belong to the site's address from the settings, whatever a request says it was sent to.</summary>
    public static void AddPasskeys(this IServiceCollection services, SiteOptions site) =>
        services.Configure<IdentityPasskeyOptions>(passkeys =>
        {
            passkeys.ServerDomain = new Uri(site.Root).Host;
            passkeys.ValidateOrigin = context =>
                ValueTask.FromResult(!context.CrossOrigin && context.Origin == site.Root);

            // The device asks for a finger, a face or a PIN: so a passkey is two factors at once, and it knows whose it is.
            passkeys.UserVerificationRequirement = "required";
            passkeys.ResidentKeyRequirement = "required";
        });
}
