using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

/// <summary>One-time addresses at which a person sets a password. Each dies with its use, with a new one, and after a day.</summary>
public sealed class SetUpLinks(UserManager<StaffMember> users, SiteOptions site)
{
    /// <returns>The whole address.</returns>
    public async Task<string> ForAsync(StaffMember member) =>
        QueryHelpers.AddQueryString(
            site.Root + "/account/set-password",
            new Dictionary<string, string?>
            {
                ["id"] = $"{member.Id}",
                ["code"] = await users.GeneratePasswordResetTokenAsync(member),
            }
        );
}
