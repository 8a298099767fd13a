using NewsSite.News.Database;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Live;

/// <summary>What there is now, for whoever did not follow how it came.</summary>
/// <param name="Change">The last change of which it knows.</param>
/// <param name="Stories">Those that changed last, the last first.</param>
internal sealed record LiveState(long Change, BreakingNews? Breaking, IReadOnlyList<StoryNews> Stories)
{
    /// <summary>So many stories are part of it.</summary>
    public const int Latest = 20;

    // Those that are told in posts are part of it in any case: few papers tell two stories so at once.
    private const int LiveBlogs = 5;

    // One change of more stories is no news, but an act on the archive.
    private const int Many = 50;

    // Among so many changes they are looked for.
    private const int Looked = 200;

    public static bool IsMass(Change change) =>
        change.Names.Contains(Shown.All) || LiveNews.StoriesAmong(change.Names).Take(Many + 1).Count() > Many;

    /// <param name="connection">Open; may read what readers may.</param>
    public static async Task<LiveState> ReadAsync(
        NpgsqlConnection connection,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var changes = await ChangeLog.LatestAsync(connection, Looked, cancel);
        var blogs = await LiveNews.LiveBlogsAsync(connection, LiveBlogs, cancel);
        long[] ids =
        [
            .. changes
                .Reverse()
                .Where(c => !IsMass(c))
                .SelectMany(c => LiveNews.StoriesAmong(c.Names))
                .Distinct()
                .Take(Latest)
                .Union(blogs),
        ];
        var (breaking, stories) = await LiveNews.ReadAsync(connection, ids, now, cancel);
        return new(
            changes.Count == 0 ? 0 : changes[^1].Id,
            breaking,
            [.. stories.OrderBy(s => Array.IndexOf(ids, s.Id))]
        );
    }
}
