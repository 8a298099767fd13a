using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>The second step of a sign-in: a code, or a passkey. Only for whoever has just given the right password.</summary>
public sealed class CodePage(StaffDoor door, SecondFactorDesk factors, SignInBrake brake, ILogger<CodePage> log)
    : PageModel
{
    public const int Limit = 40;

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }
    public SecondFactor Factor { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await door.HalfInAsync(HttpContext) is not var (member, _))
        {
            return Again();
        }

        Factor = await factors.FindAsync(member.Id, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await door.HalfInAsync(HttpContext) is not ({ } member, var first))
        {
            return Again();
        }

        Factor = await factors.FindAsync(member.Id, cancel);
        if (string.IsNullOrWhiteSpace(Code))
        {
            ModelState.AddModelError("Code", "Enter a code");
            return Page();
        }

        var place = HttpContext.Place();
        var mayTry = await brake.CodeAsync(member.Id, place, cancel);
        var (isRight, isRecovery) = mayTry
            ? await factors.TakeAsync(HttpContext.ActorOf(member), Code, cancel)
            : default;
        if (!isRight)
        {
            log.CodeRefused(member.Id, mayTry ? "wrong" : "braked", HttpContext.Address());
            Code = null;
            ModelState.AddModelError(
                "Code",
                "That code is wrong or was used before. Enter the one that your device shows now. After several tries each next one has to wait."
            );
            return Page();
        }

        await brake.CodeWasRightAsync(member.Id, place, cancel);
        var way = $"{first} and {(isRecovery ? "recovery code" : "code")}";
        await door.LetInAsync(HttpContext, member, way, cancel);
        return this.On(ReturnUrl);
    }

    private RedirectToPageResult Again() => RedirectToPage("/Accounts/SignIn", new { ReturnUrl });
}
