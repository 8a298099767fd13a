using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing.Copies;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Pictures;

/// <summary>Takes one file, and says in JSON what became of it; for script alone.</summary>
[RequestSizeLimit(PictureIntake.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = PictureIntake.RequestLimit)]
public sealed class UploadPicturePage(PictureIntake intake) : PageModel
{
    public IActionResult OnGet() => NotFound();

    /// <param name="key">Chosen by the page for this file: a repeat makes no second picture.</param>
    public async Task<IActionResult> OnPostAsync(IFormFile? file, Guid key, CancellationToken cancel)
    {
        if (file is null || key == Guid.Empty)
        {
            return BadRequest();
        }

        // Told apart by the body and not by the code, because the file came well and the answer is final.
        var taken = await intake.TakeAsync(file, key, User.Actor(), cancel);
        return new JsonResult(
            new
            {
                refused = taken.Refusal,
                id = taken.Picture?.Id,
                wasKnown = taken.WasKnown,
                file = taken.Picture?.FileName,
                alt = taken.Picture?.Alt,
                image = taken.Picture is { } picture ? Preview.View(picture).Sized(320, "webp") : null,
            }
        );
    }
}
