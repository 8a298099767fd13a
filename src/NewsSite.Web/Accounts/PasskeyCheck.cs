using Microsoft.AspNetCore.Identity;
using NewsSite.News.Staff;

namespace NewsSite.Web.Accounts;

/// <summary>Asks a browser for a passkey, and judges what it answers.</summary>
public sealed class PasskeyCheck(SignInManager<StaffMember> signIn, UserManager<StaffMember> users)
{
    /// <summary>How the person signed in.</summary>
    public const string Way = "passkey";

    public const string Refused = "That passkey was not accepted. Try again, or sign in with your password.";

    // A browser's answer has some hundred bytes, and one that adds a passkey some thousand.
    private const int AnswerLimit = 20_000;

    /// <returns>For the browser's <c>parseRequestOptionsFromJSON</c>; the same whoever asks.</returns>
    public Task<string> AskAsync() => signIn.MakePasskeyRequestOptionsAsync(user: null);

    /// <param name="credential">The browser's answer, as JSON.</param>
    /// <returns>Whose passkey it is; null where it is nobody's, not for this question or this site, or its owner is disabled.</returns>
    public async Task<StaffMember?> JudgeAsync(string? credential)
    {
        if (!IsAnswer(credential))
        {
            return null;
        }

        var result = await signIn.PerformPasskeyAssertionAsync(credential!);
        if (!result.Succeeded || result.User.DisabledAt is not null)
        {
            return null;
        }

        // With its new count of uses, by which a copy would give itself away.
        await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        return result.User;
    }

    /// <returns>For the browser's <c>parseCreationOptionsFromJSON</c>.</returns>
    public Task<string> OfferAsync(StaffMember member) =>
        signIn.MakePasskeyCreationOptionsAsync(
            new()
            {
                Id = $"{member.Id}",
                Name = member.Email!,
                DisplayName = member.Name,
            }
        );

    /// <param name="credential">The browser's answer, as JSON.</param>
    /// <returns>The new passkey of this person; null where it is not for this question, person or site.</returns>
    public async Task<UserPasskeyInfo?> JudgeNewAsync(StaffMember member, string? credential)
    {
        if (!IsAnswer(credential))
        {
            return null;
        }

        var result = await signIn.PerformPasskeyAttestationAsync(credential!);
        return result.Succeeded && result.UserEntity.Id == $"{member.Id}" ? result.Passkey : null;
    }

    private static bool IsAnswer(string? credential) => credential is { Length: > 0 and <= AnswerLimit };
}
