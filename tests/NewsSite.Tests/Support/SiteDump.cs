using Npgsql;

namespace NewsSite.Tests.Support;

public static class SiteDump
{
    /// <returns>Every row of every table of a schema, as text, in order.</returns>
    public static Task<List<string>> DumpAsync(this SiteFixture site, string schema = "site") =>
        DumpAsync(site.ConnectionString, schema);

    /// <inheritdoc cref="DumpAsync(SiteFixture, string)"/>
    public static async Task<List<string>> DumpAsync(string connectionString, string schema = "site")
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var rows = new List<string>();
        await using var tables = source.CreateCommand(
            "select string_agg(format('select %L || t::text from %I.%I t', tablename, schemaname, tablename), ' union all ') from pg_tables where schemaname = $1"
        );
        tables.Parameters.Add(new NpgsqlParameter { Value = schema });
        await using var dump = source.CreateCommand((string)(await tables.ExecuteScalarAsync())!);
        await using var reader = await dump.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }
}
