using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Markdown;

namespace NewsSite.Web.Newsroom;

/// <summary>The body as readers would see it, for the live preview beside the writing form.</summary>
public sealed class RenderPage : PageModel
{
    public IActionResult OnGet() => NotFound();

    public IActionResult OnPost([FromForm] string? body)
    {
        if (body?.Length > ArticleContent.BodyLimit)
        {
            return BadRequest();
        }

        try
        {
            return Content(StoryMarkdown.Render(body ?? "").Html, "text/html; charset=utf-8");
        }
        catch (BodyRefusedException refused)
        {
            return Content($"<p>{System.Net.WebUtility.HtmlEncode(refused.Message)}</p>", "text/html; charset=utf-8");
        }
    }
}
