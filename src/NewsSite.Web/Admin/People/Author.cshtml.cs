using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Authors;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>One author: how stories are signed, whose account it is, and what stands on the public page.</summary>
public sealed class AuthorPage(AuthorDesk desk, StaffDesk staff, PictureLibrary library) : PageModel
{
    [BindProperty]
    public AuthorInput Input { get; set; } = new();
    public Author Author { get; private set; } = null!;
    public IReadOnlyList<Picture> Pictures { get; private set; } = [];

    /// <summary>Whose account it can be.</summary>
    public IReadOnlyList<StaffMember> Staff { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        await FindAsync(id, cancel);
        Input = AuthorInput.From(Author);
        return await ShowAsync(cancel);
    }

    /// <summary>Looks for pictures, and keeps what is typed.</summary>
    public async Task<IActionResult> OnPostFindAsync(long id, CancellationToken cancel)
    {
        await FindAsync(id, cancel);
        ModelState.Clear();
        return await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        await FindAsync(id, cancel);
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.ChangeAsync(id, Input.Form(), User.Actor(), cancel);
                Notice = "Author saved.";
                return Redirect($"/admin/authors/{id}");
            }
            catch (AuthorRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        return await ShowAsync(cancel);
    }

    private async Task FindAsync(long id, CancellationToken cancel) =>
        Author = await desk.FindAsync(id, cancel) ?? throw new NotAllowedException();

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        Pictures = await Input.PicturesAsync(library, cancel);
        Staff = await staff.ListAsync(cancel);
        return Page();
    }
}
