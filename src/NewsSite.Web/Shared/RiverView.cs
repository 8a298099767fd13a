using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <param name="Path">The address of the list's newest page.</param>
/// <param name="IsNewest">Whether this is that page.</param>
public sealed record RiverView(River River, string Path, bool IsNewest)
{
    /// <summary>The category whose list this is.</summary>
    public long? Within { get; init; }

    /// <summary>How many of the river's first stories stand above it already.</summary>
    public int Skip { get; init; }
}
