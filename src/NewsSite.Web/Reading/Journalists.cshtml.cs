using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class JournalistsPage(Sections sections) : PageModel
{
    public IReadOnlyList<AuthorLink> Authors { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel) => Authors = await sections.AuthorsAsync(cancel);
}
