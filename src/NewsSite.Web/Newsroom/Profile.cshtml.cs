using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Authors;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

/// <summary>A person's own public page; name and address are the paper's to change.</summary>
public sealed class ProfilePage(AuthorDesk desk, PictureLibrary library) : PageModel
{
    [BindProperty]
    public ProfileInput Input { get; set; } = new();

    /// <summary>Null where no author belongs to the account.</summary>
    public Author? Author { get; private set; }
    public IReadOnlyList<Picture> Pictures { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await desk.OfStaffAsync(User.Id(), cancel) is { } author)
        {
            Input.Fill(author);
        }

        return await ShowAsync(cancel);
    }

    /// <summary>Looks for pictures, and keeps what is typed.</summary>
    public Task<IActionResult> OnPostFindAsync(CancellationToken cancel)
    {
        ModelState.Clear();
        return ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.CheckProfile(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.ChangeOwnAsync(Input.Profile(), User.Actor(), cancel);
                Notice = "Profile saved.";
                return Redirect("/newsroom/profile");
            }
            catch (AuthorRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
            catch (PublishRefusedException refused)
            {
                ModelState.AddModelError("Input", refused.Message);
            }
        }

        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        Author = await desk.OfStaffAsync(User.Id(), cancel);
        Pictures = await Input.PicturesAsync(library, cancel);
        return Page();
    }
}
