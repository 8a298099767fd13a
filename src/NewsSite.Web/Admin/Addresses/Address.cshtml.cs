using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Web.Delivery;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>One redirect: where it leads, and its end.</summary>
public sealed class AddressPage(RedirectShelf shelf, RedirectDesk desk, Moved moved, SiteFrame frame) : PageModel
{
    [BindProperty]
    public RedirectInput Input { get; set; } = new();
    public RedirectRow Redirected { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input = new() { To = Redirected.To, Code = Redirected.Code.ToString(CultureInfo.InvariantCulture) };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input.From = Redirected.From;
        if (Input.Read(frame.SiteAddress, ModelState) is { } line)
        {
            try
            {
                await desk.ChangeAsync(id, line.To, line.Code, User.Actor(), cancel);
                TempData[nameof(AddressesPage.Notice)] = await AddressesPage.SavedAsync(
                    moved,
                    line.From,
                    line.To,
                    cancel
                );
                return Redirect("/admin/addresses");
            }
            catch (RedirectRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        return Page();
    }

    /// <param name="sure">That it is meant.</param>
    public async Task<IActionResult> OnPostDeleteAsync(long id, [FromForm] bool sure, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (!sure)
        {
            ModelState.AddModelError("sure", "Say that you mean it");
        }
        else
        {
            try
            {
                await desk.DeleteAsync(id, User.Actor(), cancel);
                TempData[nameof(AddressesPage.Notice)] = $"Deleted. {Redirected.From} is not found any more.";
                return Redirect("/admin/addresses");
            }
            catch (RedirectRefusedException refused)
            {
                ModelState.AddModelError("sure", refused.Message);
            }
        }

        Input = new() { To = Redirected.To, Code = Redirected.Code.ToString(CultureInfo.InvariantCulture) };
        return Page();
    }

    public string Used =>
        Redirected.LastAt is { } at
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"Used {Redirected.Hits:N0} times, the last time {frame.Moment(at)}."
            )
            : "Never used.";

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        if (await shelf.FindAsync(id, cancel) is not { } found)
        {
            return false;
        }

        Redirected = found;
        return true;
    }
}
