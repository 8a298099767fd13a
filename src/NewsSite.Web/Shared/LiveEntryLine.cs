using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>A post of a live blog on a page.</summary>
public sealed record LiveEntryLine(LiveEntryView Entry, Story Story)
{
    private const int WordsLimit = 110;

    /// <summary>What a link to a post says: its title, or how it begins.</summary>
    public static string Words(LiveEntryView entry) => entry.Title ?? Excerpt.Of(entry.BodyText, WordsLimit);
}
