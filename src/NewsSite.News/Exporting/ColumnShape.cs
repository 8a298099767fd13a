using Npgsql;
using NpgsqlTypes;

namespace NewsSite.News.Exporting;

/// <param name="Type">As PostgreSQL calls it, without a length.</param>
/// <param name="Limit">The most letters of a text; null for any.</param>
internal sealed record ColumnShape(string Type, bool IsNullable, int? Limit)
{
    /// <summary>As whom a value is sent.</summary>
    public NpgsqlDbType Sent =>
        Type switch
        {
            "bigint" => NpgsqlDbType.Bigint,
            "integer" => NpgsqlDbType.Integer,
            "smallint" => NpgsqlDbType.Smallint,
            "boolean" => NpgsqlDbType.Boolean,
            "uuid" => NpgsqlDbType.Uuid,
            "date" => NpgsqlDbType.Date,
            "jsonb" => NpgsqlDbType.Jsonb,
            "timestamp with time zone" => NpgsqlDbType.TimestampTz,
            "bigint[]" => NpgsqlDbType.Array | NpgsqlDbType.Bigint,
            "integer[]" => NpgsqlDbType.Array | NpgsqlDbType.Integer,
            "text[]" => NpgsqlDbType.Array | NpgsqlDbType.Text,
            "text" or "character varying" => NpgsqlDbType.Text,
            _ => throw new NotSupportedException($"No field of an export can be of the type {Type}."),
        };

    /// <returns>The columns of a table, by name.</returns>
    public static async Task<Dictionary<string, ColumnShape>> ReadAsync(
        NpgsqlConnection connection,
        string table,
        CancellationToken cancel
    )
    {
        await using var read = new NpgsqlCommand(
            """
            select attname::text, format_type(atttypid, null), not attnotnull, nullif(atttypmod, -1) - 4
            from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped
            """,
            connection
        );
        read.Parameters.Add(new NpgsqlParameter { Value = table, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await read.ExecuteReaderAsync(cancel);
        var columns = new Dictionary<string, ColumnShape>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancel))
        {
            columns[reader.GetString(0)] = new(
                reader.GetString(1),
                reader.GetBoolean(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3)
            );
        }

        return columns;
    }
}
