using Npgsql;

namespace NewsSite.News.Backups;

/// <param name="Columns">Those that are stored as they are given; the database makes the others itself.</param>
internal sealed record TableShape(string Schema, string Name, IReadOnlyList<string> Columns)
{
    public string Quoted => $"{Quote(Schema)}.{Quote(Name)}";
    public string QuotedColumns => string.Join(", ", Columns.Select(Quote));

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>What of the database belongs into a backup: asked of its own catalogue, so that no new table is forgotten.</summary>
internal static class DatabaseShape
{
    // Of the schema `delivery` nothing but its counter: it is what today's servers tell each other.
    private const string Schemas = "array['newsroom', 'site']";

    // The migrations are made by migrating. A session that has ended since the backup must not come to life again. How jobs
    // ended, and who asked for them, is said of the servers and not of the paper.
    private const string LeftOut =
        "array['newsroom.migration', 'newsroom.staff_session', 'newsroom.job', 'newsroom.job_request']";

    public static async Task<List<TableShape>> TablesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var read = new NpgsqlCommand(
            $"""
            select n.nspname::text, c.relname::text, array_agg(a.attname::text order by a.attnum)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where n.nspname = any({Schemas}) and c.relkind = 'r' and n.nspname || '.' || c.relname <> all({LeftOut})
                and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            group by 1, 2 order by 1, 2
            """,
            connection
        );
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var tables = new List<TableShape>();
        while (await reader.ReadAsync(cancel))
        {
            tables.Add(new(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        }

        return tables;
    }

    /// <returns>The next number of each sequence. They do not belong to a transaction: later than the rows is right.</returns>
    /// <exception cref="BackupRefusedException">This user may not ask for one.</exception>
    public static async Task<SortedDictionary<string, long>> SequencesAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            $"""
            select schemaname || '.' || sequencename, case
                when has_sequence_privilege(format('%I.%I', schemaname, sequencename), 'usage')
                then coalesce(last_value + increment_by, start_value) end
            from pg_sequences where schemaname = any({Schemas} || 'delivery'::text)
            """,
            connection
        );
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var sequences = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            var name = reader.GetString(0);
            sequences[name] = reader.IsDBNull(1)
                ? throw new BackupRefusedException($"The database’s user has no right to {name}.")
                : reader.GetInt64(1);
        }

        return sequences;
    }
}
