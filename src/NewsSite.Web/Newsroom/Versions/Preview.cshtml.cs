using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Published;
using NewsSite.News.Publishing.Copies;
using NewsSite.Rendering;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Versions;

/// <summary>The newest version exactly as readers would see it.</summary>
public sealed class PreviewPage(Writing writing, Preview preview) : PageModel
{
    public Story? Story { get; private set; }

    /// <summary>Why it cannot be shown; null where it can.</summary>
    public string? Refused { get; private set; }
    public int VersionNumber { get; private set; }
    public long Id { get; private set; }
    public bool IsEditor => User.Actor().IsEditor;

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        (Id, VersionNumber) = (id, article.HeadNumber);
        try
        {
            Story = await preview.ShowAsync(article, await writing.HeadAsync(article, cancel), cancel);
        }
        catch (BodyRefusedException refused)
        {
            Refused = refused.Message;
        }

        return Page();
    }
}
