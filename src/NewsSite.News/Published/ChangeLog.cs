using System.Globalization;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Published;

/// <param name="Id">Grows in the order in which changes became visible.</param>
/// <param name="Names">Of what changed; see <see cref="Shown"/>.</param>
/// <param name="Age">How long ago it was written down, by the database's clock; null where nobody asked.</param>
public sealed record Change(long Id, string[] Names, TimeSpan? Age = null);

/// <param name="Address">From the root of the site; null for a story that readers may not see.</param>
/// <param name="IsGone">Whether its address says that it is gone for good.</param>
public sealed record StoryFate(long Id, string? Address, bool IsGone);

/// <summary>What changed of all that readers may see, as the database itself writes it down.</summary>
public static class ChangeLog
{
    /// <summary>Rung in the transaction of the change; once or several times, each with a part of its names.</summary>
    public const string Channel = "site_changed";
    private const int Most = 1000;

    /// <param name="connection">Open; may read what readers may.</param>
    /// <param name="seen">The id of the last change that is known; null for a server that knows nothing yet.</param>
    /// <returns>
    /// Those that came since, the oldest first. Where some of them are not written down any more, or are too many, the last of
    /// them with <see cref="Shown.All"/>; so also for a server that knows nothing.
    /// </returns>
    public static async Task<IReadOnlyList<Change>> SinceAsync(
        NpgsqlConnection connection,
        long? seen,
        CancellationToken cancel
    )
    {
        var rows = new List<Change>();
        if (seen is { } known)
        {
            await using var read = new NpgsqlCommand(
                $"select id, names, clock_timestamp() - at from delivery.change where id >= $1 order by id limit {Most + 1}",
                connection
            );
            read.Parameters.Add(new NpgsqlParameter { Value = known });
            await using var reader = await read.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(new(reader.GetInt64(0), reader.GetFieldValue<string[]>(1), reader.GetFieldValue<TimeSpan>(2)));
            }
        }

        // The one that is known is among them, unless it is too old to be there still.
        if (rows.Count is > 0 and <= Most && rows[0].Id == seen)
        {
            return rows[1..];
        }

        await using var newest = new NpgsqlCommand("select coalesce(max(id), 0) from delivery.change", connection);
        var last = (long)(await newest.ExecuteScalarAsync(cancel))!;
        return last == seen ? [] : [new Change(last, [Shown.All])];
    }

    /// <param name="payload">Of one ring: the id of the change and names, a line each.</param>
    /// <returns>The change with the names that were told this time; null where there are none.</returns>
    public static Change? Rung(string payload) =>
        payload.Split('\n') is [var id, .. { Length: > 0 } names]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, names)
            : null;

    /// <param name="connection">Open; may read what readers may.</param>
    /// <returns>The last change that this replica shows, 0 where it shows none; null where it is no replica.</returns>
    public static async Task<long?> ReplayedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand(
            "select case when pg_is_in_recovery() then coalesce((select max(id) from delivery.change), 0) end",
            connection
        );
        return await read.ExecuteScalarAsync(cancel) as long?;
    }

    /// <returns>The last ones, the oldest first; never more than <paramref name="count"/>.</returns>
    public static async Task<IReadOnlyList<Change>> LatestAsync(
        NpgsqlConnection connection,
        int count,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            "select id, names from delivery.change order by id desc limit $1",
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = count });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var rows = new List<Change>();
        while (await reader.ReadAsync(cancel))
        {
            rows.Add(new(reader.GetInt64(0), reader.GetFieldValue<string[]>(1)));
        }

        rows.Reverse();
        return rows;
    }

    /// <returns>What became of each of the stories, in no order.</returns>
    public static async Task<IReadOnlyList<StoryFate>> FatesAsync(
        NpgsqlConnection connection,
        long[] stories,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            """
            select s.id, '/news/' || a.id || '/' || slug, coalesce(outcome = 'Gone', false)
            from unnest($1) s (id) left join site.article a on a.id = s.id left join site.withdrawn_article w on w.id = s.id
            """,
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = stories });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var fates = new List<StoryFate>();
        while (await reader.ReadAsync(cancel))
        {
            fates.Add(new(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetBoolean(2)));
        }

        return fates;
    }
}
