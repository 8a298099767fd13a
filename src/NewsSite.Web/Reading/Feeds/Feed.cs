using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>A list as a feed: what RSS and JSON Feed are both written from.</summary>
/// <param name="Path">Of the page that the feed follows, from the root of the site.</param>
/// <param name="Stories">Newest first.</param>
internal sealed record Feed(string Title, string Description, string Path, IReadOnlyList<Story> Stories);
