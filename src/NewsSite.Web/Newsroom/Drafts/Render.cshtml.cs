using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Publishing.Copies;
using NewsSite.Rendering;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>The body as readers would see it, for the live preview beside the writing form.</summary>
public sealed class RenderPage(Preview preview) : PageModel
{
    public IActionResult OnGet() => NotFound();

    public async Task<IActionResult> OnPostAsync([FromForm] string? body, CancellationToken cancel)
    {
        if (body?.Length > ArticleContent.BodyLimit)
        {
            return BadRequest();
        }

        try
        {
            return Content((await preview.RenderAsync(body ?? "", cancel)).Html, "text/html; charset=utf-8");
        }
        catch (BodyRefusedException refused)
        {
            return Content($"<p>{System.Net.WebUtility.HtmlEncode(refused.Message)}</p>", "text/html; charset=utf-8");
        }
    }
}
