using NewsSite.News.Published;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>A story as WordPress lists it.</summary>
/// <param name="Status">publish, future, pending, draft, private or trash.</param>
/// <param name="At">When it went out or goes out; null where nobody has said so.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record WxrEntry(Story Story, string Status, DateTimeOffset? At, DateTimeOffset ChangedAt);

/// <summary>What a whole paper has besides what readers see. It comes from whoever may see it: nothing here can read it.</summary>
/// <param name="Moment">As of which it is, still held by whoever gives it: see <see cref="WholePaper.HoldAsync"/>.</param>
/// <param name="LastId">The greatest id of a story, published or not.</param>
/// <param name="Authors">All who may sign.</param>
public sealed record WxrRest(
    string Moment,
    long LastId,
    IReadOnlyList<AuthorLink> Authors,
    IAsyncEnumerable<WxrEntry> Stories
);
