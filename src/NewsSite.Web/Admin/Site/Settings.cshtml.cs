using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Alerts;
using NewsSite.News.Media;
using NewsSite.News.Settings;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

/// <summary>What holds for the whole paper. What is saved is in force at once, on all servers.</summary>
[RequestSizeLimit(RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = RequestLimit)]
public sealed class SettingsPage(SettingsDesk desk, AlertAddressBook alerts, SiteOptions site) : PageModel
{
    // More than the limit of two logos may arrive, so that whoever sends too much is told so beside the field.
    private const int RequestLimit = 16 * 1024 * 1024;

    /// <summary>Name, label and hint of each file.</summary>
    public static IReadOnlyList<(string Name, string Label, string Hint)> LogoFields { get; } =
    [
        (
            "logo",
            "Picture of the logo",
            "PNG, WebP, JPEG, AVIF or GIF, 112 pixels or more either way, up to 2 MB. Best: transparent, and 240 pixels high."
        ),
        (
            "darkLogo",
            "The same for dark screens (optional)",
            "Of the same shape. Without it, dark screens show the first."
        ),
    ];

    [BindProperty]
    public SettingsInput Input { get; set; } = new();

    /// <summary>Whether nothing was saved yet, so that the servers' own settings hold.</summary>
    public bool IsNew => Input.Seen == 0;

    public LogoView? Logo => LogoView.Of(site);

    /// <summary>Who gets alerts by mail, a line each.</summary>
    public string? AlertAddresses { get; private set; }

    public bool HasMail => site.Smtp.IsOn;

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => ShowSavedAsync(cancel);

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

        await ShowAlertsAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAlertsAsync(string? alertAddresses, CancellationToken cancel)
    {
        ModelState.Clear();
        if (await alerts.SaveAsync(alertAddresses, User.Actor(), cancel) is { } problem)
        {
            await ShowSavedAsync(cancel);
            ModelState.AddModelError("alertAddresses", problem);
            AlertAddresses = alertAddresses;
            return Page();
        }

        Notice = "Alert addresses saved. The next alert goes to them.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostLogoAsync(IFormFile? logo, IFormFile? darkLogo, CancellationToken cancel)
    {
        ModelState.Clear();
        if (logo is null)
        {
            ModelState.AddModelError("logo", "Choose a picture");
        }

        var (light, dark) = (await ReadAsync("logo", logo, cancel), await ReadAsync("darkLogo", darkLogo, cancel));
        if (ModelState.IsValid)
        {
            await desk.SaveLogoAsync(light, dark, SettingsInput.Defaults(site), User.Actor(), cancel);
            Notice = "Logo saved. It stands on every page.";
            return RedirectToPage();
        }

        await ShowSavedAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostNoLogoAsync(CancellationToken cancel)
    {
        await desk.SaveLogoAsync(null, null, SettingsInput.Defaults(site), User.Actor(), cancel);
        Notice = "The logo is taken away. The masthead stands in type.";
        return RedirectToPage();
    }

    // What is wrong with a file is said beside it.
    private async Task<byte[]?> ReadAsync(string field, IFormFile? file, CancellationToken cancel)
    {
        if (file is null)
        {
            return null;
        }

        if (file.Length is 0 or > UploadedLogo.ByteLimit)
        {
            ModelState.AddModelError(field, file.Length == 0 ? "The file is empty" : "The file is larger than 2 MB");
            return null;
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancel);
        try
        {
            await UploadedLogo.ReadAsync(bytes.ToArray(), cancel);
            return bytes.ToArray();
        }
        catch (PictureRefusedException refused)
        {
            ModelState.AddModelError(field, refused.Message);
            return null;
        }
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

    private async Task ShowSavedAsync(CancellationToken cancel)
    {
        Input = await SavedAsync(cancel);
        await ShowAlertsAsync(cancel);
    }

    private async Task ShowAlertsAsync(CancellationToken cancel) =>
        AlertAddresses = string.Join('\n', await alerts.ListAsync(cancel));

    private async Task<SettingsInput> SavedAsync(CancellationToken cancel) =>
        SettingsInput.From(await desk.FindAsync(cancel) ?? SettingsInput.Defaults(site));
}
