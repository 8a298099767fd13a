using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Previews;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Versions;

/// <summary>Makes and ends links to previews of a story for people without an account.</summary>
public sealed class LinksPage(Writing writing, PreviewLinks links, SiteFrame frame) : PageModel
{
    [BindProperty]
    public LinkInput Input { get; set; } = new();

    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public bool IsEmbargoed { get; private set; }
    public IReadOnlyList<PreviewLink> Links { get; private set; } = [];

    /// <summary>The address that was made just now; it is shown once.</summary>
    [TempData]
    public string? Made { get; set; }

    public async Task OnGetAsync(long id, CancellationToken cancel) =>
        Input.Version = (await ShowAsync(id, cancel)).HeadNumber;

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (Input.Note?.Trim().Length > PreviewLink.NoteLimit)
        {
            ModelState.AddModelError(
                "Input.Note",
                $"The name must be {PreviewLink.NoteLimit} characters or fewer. It has {Input.Note.Trim().Length}."
            );
        }

        if (!PreviewLinks.Hours.Contains(Input.Hours))
        {
            ModelState.AddModelError("Input.Hours", "Choose how long the link works");
        }

        if (ModelState.IsValid)
        {
            var token = await links.MakeAsync(id, Input.Version, Input.Hours, Input.Note, User.Actor(), cancel);
            if (token is not null)
            {
                Made = $"{frame.SiteAddress}/preview/{token}";
                return RedirectToPage(new { id });
            }

            ModelState.AddModelError(
                "links",
                $"{PreviewLinks.OpenLimit} links work already. Revoke one that is not needed any more."
            );
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(long id, long link, CancellationToken cancel)
    {
        await links.RevokeAsync(id, link, User.Actor(), cancel);
        return RedirectToPage(new { id });
    }

    private async Task<Article> ShowAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        IsEmbargoed = article.EmbargoUntil > frame.Now;
        Links = await links.ListAsync(id, cancel);
        return article;
    }
}

/// <summary>What the form for a new link sends.</summary>
public sealed class LinkInput
{
    /// <summary>The version that its maker has before them.</summary>
    public int Version { get; set; }
    public int Hours { get; set; } = 24;

    /// <summary>Whom it is for.</summary>
    public string? Note { get; set; }
}
