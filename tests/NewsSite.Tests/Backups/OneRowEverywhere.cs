using Npgsql;

namespace NewsSite.Tests.Backups;

/// <summary>Puts a row into each table that has none, with every column filled that can be, and with letters that files do not like.</summary>
internal static class OneRowEverywhere
{
    // Several rounds: a row may refer to one that comes later. What is refused has to be filled by the acts of a newsroom.
    private const string Fill = """
        do $fill$
        declare
            t record;
            names text;
            expressions text;
            is_there boolean;
        begin
            for round in 1..6 loop
                for t in
                    select c.oid, c.oid::regclass::text as name from pg_class c
                    where c.relkind = 'r' and c.relnamespace = any('{newsroom, site}'::regnamespace[]) and c.relname <> 'migration'
                loop
                    execute format('select exists (select from %s)', t.name) into is_there;
                    continue when is_there;
                    select string_agg(quote_ident(a.attname), ', ' order by a.attnum),
                        string_agg(coalesce(
                            (select format('(select %I from %s limit 1)', f.attname, k.confrelid::regclass)
                             from pg_constraint k join pg_attribute f on f.attrelid = k.confrelid
                                and f.attnum = k.confkey[array_position(k.conkey, a.attnum)]
                             where k.contype = 'f' and k.conrelid = t.oid and a.attnum = any(k.conkey) limit 1),
                            case format_type(a.atttypid, null)
                                when 'boolean' then 'true'
                                when 'bytea' then $$'\x00ff0a5c0d'$$
                                when 'timestamp with time zone' then $$'2031-02-03 04:05:06.789012+00'$$
                                when 'uuid' then 'gen_random_uuid()'
                                when 'tsvector' then $$'tide:1A,3 wall:2B'$$
                                when 'interval' then $$'1 day 02:03:04.5'$$
                                when 'jsonb' then $$'{"a": [1, "b\\c\n"]}'$$
                                when 'json' then $$'[]'$$
                                when 'text[]' then $$array[E'a\\b"c', null, E'ü\n,']$$
                                when 'character varying[]' then $$array[E'a\\b"c', E'ü\n,']$$
                                when 'bigint[]' then $$array[1, -2]$$
                                when 'integer[]' then $$array[1, -2]$$
                                when 'character varying' then format('left(%L, %s)', E'x\\N\t“ü”\r\n\\. 🗞', greatest(a.atttypmod - 4, 1))
                                when 'text' then quote_literal(E'x\\N\t“ü”\r\n\\. 🗞')
                                when 'double precision' then '0.1::float8 + 0.2'
                                else '7'
                            end), ', ' order by a.attnum)
                    into names, expressions
                    from pg_attribute a
                    where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '';
                    begin
                        execute format('insert into %s (%s) values (%s)', t.name, names, expressions);
                    exception when others then
                        raise notice '%: %', t.name, sqlerrm;
                    end;
                end loop;
            end loop;
        end $fill$
        """;

    /// <returns>The tables that are empty still, but for the record of migrations.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var fill = source.CreateCommand(Fill);
        await fill.ExecuteNonQueryAsync();
        await using var ask = source.CreateCommand(
            """
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind = 'r' and n.nspname in ('newsroom', 'site')
                and (xpath('//text()', query_to_xml(format('select count(*) from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text = '0'
            """
        );
        await using var reader = await ask.ExecuteReaderAsync();
        var empty = new List<string>();
        while (await reader.ReadAsync())
        {
            empty.Add(reader.GetString(0));
        }

        return empty;
    }
}
