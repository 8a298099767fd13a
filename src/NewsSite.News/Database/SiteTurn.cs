using Microsoft.EntityFrameworkCore;

namespace NewsSite.News.Database;

/// <summary>
/// Whoever writes <c>site</c> does so alone, one act after the other. Stories share words, tags, authors and pictures: two
/// acts at once would wait for each other in a circle, and each would overlook what the other shows or hides.
/// </summary>
internal static class SiteTurn
{
    private static readonly string Take =
        $"{StandStill.Sql(StandStill.Brief)}; select pg_advisory_xact_lock(hashtext('site'))";

    /// <summary>
    /// Waits for the turn, which lasts until the transaction ends. It comes after every lock on the newsroom's own tables,
    /// and before the first look at <c>site</c>.
    /// </summary>
    public static Task TakeAsync(NewsroomDb db, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(Take, cancel);
}
