using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>How a live blog stands.</summary>
/// <param name="State">Upcoming, Live, Paused or Closed.</param>
/// <param name="Words">What readers are told of it; null for the usual words.</param>
/// <param name="SummaryHtml">Rendered and sanitised; safe to write unencoded.</param>
/// <param name="StartsAt">When the coverage begins, or began.</param>
/// <param name="LastNumber">Of the newest post; 0 where there is none.</param>
public sealed record LiveBlogView(
    string State,
    string? Words,
    bool OldestFirst,
    string? SummaryHtml,
    DateTimeOffset StartsAt,
    DateTimeOffset? ClosedAt,
    DateTimeOffset? PostedAt,
    int LastNumber
)
{
    public bool IsLive => State == "Live";

    internal LiveBlogView InUtc() =>
        this with
        {
            StartsAt = StartsAt.ToUniversalTime(),
            ClosedAt = ClosedAt?.ToUniversalTime(),
            PostedAt = PostedAt?.ToUniversalTime(),
        };
}

/// <param name="Number">Its place for ever: 1, 2, 3 …</param>
/// <param name="BodyHtml">Rendered and sanitised; safe to write unencoded. Empty where the post was removed.</param>
/// <param name="BodyText">The words alone, a line to a block.</param>
public sealed record LiveEntryView(
    int Number,
    string? Title,
    string BodyHtml,
    string BodyText,
    string AuthorName,
    DateTimeOffset PostedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? RemovedAt,
    bool IsKey,
    bool IsPinned
)
{
    /// <summary>The name of its place on any page.</summary>
    public string Anchor => string.Create(CultureInfo.InvariantCulture, $"p-{Number}");

    /// <inheritdoc cref="LivePages.AddressOf"/>
    public string AddressIn(Story story) => LivePages.AddressOf(story, Number);
}

/// <summary>What a live blog's own page shows.</summary>
/// <param name="Pinned">Stands first, and not among <paramref name="Entries"/>.</param>
/// <param name="KeyEvents">Newest first, at most <see cref="LivePages.KeyLimit"/>.</param>
/// <param name="Entries">In the order of reading.</param>
/// <param name="Older">The page with the posts before them; null where these are all.</param>
public sealed record NewestPosts(
    LiveBlogView Blog,
    LiveEntryView? Pinned,
    IReadOnlyList<LiveEntryView> KeyEvents,
    IReadOnlyList<LiveEntryView> Entries,
    int? Older
)
{
    /// <summary>Where a post is to be found from this page.</summary>
    public string LinkTo(LiveEntryView entry, Story story) =>
        Entries.Any(e => e.Number == entry.Number) || Pinned?.Number == entry.Number
            ? $"#{entry.Anchor}"
            : entry.AddressIn(story);
}

/// <summary>
/// The posts of live blogs, a page at a time. Page k holds the posts 30(k − 1) + 1 to 30k, so that no post ever moves to
/// another; the newest are on the story's own page besides.
/// </summary>
public sealed class LivePages(PublishedDb db)
{
    public const int PageSize = 30;

    /// <summary>So many key events are listed.</summary>
    public const int KeyLimit = 30;

    /// <returns>Leads to a post for ever, whatever is posted after it.</returns>
    public static string AddressOf(Story story, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{story.Address}/live/{PageOf(number)}#p-{number}");

    /// <returns>The page that a post stands on for ever.</returns>
    public static int PageOf(int number) => ((number - 1) / PageSize) + 1;

    /// <param name="story">Its <see cref="Story.Live"/> is given.</param>
    /// <returns>The newest whole page and what came after it: 30 to 59 posts, or all where there are fewer.</returns>
    public async Task<NewestPosts> NewestAsync(Story story, CancellationToken cancel)
    {
        db.Shown.Live(story.Id);
        var blog = story.Live!;
        var first = (Math.Max(0, (blog.LastNumber / PageSize) - 1) * PageSize) + 1;
        var rows = await db
            .LiveEntries.FromSql(
                $"""
                select * from site.live_entry where article_id = {story.Id} and number >= {first}
                union
                (select * from site.live_entry where article_id = {story.Id} and is_pinned limit 1)
                union
                (select * from site.live_entry where article_id = {story.Id} and is_key order by number desc limit {KeyLimit})
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        var found = rows.ConvertAll(View);
        var newest = found.Where(e => e.Number >= first && !e.IsPinned);
        return new NewestPosts(
            blog,
            found.Find(e => e.IsPinned),
            [.. found.Where(e => e.IsKey).OrderByDescending(e => e.Number).Take(KeyLimit)],
            [.. blog.OldestFirst ? newest.OrderBy(e => e.Number) : newest.OrderByDescending(e => e.Number)],
            first == 1 ? null : (first - 1) / PageSize
        );
    }

    /// <returns>The posts of a page, oldest first; none where there is no such page yet.</returns>
    public async Task<IReadOnlyList<LiveEntryView>> PageAsync(long articleId, int page, CancellationToken cancel)
    {
        db.Shown.Live(articleId, page);
        var before = (page - 1) * PageSize;
        var rows = await db
            .LiveEntries.Where(e => e.ArticleId == articleId && e.Number > before && e.Number <= before + PageSize)
            .OrderBy(e => e.Number)
            .ToListAsync(cancel);
        return rows.ConvertAll(View);
    }

    private static LiveEntryView View(PublishedLiveEntry e) =>
        new(
            e.Number,
            e.Title,
            e.BodyHtml,
            e.BodyText,
            e.AuthorName,
            e.PostedAt,
            e.EditedAt,
            e.RemovedAt,
            e.IsKey,
            e.IsPinned
        );
}
