using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>The passkeys of a person. Adding one needs script; naming and removing do not.</summary>
[ConfirmFirst("Add", "Remove")]
public sealed class PasskeysPage(UserManager<StaffMember> users, PasskeyDesk desk, PasskeyCheck check) : PageModel
{
    private const int IdLimit = 2000;

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>Which passkey, as the page names it.</summary>
    [BindProperty]
    public string? Passkey { get; set; }
    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];
    public bool MustSetUp => User.MustSetUp();

    [TempData]
    public string? Notice { get; set; }

    /// <summary>Whether what was typed is for a new one.</summary>
    public bool IsAdding => Passkey is null;

    /// <returns>Whether the new name of this one was refused.</returns>
    public bool IsWrong(UserPasskeyInfo passkey) => !ModelState.IsValid && IdOf(passkey) == Passkey;

    /// <returns>What forms call this passkey.</returns>
    public static string IdOf(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    public async Task OnGetAsync() => await ShowAsync();

    /// <summary>For the page's script: what a new passkey is to be made for.</summary>
    public async Task<IActionResult> OnPostOptionsAsync() =>
        Content(await check.OfferAsync((await users.GetUserAsync(User))!), "application/json");

    public async Task<IActionResult> OnPostAddAsync(string? credential, CancellationToken cancel)
    {
        var member = (await users.GetUserAsync(User))!;
        CheckName("Name");
        if (ModelState.IsValid)
        {
            if (await check.JudgeNewAsync(member, credential) is not { } passkey)
            {
                ModelState.AddModelError("Name", "The browser made no passkey for this site. Try again.");
            }
            else if (!await desk.AddAsync(User.Actor(), passkey, Name!.Trim(), User.Session(), cancel))
            {
                ModelState.AddModelError("Name", $"You have {PasskeyDesk.Most} passkeys. Remove one first.");
            }
        }

        return await DoneAsync(
            "Passkey added. Your other sessions have ended. Under “Sign-in codes” you can make recovery codes, for when you have no device."
        );
    }

    public async Task<IActionResult> OnPostRenameAsync(CancellationToken cancel)
    {
        CheckName("Rename");
        if (ModelState.IsValid)
        {
            await desk.RenameAsync((await users.GetUserAsync(User))!, Id(), Name!.Trim(), User.Actor(), cancel);
        }

        return await DoneAsync("Name saved.");
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        await desk.RemoveAsync((await users.GetUserAsync(User))!, Id(), User.Session(), User.Actor(), cancel);
        return await DoneAsync("Passkey removed. Your other sessions have ended.");
    }

    private async Task<IActionResult> DoneAsync(string done)
    {
        if (ModelState.IsValid)
        {
            Notice = done;
            return RedirectToPage();
        }

        await ShowAsync();
        return Page();
    }

    private void CheckName(string field)
    {
        if (string.IsNullOrWhiteSpace(Name))
        {
            ModelState.AddModelError(field, "Enter a name, such as “Work laptop”");
        }
        else if (Name.Trim().Length > PasskeyDesk.NameLimit)
        {
            ModelState.AddModelError(
                field,
                $"Name must be {PasskeyDesk.NameLimit} characters or fewer. It has {Name.Trim().Length}."
            );
        }
    }

    private byte[] Id() =>
        Passkey is { Length: > 0 and <= IdLimit } && Base64Url.IsValid(Passkey)
            ? Base64Url.DecodeFromChars(Passkey)
            : [];

    private async Task ShowAsync() => Passkeys = await desk.ListAsync((await users.GetUserAsync(User))!);
}
