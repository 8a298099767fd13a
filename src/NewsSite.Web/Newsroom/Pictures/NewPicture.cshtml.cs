using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Pictures;

// More than the limit may arrive, so that whoever sends too much is told so beside the field.
[RequestSizeLimit(PictureIntake.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = PictureIntake.RequestLimit)]
public sealed class NewPicturePage(NewsroomDb db, PictureDesk desk, RenditionQueue queue) : PageModel
{
    private const int ListLimit = 12;

    [BindProperty]
    public PictureInput Input { get; set; } = new();

    /// <summary>The newest pictures, the one just added first.</summary>
    public IReadOnlyList<Picture> Pictures { get; private set; } = [];

    /// <summary>The one that was just added.</summary>
    public long? Added { get; private set; }

    public Task OnGetAsync(long? added, CancellationToken cancel)
    {
        (Added, Input) = (added, new PictureInput { FocalX = 50, FocalY = 50 });
        return ListAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                using var bytes = new MemoryStream(capacity: (int)Input.File!.Length);
                await Input.File.CopyToAsync(bytes, cancel);
                var picture = await desk.AddAsync(bytes.ToArray(), Input.Form(), User.Actor(), cancel);
                queue.Add(picture);
                return RedirectToPage(new { added = picture.Id });
            }
            catch (PictureRefusedException refused)
            {
                ModelState.AddModelError("Input.File", refused.Message);
            }
        }

        await ListAsync(cancel);
        return Page();
    }

    private async Task ListAsync(CancellationToken cancel) =>
        Pictures = await db
            .Pictures.AsNoTracking()
            .OrderByDescending(p => p.Id == Added)
            .ThenByDescending(p => p.Id)
            .Take(ListLimit)
            .ToListAsync(cancel);
}
