using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>By a passkey, or by a password and, where the person has one, a second step.</summary>
public sealed class SignInPage(StaffDoor door, PasskeyCheck passkeys, SiteOptions site, ILogger<SignInPage> log)
    : PageModel
{
    // What a sign-in by the provider came to.
    internal const string Refused = "refused";
    internal const string Failed = "failed";
    internal const string Away = "away";
    internal const string NoAccount = "no-account";
    internal const string Link = "link";

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>One of the above.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Problem { get; set; }

    /// <summary>What the provider is called; null where there is none.</summary>
    public string? Provider => site.OpenIdConnect.IsOn ? site.OpenIdConnect.Name : null;

    public void OnGet()
    {
        var words = Problem switch
        {
            Refused => $"{Provider} did not let you in. Try again, or sign in with your password.",
            Failed => $"Signing in with {Provider} did not work. Try again, or sign in with your password.",
            Away => $"{Provider} cannot be reached now. Try again later, or sign in with your password.",
            NoAccount =>
                $"{Provider} knows you, but none of the accounts here goes with what it says. Sign in with your password, or ask an admin.",
            _ => null,
        };
        if (words is not null && Provider is not null)
        {
            ModelState.AddModelError("Provider", words);
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Input.Email))
        {
            ModelState.AddModelError("Input.Email", "Enter your email address");
        }
        else if (Input.Email.Length > SignInInput.Limit)
        {
            ModelState.AddModelError("Input.Email", $"Email address must be {SignInInput.Limit} characters or fewer");
        }

        if (string.IsNullOrEmpty(Input.Password))
        {
            ModelState.AddModelError("Input.Password", "Enter your password");
        }
        else if (Input.Password.Length > SignInInput.Limit)
        {
            ModelState.AddModelError("Input.Password", $"Password must be {SignInInput.Limit} characters or fewer");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await door.JudgeAsync(HttpContext, Input.Email!.Trim(), Input.Password!, cancel) is not { } member)
        {
            // One text for every cause: it tells nobody whether the address has an account, is disabled or rests.
            ModelState.AddModelError(
                "Input.Email",
                "Email address or password is wrong. After several tries each next one has to wait, up to five minutes."
            );
            return Page();
        }

        return await door.AdmitAsync(HttpContext, member, StaffDoor.Password, cancel)
            ? this.On(ReturnUrl)
            : RedirectToPage("/Accounts/Code", new { ReturnUrl });
    }

    /// <summary>For the page's script: what a passkey is asked to sign.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        Content(await passkeys.AskAsync(), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken cancel)
    {
        ModelState.Clear();
        if (await passkeys.JudgeAsync(credential) is { } member)
        {
            await door.LetInAsync(HttpContext, member, PasskeyCheck.Way, cancel);
            return this.On(ReturnUrl);
        }

        log.PasskeyRefused(HttpContext.Address());
        ModelState.AddModelError("Passkey", PasskeyCheck.Refused);
        return Page();
    }
}

public sealed class SignInInput
{
    public const int Limit = 200;
    public string? Email { get; set; }
    public string? Password { get; set; }
}
