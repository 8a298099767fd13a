using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>A page about the paper, as menus name it.</summary>
public sealed record StandingPageLink(string Slug, string Title)
{
    public string Address => Slug == "about" ? "/about" : $"/about/{Slug}";
}

/// <param name="BodyHtml">Rendered and sanitised; safe to write unencoded.</param>
/// <param name="ReviewedOn">The day on which somebody last read it through.</param>
public sealed record StandingPageView(StandingPageLink Page, string BodyHtml, DateOnly ReviewedOn);

/// <summary>The pages about the paper itself.</summary>
public sealed class AboutPages(PublishedDb db)
{
    private IReadOnlyList<StandingPageLink>? list;

    /// <summary>All of them, in the order of their menu. Read once a request, whoever asks.</summary>
    public async Task<IReadOnlyList<StandingPageLink>> ListAsync(CancellationToken cancel)
    {
        db.Shown.Add(Shown.Frame);
        return list ??= await db.KnownAsync<IReadOnlyList<StandingPageLink>>(
            Shown.Frame,
            async () =>
                await db
                    .StandingPages.OrderBy(p => p.Position)
                    .ThenBy(p => p.Id)
                    .Select(p => new StandingPageLink(p.Slug, p.Title))
                    .ToListAsync(cancel)
        );
    }

    /// <returns>Null where no page has this slug.</returns>
    public async Task<StandingPageView?> FindAsync(string slug, CancellationToken cancel) =>
        await db.StandingPages.SingleOrDefaultAsync(p => p.Slug == slug, cancel) is { } page
            ? new StandingPageView(new StandingPageLink(page.Slug, page.Title), page.BodyHtml, page.ReviewedOn)
            : null;
}
