using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

/// <summary>What the pages that are lists have in common: their cursor, and addresses of former days.</summary>
internal static class Place
{
    /// <returns>False where <paramref name="before"/> is given and is no cursor.</returns>
    public static bool TryRead(string? before, out Cursor? place)
    {
        place = Cursor.TryParse(before, null, out var cursor) ? cursor : null;
        return before is null || place is not null;
    }

    /// <returns>A permanent redirect to what <paramref name="slug"/> once named, else "not found".</returns>
    public static async Task<IActionResult> MovedOrMissingAsync(
        this PageModel page,
        Sections sections,
        string kind,
        string slug,
        CancellationToken cancel
    ) =>
        await sections.FindMovedAsync(kind, slug, cancel) is { } today
            ? page.LocalRedirectPermanent($"/{kind}/{today}")
            : page.NotFound();
}
