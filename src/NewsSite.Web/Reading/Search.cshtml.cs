using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class SearchPage(Search search) : PageModel
{
    /// <summary>What was typed; null before anything was.</summary>
    public string? Query { get; private set; }
    public SearchResult? Result { get; private set; }

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] string? q, string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        Before = before;
        Query = string.IsNullOrWhiteSpace(q) ? null : q.Trim();
        if (Query is { Length: <= Search.QueryLimit })
        {
            Result = await search.RunAsync(Query.Replace("\0", "", StringComparison.Ordinal), place, cancel);
        }

        return Page();
    }
}
