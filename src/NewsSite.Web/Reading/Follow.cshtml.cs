using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

/// <summary>The ways of following the paper that exist: its feeds.</summary>
public sealed class FollowPage(Sections sections) : PageModel
{
    public IReadOnlyList<SectionLine> Sections { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Sections = await sections.AllAsync(cancel);
}
