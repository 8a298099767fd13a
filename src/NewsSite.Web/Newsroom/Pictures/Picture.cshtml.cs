using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Pictures;

/// <param name="Address">Where it can be looked at; null for a story that is not this person's to see.</param>
public sealed record UseView(string Headline, string? Address, string State);

/// <summary>One picture: its words, its focal point, where it is used.</summary>
public sealed class PicturePage(NewsroomDb db, PictureLibrary library, LibraryDesk desk, RenditionQueue queue)
    : PageModel
{
    /// <summary>The shapes that pages, feeds and shares cut it to.</summary>
    public static IReadOnlyList<(string Shape, string Name, int Width, int Height)> Shapes { get; } =
    [
        ("16x9", "Wide", 1200, 675),
        ("4x3", "Cards and lists", 1200, 900),
        ("1x1", "Square", 1200, 1200),
        ("social", "Shares", 1200, 630),
    ];

    [BindProperty]
    public PictureInput Input { get; set; } = new();

    /// <summary>The row version that the form was filled from.</summary>
    [BindProperty]
    public uint Seen { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public Picture Picture { get; private set; } = null!;
    public PictureView View { get; private set; } = null!;
    public IReadOnlyList<UseView> Uses { get; private set; } = [];
    public bool MayChange { get; private set; }
    public bool IsPublic { get; private set; }

    /// <summary>Somebody else saved first; what is stored is shown beside what was typed.</summary>
    public bool IsOvertaken { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        (Input, Seen) = (PictureInput.Of(Picture), Picture.RowVersion);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        Input.CheckWords(ModelState);
        if (ModelState.IsValid)
        {
            if (await desk.SaveAsync(id, Seen, Input.Form(), User.Actor(), cancel))
            {
                queue.Add(await db.Pictures.AsNoTracking().SingleAsync(p => p.Id == id, cancel));
                Notice = "Saved.";
                return RedirectToPage(new { id });
            }

            IsOvertaken = true;
            ModelState.AddModelError(
                "",
                "Somebody changed this picture meanwhile. Look at what is stored, then save again."
            );
        }

        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (IsOvertaken)
        {
            ModelState.Remove(nameof(Seen));
            Seen = Picture.RowVersion;
        }

        return Page();
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        if (await db.Pictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } picture)
        {
            return false;
        }

        var actor = User.Actor();
        (Picture, View) = (picture, Preview.View(picture));
        IsPublic = await library.IsPublicAsync(id, cancel);
        MayChange = picture.MayBeChangedBy(actor, IsPublic);
        Uses =
        [
            .. (await library.UsesAsync(picture, cancel)).Select(use =>
            {
                var isMine = actor.IsEditor || use.CreatedById == actor.Id;
                return new UseView(
                    isMine || use.IsLive
                        ? (use.Headline.Length > 0 ? use.Headline : "Untitled")
                        : "A draft of somebody else",
                    isMine ? $"/newsroom/write/{use.ArticleId}"
                        : use.IsLive ? $"/news/{use.ArticleId}/{use.Slug}"
                        : null,
                    use.IsLive ? (use.IsNewest ? "Published" : "Published, newer draft differs") : "Not published"
                );
            }),
            .. (await library.PagesAsync(picture, cancel)).Select(page => new UseView(
                page.Title,
                page.Address,
                "Page about the paper"
            )),
        ];
        return true;
    }
}
