using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Settings;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin;

/// <summary>What holds for the whole paper. What is saved is in force at once, on all servers.</summary>
public sealed class SettingsPage(SettingsDesk desk, SiteOptions site) : PageModel
{
    [BindProperty]
    public SettingsInput Input { get; set; } = new();

    /// <summary>Whether nothing was saved yet, so that the servers' own settings hold.</summary>
    public bool IsNew => Input.Seen == 0;

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => Input = await SavedAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        try
        {
            if (ModelState.IsValid)
            {
                var defaults = SettingsInput.Defaults(site);
                await desk.SaveAsync(Input.Form(), Input.Seen, defaults, User.Actor(), cancel);
                Notice = "Settings saved. They are in force on the whole site.";
                return RedirectToPage();
            }
        }
        catch (SettingsRefusedException refused) when (refused.IsLate)
        {
            await CompareAsync(cancel);
        }
        catch (SettingsRefusedException refused)
        {
            foreach (var (field, message) in refused.Problems)
            {
                ModelState.AddModelError($"Input.{field}", message);
            }
        }

        return Page();
    }

    // Nothing that was typed is lost, and the next press saves it.
    private async Task CompareAsync(CancellationToken cancel)
    {
        var saved = await SavedAsync(cancel);
        foreach (var (field, there) in Input.Differences(saved))
        {
            ModelState.AddModelError(
                $"Input.{field}",
                there.Length == 0
                    ? "Somebody saved the settings meanwhile; this field is empty there. Save again to put yours in its place."
                    : $"Somebody saved the settings meanwhile; there it says “{there}”. Save again to put yours in its place."
            );
        }

        Input.Seen = saved.Seen;
        if (ModelState.IsValid)
        {
            ModelState.AddModelError("Input.Name", "Somebody saved the same settings meanwhile.");
        }
    }

    private async Task<SettingsInput> SavedAsync(CancellationToken cancel) =>
        SettingsInput.From(await desk.FindAsync(cancel) ?? SettingsInput.Defaults(site));
}
