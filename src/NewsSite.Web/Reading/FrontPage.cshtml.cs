using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class FrontPagePage(FrontPages fronts, TimeProvider clock) : PageModel
{
    public Front Front { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel) =>
        Front = await fronts.LayOutAsync(clock.GetUtcNow(), cancel);
}
