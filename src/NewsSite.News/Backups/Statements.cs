using Npgsql;

namespace NewsSite.News.Backups;

/// <summary>Statements of constants and of names from the database's own catalogue, for as long as they take.</summary>
internal static class Statements
{
#pragma warning disable CA2100 // See above.
    public static async Task RunAsync(this NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    /// <returns>The one value that it asks for.</returns>
    public static async Task<T> AskAsync<T>(this NpgsqlConnection connection, string question, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(question, connection) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <returns>The one column that it asks for.</returns>
    public static async Task<List<T>> ListAsync<T>(
        this NpgsqlConnection connection,
        string question,
        CancellationToken cancel
    )
    {
        await using var command = new NpgsqlCommand(question, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var values = new List<T>();
        while (await reader.ReadAsync(cancel))
        {
            values.Add(reader.GetFieldValue<T>(0));
        }

        return values;
    }
#pragma warning restore CA2100
}
