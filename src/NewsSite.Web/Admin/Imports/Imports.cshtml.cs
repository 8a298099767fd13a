using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Imports;

/// <summary>What lies in the folder of imports of this server, how it gets there, and where an import of it begins.</summary>
public sealed class ImportsPage(ImportFolder folder, ImportDesk desk, SiteFrame frame) : PageModel
{
    public IReadOnlyList<ImportFile> Files { get; private set; } = [];

    /// <summary>The import that there is; null where there is none.</summary>
    public AskedImport? Import { get; private set; }
    public SiteFrame Frame => frame;

    /// <summary>What was chosen and typed, where that was refused.</summary>
    public (string? File, string? Pictures, string? OldSite, string? Permalinks) Typed { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    /// <summary>Why the file that was sent is not in the folder.</summary>
    [TempData]
    public string? UploadRefusal { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        if (UploadRefusal is { } refusal)
        {
            ModelState.AddModelError("upload", refusal);
        }

        await ShowAsync(cancel);
    }

    /// <param name="file">Its name in the folder.</param>
    /// <param name="pictures">That of its pictures; null for none.</param>
    /// <param name="oldSite">Where those are fetched from that are not given; null for nowhere.</param>
    /// <param name="permalinks">How addresses were made; null for as usual.</param>
    public async Task<IActionResult> OnPostAsync(
        [FromForm] string? file,
        [FromForm] string? pictures,
        [FromForm] string? oldSite,
        [FromForm] string? permalinks,
        CancellationToken cancel
    )
    {
        Typed = (file, pictures, oldSite, permalinks);
        var field = "oldSite";
        try
        {
            ImportDesk.CheckOldSite(oldSite?.Trim());
            field = "permalinks";
            ImportDesk.CheckPermalinks(permalinks?.Trim());
        }
        catch (ImportRefusedException refused)
        {
            ModelState.AddModelError(field, refused.Message);
            await ShowAsync(cancel);
            return Page();
        }

        try
        {
            return Redirect(
                $"/admin/import/{await desk.AskAsync(file, pictures, oldSite?.Trim(), permalinks?.Trim(), User.Actor(), cancel)}"
            );
        }
        catch (ImportRefusedException refused)
        {
            ModelState.AddModelError("file", refused.Message);
            await ShowAsync(cancel);
            return Page();
        }
    }

    /// <param name="name">Of the file, in the folder.</param>
    public async Task<IActionResult> OnPostDeleteAsync([FromForm] string? name, CancellationToken cancel)
    {
        try
        {
            await desk.DeleteFileAsync(name ?? "", User.Actor(), cancel);
            Notice = $"{name} deleted.";
            return Redirect("/admin/import");
        }
        catch (ImportRefusedException refused)
        {
            ModelState.AddModelError("file", refused.Message);
            await ShowAsync(cancel);
            return Page();
        }
    }

    /// <returns>What a file is, in an admin's words.</returns>
    public static string Words(ImportFileKind kind) =>
        kind switch
        {
            ImportFileKind.WordPress => "WordPress",
            ImportFileKind.Ghost => "Ghost",
            ImportFileKind.Pictures => "Pictures",
            _ => "Neither export nor pictures",
        };

    /// <returns>In thousands of thousands, as people say it.</returns>
    public static string Size(long? bytes) =>
        bytes switch
        {
            null => "A folder",
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N0} kB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB"),
        };

    private async Task ShowAsync(CancellationToken cancel)
    {
        Files = await folder.ListAsync(cancel);
        Import = await desk.FindAsync(cancel);
    }
}
