using Npgsql;

namespace NewsSite.News.Database;

/// <summary>
/// Takes the indexes and foreign keys of some tables away for a bulk load and puts the same ones back after it: built
/// once over all rows they cost a fraction of what a million single changes do. Unique ones stay: only while a row is loaded
/// can they say which one is there twice.
/// </summary>
internal sealed class HeldIndexes
{
    private const string Find = """
        select format('alter table %s drop constraint %I', conrelid::regclass, conname),
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), 2
        from pg_constraint where contype = 'f' and conrelid = any($1::regclass[])
        union all
        select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), 1
        from pg_index where indrelid = any($1::regclass[]) and not indisunique
        order by 3, 1
        """;

    private readonly NpgsqlConnection connection;
    private readonly List<string> restore = [];

    private HeldIndexes(NpgsqlConnection connection) => this.connection = connection;

    /// <param name="connection">Inside a transaction, so that a load that is cut off leaves everything as it was.</param>
    /// <param name="tables">With their schema.</param>
    public static async Task<HeldIndexes> TakeAsync(
        NpgsqlConnection connection,
        string[] tables,
        CancellationToken cancel
    )
    {
        var held = new HeldIndexes(connection);
        var drop = new List<string>();
        await using (var find = new NpgsqlCommand(Find, connection))
        {
            find.Parameters.Add(new NpgsqlParameter { Value = tables });
            await using var reader = await find.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                drop.Add(reader.GetString(0));
                held.restore.Add(reader.GetString(1));
            }
        }

        // Foreign keys first: an index may stand behind one.
        drop.Reverse();
        foreach (var statement in drop)
        {
            await held.RunAsync(statement, cancel);
        }

        return held;
    }

    public async Task PutBackAsync(IProgress<string>? progress, CancellationToken cancel)
    {
        await RunAsync("set local maintenance_work_mem = '512MB'", cancel);
        foreach (var (statement, n) in restore.Select((s, n) => (s, n)))
        {
            progress?.Report($"Index {n + 1} of {restore.Count}");
            await RunAsync(statement, cancel);
        }
    }

    private async Task RunAsync(string statement, CancellationToken cancel)
    {
#pragma warning disable CA2100 // The statements come from the database's own catalogue.
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancel);
    }
}
