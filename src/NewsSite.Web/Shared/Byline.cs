using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

internal static class Byline
{
    // More than these are named as a number, and by name where there is room.
    public const int Shown = 4;

    /// <returns>"A", "A and B", "A, B and C", "A, B, C and 3 others".</returns>
    public static string Names(IReadOnlyList<AuthorLink> authors)
    {
        var names = authors.Select(a => a.Name).ToList();
        return names.Count switch
        {
            0 => "",
            1 => names[0],
            <= Shown => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
            _ => $"{string.Join(", ", names.Take(Shown - 1))} and {names.Count - Shown + 1} others",
        };
    }
}
