using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

/// <summary>What came of a link to set a password.</summary>
/// <param name="Link">For the admin to hand over; null where a mail brings it.</param>
/// <param name="Failed">Why the mail could not be sent; null where none had to be, or it went.</param>
public sealed record HandedOver(StaffMember Member, string? Link, string? Failed);

/// <summary>
/// One-time addresses at which a person sets a password: mailed where the paper can send mail, otherwise for the admin to hand
/// over. Each dies with its use, with a new one, with a change of the account, and with its time.
/// </summary>
public sealed class SetUpLinks(UserManager<StaffMember> users, StaffDesk desk, StaffMail mail, SiteOptions site)
{
    /// <exception cref="StaffRefusedException">The account is disabled.</exception>
    public async Task<HandedOver> MakeAsync(long id, Actor actor, CancellationToken cancel)
    {
        var member = await desk.MakeLinkAsync(id, actor, cancel);
        var link = QueryHelpers.AddQueryString(
            site.Root + "/account/set-password",
            new Dictionary<string, string?>
            {
                ["id"] = $"{member.Id}",
                ["code"] = await users.GeneratePasswordResetTokenAsync(member),
            }
        );
        if (!mail.IsOn)
        {
            return new(member, link, null);
        }

        // The act is done: a mail that does not go takes nothing back.
        var failed = await mail.SendAsync(member, link, actor.Name, cancel);
        return new(member, failed is null ? null : link, failed);
    }
}
