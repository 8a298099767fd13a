using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Published;

/// <param name="Id">Grows in the order in which changes became visible.</param>
/// <param name="Names">Of what changed; see <see cref="Shown"/>.</param>
public sealed record Change(long Id, string[] Names);

/// <summary>What changed of all that readers may see, as the database itself writes it down.</summary>
public static class ChangeLog
{
    /// <summary>Rung in the transaction of the change.</summary>
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
                $"select id, names from delivery.change where id >= $1 order by id limit {Most + 1}",
                connection
            );
            read.Parameters.Add(new NpgsqlParameter { Value = known });
            await using var reader = await read.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(new(reader.GetInt64(0), reader.GetFieldValue<string[]>(1)));
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

    /// <summary>Adds the addresses of those of the stories that readers may see, from the root of the site.</summary>
    public static async Task AddLiveAsync(
        NpgsqlConnection connection,
        long[] stories,
        Dictionary<long, string> live,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            "select id, '/news/' || id || '/' || slug from site.article where id = any($1)",
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = stories });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            live[reader.GetInt64(0)] = reader.GetString(1);
        }
    }
}
