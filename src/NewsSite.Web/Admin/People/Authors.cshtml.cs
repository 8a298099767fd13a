using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Authors;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>All authors by name, and a form for one more.</summary>
public sealed class AuthorsPage(AuthorShelf shelf, AuthorDesk desk) : PageModel
{
    // An id and a name.
    private const int PlaceLimit = 130;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary>What the page before ended with.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    [BindProperty]
    public NewAuthorInput Input { get; set; } = new();

    public AuthorsFound List { get; private set; } = new([], null);

    /// <summary>Where the next page is; null on the last.</summary>
    public string? Next =>
        List.Next is { } next
            ? "/admin/authors?"
                + (string.IsNullOrEmpty(Words) ? "" : $"q={Uri.EscapeDataString(Words)}&")
                + $"after={Uri.EscapeDataString(next)}"
            : null;

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var form = new AuthorInput { Name = Input.Name };
        form.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                var id = await desk.AddAsync(form.Form(), User.Actor(), cancel);
                Notice = "Author added.";
                return Redirect($"/admin/authors/{id}");
            }
            catch (AuthorRefusedException refused)
            {
                ModelState.AddModelError("Input.Name", refused.Message);
            }
        }

        await ShowAsync(cancel);
        return Page();
    }

    /// <returns>How many stories, as far as a list counts.</returns>
    public static string Stories(int count) =>
        count > AuthorShelf.Counted ? $"More than {AuthorShelf.Counted}" : count.ToString(CultureInfo.InvariantCulture);

    private async Task ShowAsync(CancellationToken cancel)
    {
        After = After?.Length > PlaceLimit ? null : After;
        if (Words?.Length > Author.NameLimit)
        {
            ModelState.AddModelError("q", $"Look for {Author.NameLimit} letters or fewer. There are {Words.Length}.");
            return;
        }

        List = await shelf.FindAsync(Words, After, cancel);
    }
}

/// <summary>What the form for a new author sends; the rest is filled in on its own page.</summary>
public sealed class NewAuthorInput
{
    public string? Name { get; set; }
}
