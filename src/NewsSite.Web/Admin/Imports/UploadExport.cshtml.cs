using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Imports;

/// <summary>
/// Takes a file of any size that is allowed, piece by piece, from the network to the folder of imports: the framework's reader
/// of forms would keep it in a temporary file first. So the token that shows where the form came from is looked at here.
/// </summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(ImportFolder.ByteLimit + Around)]
public sealed class UploadExportPage(ImportFolder folder, ImportDesk desk, IAntiforgery antiforgery) : PageModel
{
    // What a form has besides its file.
    private const int Around = 64 * 1024;
    private const int TokenLimit = 4096;

    public IActionResult OnGet() => NotFound();

    // Without parameters, for which the form would be read.
    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (
            !MediaTypeHeaderValue.TryParse(Request.ContentType, out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary
        )
        {
            return new AntiforgeryValidationFailedResult();
        }

        try
        {
            // The token stands before the file, as the page has them.
            var form = new MultipartReader(boundary, Request.Body) { BodyLengthLimit = TokenLimit };
            var first = (await form.ReadNextSectionAsync(cancel))?.AsFormDataSection();
            if (first?.Name != "__RequestVerificationToken" || !await IsOursAsync(await first.GetValueAsync(cancel)))
            {
                return new AntiforgeryValidationFailedResult();
            }

            form.BodyLengthLimit = ImportFolder.ByteLimit;
            if ((await form.ReadNextSectionAsync(cancel))?.AsFileSection() is not { FileStream: { } bytes } file)
            {
                throw new ImportRefusedException("Choose a file");
            }

            var name = await folder.TakeAsync(file.FileName, bytes, cancel);
            await desk.TakenAsync(name, User.Actor(), cancel);
            TempData[nameof(ImportsPage.Notice)] = $"{name} is in the folder.";
        }
        catch (Exception e) when (e is ImportRefusedException or IOException && !cancel.IsCancellationRequested)
        {
            TempData[nameof(ImportsPage.UploadRefusal)] =
                e is ImportRefusedException ? e.Message : $"The file could not be kept: {FullDisk.Words(e)}";
        }
        catch (InvalidDataException)
        {
            TempData[nameof(ImportsPage.UploadRefusal)] =
                $"The file is larger than {ImportFolder.ByteLimit >> 30} GB. Put it into the folder by hand.";
        }

        return Redirect("/admin/import");
    }

    private Task<bool> IsOursAsync(string token)
    {
        // The only place besides the form where the framework looks for it.
        Request.Headers["RequestVerificationToken"] = token;
        return token.Length > 0 ? antiforgery.IsRequestValidAsync(HttpContext) : Task.FromResult(false);
    }
}
