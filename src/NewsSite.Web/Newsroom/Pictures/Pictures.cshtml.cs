using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Pictures;

/// <summary>The newsroom's pictures: looked through, and more of them sent.</summary>
[RequestSizeLimit(PictureIntake.RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = PictureIntake.RequestLimit)]
public sealed class PicturesPage(PictureLibrary library, PictureIntake intake) : PageModel
{
    private const int WordsLimit = 200;

    /// <summary>What is searched for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary><c>no-alt</c> or <c>unused</c>; all else shows all.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public PictureList List { get; private set; } = new([], null);

    /// <summary>What became of each file that was just sent.</summary>
    public IReadOnlyList<TakenFile> Taken { get; private set; } = [];

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Q) || Show is "no-alt" or "unused";

    /// <returns>The address of the next page.</returns>
    public string Next =>
        Url.Page(
            null,
            new
            {
                q = Q,
                show = Show,
                before = List.Before,
            }
        )!;

    public Task OnGetAsync(CancellationToken cancel) => ListAsync(cancel);

    /// <summary>Pictures to put into a story, in JSON; for script alone.</summary>
    public async Task<IActionResult> OnGetFindAsync(CancellationToken cancel)
    {
        Shorten();
        var found = await library.PageAsync(new PictureFilter(Q, IsDescribed: true), null, cancel);
        return new JsonResult(
            found.Pictures.Select(p => new
            {
                id = p.Id,
                file = p.FileName,
                alt = p.Alt,
                credit = p.Credit,
                small = Preview.View(p).Sized(320, "webp"),
                image = Preview.View(p).Sized(960, "webp"),
            })
        );
    }

    /// <summary>The form without script: several files at once, each with its own answer.</summary>
    public async Task<IActionResult> OnPostAsync(List<IFormFile> files, CancellationToken cancel)
    {
        if (files.Count is 0 or > PictureIntake.FilesLimit)
        {
            ModelState.AddModelError(
                "files",
                files.Count == 0
                    ? "Choose one or more pictures"
                    : $"Choose {PictureIntake.FilesLimit} pictures or fewer at a time. You chose {files.Count}."
            );
        }
        else
        {
            var taken = new List<TakenFile>();
            foreach (var file in files)
            {
                taken.Add(await intake.TakeAsync(file, Guid.NewGuid(), User.Actor(), cancel));
            }

            Taken = taken;
        }

        await ListAsync(cancel);
        return Page();
    }

    private async Task ListAsync(CancellationToken cancel)
    {
        Shorten();
        List = await library.PageAsync(
            new PictureFilter(Q, IsMissingAlt: Show == "no-alt", IsUnused: Show == "unused"),
            Before,
            cancel
        );
    }

    private void Shorten() => Q = Q?.Length > WordsLimit ? Q[..WordsLimit] : Q;
}
