using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Published;

/// <summary>Which changes the cache in front has been told of: one record for all servers, of which one at a time works.</summary>
public static class PurgeLog
{
    /// <summary>After so long it is told again; see <c>FrontPurger</c>.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromSeconds(4);

    /// <summary>Tells what there is to tell; nothing where another server is at it.</summary>
    /// <param name="connection">Open; may read what readers may.</param>
    /// <param name="purge">Told the names; where it fails they are told again next time.</param>
    public static async Task RunAsync(
        NpgsqlConnection connection,
        Func<IReadOnlyCollection<string>, CancellationToken, Task> purge,
        CancellationToken cancel
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var write = new NpgsqlCommand("set local transaction_read_only = off", connection))
        {
            await write.ExecuteNonQueryAsync(cancel);
        }

        if (await TakeAsync(connection, cancel) is not { } taken)
        {
            return;
        }

        var (seen, mark, again, isDue) = taken;
        var fresh = await ChangeLog.SinceAsync(connection, seen, cancel);
        if (fresh.Count > 0)
        {
            await purge(NamesOf(fresh), cancel);
            seen = fresh[^1].Id;
        }

        if (isDue && mark is { } until)
        {
            var once = await ChangeLog.SinceAsync(connection, again, cancel);
            var due = once.Where(c => c.Id <= until || c.Names.Contains(Shown.All)).ToList();
            if (due.Count > 0)
            {
                await purge(NamesOf(due), cancel);
            }

            (again, mark) = (until, null);
        }

        // Null for a cache of which nothing is known yet: it was told to forget everything.
        again ??= seen;
        var marks = mark is null && seen > again;
        await using var save = new NpgsqlCommand(
            """
            update delivery.purge set seen = $1, mark = $2, again = $3,
                marked_at = case when $4 then clock_timestamp() else marked_at end
            """,
            connection
        )
        {
            Parameters =
            {
                new() { Value = (object?)seen ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
                new()
                {
                    Value = (object?)(marks ? seen : mark) ?? DBNull.Value,
                    NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
                },
                new() { Value = (object?)again ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
                new() { Value = marks },
            },
        };
        if ((seen, marks ? seen : mark, again) != (taken.Seen, taken.Mark, taken.Again))
        {
            await save.ExecuteNonQueryAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    private static string[] NamesOf(IReadOnlyList<Change> changes)
    {
        string[] names = [.. changes.SelectMany(c => c.Names).Distinct()];
        return names.Contains(Shown.All) ? [Shown.All] : names;
    }

    private static async Task<(long? Seen, long? Mark, long? Again, bool IsDue)?> TakeAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        await using var take = new NpgsqlCommand(
            """
            select seen, mark, again, coalesce(marked_at < clock_timestamp() - $1, false)
            from delivery.purge for update skip locked
            """,
            connection
        );
        take.Parameters.Add(new NpgsqlParameter { Value = Again });
        await using var reader = await take.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel))
        {
            return null;
        }

        long? Number(int n) => reader.IsDBNull(n) ? null : reader.GetInt64(n);
        return (Number(0), Number(1), Number(2), reader.GetBoolean(3));
    }
}
