using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// A person sets up an app that shows codes, or turns them off. The new key stands sealed in the form until a code proves
/// that the app has it, so looking at the page changes nothing.
/// </summary>
[ConfirmFirst("", "Recovery")]
public sealed class SignInCodesPage(
    UserManager<StaffMember> users,
    SecondFactorDesk desk,
    StaffDoor door,
    SiteOptions site,
    IDataProtectionProvider keys
) : PageModel
{
    private static readonly TimeSpan KeyLasts = TimeSpan.FromHours(1);
    private const int SealedLimit = 1000;

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>The key that is being set up, for nobody but this server and its siblings to read.</summary>
    [BindProperty]
    public string? Sealed { get; set; }

    [BindProperty]
    public string? Password { get; set; }
    public SecondFactor Factor { get; private set; } = null!;

    /// <summary>For whoever types it.</summary>
    public string KeyWords { get; private set; } = "";
    public QrPicture Picture { get; private set; } = null!;

    /// <summary>Shown once.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }
    public bool MustSetUp => User.MustSetUp();
    public string Email { get; private set; } = "";

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => await ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var key = Open(Sealed);
        if (key is null)
        {
            ModelState.AddModelError("Code", "This page was open for too long. Scan the picture once more.");
        }
        else if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError("Code", "Enter the code that the app shows");
        }
        else
        {
            RecoveryCodes = await desk.TurnOnAsync(User.Actor(), key, Code, User.Session(), cancel);
            if (RecoveryCodes is null)
            {
                ModelState.AddModelError(
                    "Code",
                    "That is not the code for this key. Enter the one that the app shows now."
                );
            }
        }

        Code = null;
        await ShowAsync(key, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRecoveryAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        if ((await desk.FindAsync(User.Id(), cancel)).IsOn)
        {
            RecoveryCodes = await desk.NewRecoveryCodesAsync(User.Actor(), User.Session(), cancel);
        }

        await ShowAsync(null, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostOffAsync(CancellationToken cancel)
    {
        var member = (await users.GetUserAsync(User))!;
        if (string.IsNullOrEmpty(Password))
        {
            ModelState.AddModelError("Password", "Enter your password");
        }
        else if (await door.JudgeAsync(HttpContext, member.Email!, Password, cancel) is null)
        {
            ModelState.AddModelError("Password", "This is not your password");
        }
        else
        {
            await desk.TurnOffAsync(User.Actor(), User.Session(), cancel);
            Notice = "Sign-in codes are off. Your other sessions have ended.";
            return RedirectToPage();
        }

        await ShowAsync(null, cancel);
        return Page();
    }

    private IDataProtector Seal => keys.CreateProtector("NewCodeKey", $"{User.Id()}");

    private byte[]? Open(string? text)
    {
        try
        {
            return text is { Length: > 0 and <= SealedLimit }
                ? Seal.ToTimeLimitedDataProtector().Unprotect(Convert.FromBase64String(text))
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private async Task ShowAsync(byte[]? key, CancellationToken cancel)
    {
        Factor = await desk.FindAsync(User.Id(), cancel);
        Email = User.Identity!.Name!;
        key ??= OneTimeCode.NewKey();
        Sealed = Convert.ToBase64String(Seal.ToTimeLimitedDataProtector().Protect(key, KeyLasts));

        // The form's own value would win over it.
        ModelState.Remove(nameof(Sealed));
        KeyWords = OneTimeCode.Words(key);
        Picture = QrPicture.Of(OneTimeCode.Address(key, site.Name, Email));
    }
}
