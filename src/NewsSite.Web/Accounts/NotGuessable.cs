using Microsoft.AspNetCore.Identity;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Refuses a new password that would be among the first guesses.</summary>
internal sealed class NotGuessable(SiteOptions site) : IPasswordValidator<StaffMember>
{
    public Task<IdentityResult> ValidateAsync(UserManager<StaffMember> manager, StaffMember user, string? password) =>
        Task.FromResult(
            GuessablePasswords.Has(password ?? "", [user.Name, user.Email ?? "", site.Name, new Uri(site.Root).Host])
                ? IdentityResult.Failed(
                    new IdentityError
                    {
                        Code = nameof(NotGuessable),
                        Description =
                            "This password is too easy to guess. Use three words that have nothing to do with you or the paper.",
                    }
                )
                : IdentityResult.Success
        );
}
