using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class AllSectionsPage(Sections sections) : PageModel
{
    public IReadOnlyList<SectionLine> Sections { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Sections = await sections.AllAsync(cancel);
}
