using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <param name="Id">Grows in the order in which changes became visible.</param>
/// <param name="Names">Of what changed; see <see cref="Shown"/>.</param>
public sealed record Change(long Id, string[] Names);

/// <summary>What changed of all that readers may see, as the database itself writes it down.</summary>
public sealed class ChangeLog(PublishedDb db)
{
    /// <summary>Rung in the transaction of the change.</summary>
    public const string Channel = "site_changed";
    private const int Most = 1000;

    /// <param name="seen">The id of the last change that is known; null for a server that knows nothing yet.</param>
    /// <returns>
    /// Those that came since, the oldest first. Where some of them are not written down any more, or are too many, the last of
    /// them with <see cref="Shown.All"/>; so also for a server that knows nothing.
    /// </returns>
    public async Task<IReadOnlyList<Change>> SinceAsync(long? seen, CancellationToken cancel)
    {
        var rows = await db
            .Database.SqlQuery<Change>(
                $"select id, names from delivery.change where id >= {seen ?? long.MaxValue} order by id limit {Most + 1}"
            )
            .ToListAsync(cancel);

        // The one that is known is among them, unless it is too old to be there still.
        if (seen is not null && rows.Count > 0 && rows[0].Id == seen && rows.Count <= Most)
        {
            return rows[1..];
        }

        var last = await db
            .Database.SqlQuery<long>($"select coalesce(max(id), 0) as \"Value\" from delivery.change")
            .SingleAsync(cancel);
        return last == seen ? [] : [new Change(last, [Shown.All])];
    }
}
