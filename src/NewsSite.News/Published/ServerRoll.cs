using Npgsql;

namespace NewsSite.News.Published;

/// <summary>A server that has not said that it knows of a change.</summary>
/// <param name="HeardAt">When the database last heard of it.</param>
/// <param name="Until">Until then it may still send what it has copies of, where it has no database.</param>
public sealed record ServerBehind(string Name, DateTimeOffset HeardAt, DateTimeOffset Until);

/// <summary>
/// The servers, and how far each has followed what changed: what it says it has forgotten, and where it has copies of pages
/// on its disk, so has its disk. All of it by a connection that may read what readers may.
/// </summary>
public static class ServerRoll
{
    // In seconds. Each says every five that it is there; who was silent for so long has not been able to ask for three, and
    // sends nothing that it kept without asking first, unless the database is away from it.
    private const int Silence = 10;

    /// <summary>Says how far a server is. Where the database cannot be written, nothing is said.</summary>
    /// <param name="id">Of its disk; of itself, where it keeps no copies.</param>
    /// <param name="alone">How long it sends its copies without having heard from the database.</param>
    public static async Task TellAsync(
        NpgsqlConnection connection,
        Guid id,
        string name,
        long? seen,
        TimeSpan alone,
        CancellationToken cancel
    )
    {
        // Lost with a power cut at most, and then it is behind for a moment. A disk that is gone is forgotten after a day.
        await using var tell = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("set local transaction_read_only = off"),
                new("set local synchronous_commit = off"),
                new(
                    """
                    insert into delivery.server as s (id, name, seen, at, alone)
                    values ($1, $2, $3, clock_timestamp(), $4)
                    on conflict (id) do update
                        set name = excluded.name, seen = excluded.seen, at = excluded.at, alone = excluded.alone
                    """
                )
                {
                    Parameters =
                    {
                        new() { Value = id },
                        new() { Value = name },
                        new() { Value = seen ?? 0 },
                        new() { Value = alone },
                    },
                },
                new("delete from delivery.server where at + alone < clock_timestamp() - interval '1 day'"),
            },
        };
        try
        {
            await tell.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.DiskFull)
        {
            // Readers are served all the same, and whoever asks is told that this server is behind.
        }
    }

    /// <returns>Whether a server that is there may still send what a change made old.</returns>
    /// <param name="change">The id of the change.</param>
    public static async Task<bool> IsBehindAsync(NpgsqlConnection connection, long change, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand(
            $"select exists (select from delivery.server where seen < $1 and at > clock_timestamp() - interval '{Silence} seconds')",
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = change });
        return (bool)(await read.ExecuteScalarAsync(cancel))!;
    }

    // What a server says of itself is some seconds old.
    /// <returns>Those that may send a copy from before the last change of a story.</returns>
    public static async Task<IReadOnlyList<ServerBehind>> BehindAsync(
        NpgsqlConnection connection,
        string story,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            $"""
            select name, at, until from delivery.server, lateral (select at + alone + interval '{Silence} seconds' as until) as u
            where until > clock_timestamp()
                and seen < (select max(id) from delivery.change where names && array[$1, 'all'])
            order by name
            """,
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = story });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var behind = new List<ServerBehind>();
        while (await reader.ReadAsync(cancel))
        {
            behind.Add(
                new(
                    reader.GetString(0),
                    reader.GetFieldValue<DateTimeOffset>(1),
                    reader.GetFieldValue<DateTimeOffset>(2)
                )
            );
        }

        return behind;
    }
}
