using System.Text.Json;
using System.Text.RegularExpressions;
using NewsSite.News.Backups;
using Npgsql;

namespace NewsSite.News.Exporting;

/// <summary>A record that cannot be as it is.</summary>
/// <param name="File">Of its noun.</param>
/// <param name="Why">What is wrong with it.</param>
/// <param name="Keys">The fields by which it is found in the file, and what they say.</param>
internal sealed record WrongRecord(string File, string Why, IReadOnlyDictionary<string, string> Keys)
{
    /// <summary>By which people know it: <c>story 1, number 2</c>.</summary>
    public string Name => string.Join(", ", Keys.Select(k => $"{k.Key} {k.Value}"));
}

/// <summary>What must hold between records: who names another one finds it, and the whole can be shown.</summary>
internal static partial class ImportChecks
{
    // Each finds a record that breaks it, by the fields that name it, as JSON.
    private static readonly (string File, string Words, string Find)[] Rules =
    [
        (
            "stories.ndjson",
            "“newest” is not the number of its newest version",
            """
            select jsonb_build_object('id', id)::text from newsroom.article a where head_number is distinct from
                (select max(number) from newsroom.article_version v where v.article_id = a.id)
            """
        ),
        (
            "stories.ndjson",
            "“live” is none of its versions, or it has no slug or no day",
            """
            select jsonb_build_object('id', id)::text from newsroom.article a where live_number is not null and (slug is null
                or first_published_at is null or not exists (
                    select from newsroom.article_version v where v.article_id = a.id and v.number = a.live_number))
            """
        ),
        (
            "stories.ndjson",
            "its live version has no “category”",
            """
            select jsonb_build_object('id', a.id)::text from newsroom.article a join newsroom.article_version v
                on v.article_id = a.id and v.number = a.live_number where v.primary_category_id is null
            """
        ),
        (
            "publications.ndjson",
            "“version” is none of its story",
            """
            select jsonb_build_object('id', id)::text from newsroom.publication p where version_number is not null and not exists (
                select from newsroom.article_version v where v.article_id = p.article_id and v.number = p.version_number)
            """
        ),
        (
            "former-addresses.ndjson",
            "“target” is not there",
            """
            select jsonb_build_object('kind', kind, 'slug', slug)::text from newsroom.former_slug f where not exists (
                select from newsroom.category c where f.kind = 'category' and c.id = f.target_id
                union all select from newsroom.tag t where f.kind = 'tag' and t.id = f.target_id
                union all select from newsroom.author a where f.kind = 'author' and a.id = f.target_id)
            """
        ),
        (
            "live-blogs.ndjson",
            "“lastNumber” is not how many posts went out, which have the numbers from 1 on",
            """
            select jsonb_build_object('story', article_id)::text from newsroom.live_blog b where last_number is distinct from
                (select count(number) from newsroom.live_entry e where e.article_id = b.article_id)
                or last_number is distinct from
                (select coalesce(max(number), 0) from newsroom.live_entry e where e.article_id = b.article_id)
            """
        ),
        (
            "live-posts.ndjson",
            "a post that went out has a “number” and “postedAt”, and a draft has neither",
            """
            select jsonb_build_object('id', id)::text from newsroom.live_entry
            where (number is null) <> (posted_at is null) or (state = 'Draft' and number is not null)
                or (state = 'Live' and number is null) or (state = 'Removed') <> (removed_at is not null)
            """
        ),
        ("categories.ndjson", "it lies in itself, by way of others", Circle("category", "parent_id")),
        ("categories.ndjson", "it was replaced by itself, by way of others", Circle("category", "replaced_by_id")),
        ("tags.ndjson", "it was replaced by itself, by way of others", Circle("tag", "replaced_by_id")),
        (
            "redirects.ndjson",
            "“to” must be left out with 410, and be there with any other “code”",
            "select jsonb_build_object('id', id)::text from newsroom.redirect where (to_address is null) <> (code = 410)"
        ),
    ];

    /// <returns>The first record that is wrong; null where none is.</returns>
    public static async Task<WrongRecord?> FindWrongAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        foreach (var noun in ExportNouns.All)
        {
            var shapes = await ColumnShape.ReadAsync(connection, noun.Table, cancel);
            foreach (var field in noun.Fields.Where(f => f.Of is not null))
            {
                var isList = shapes[field.Column].Type.EndsWith("[]", StringComparison.Ordinal);
                if (await FirstAsync(connection, Missing(noun, field, isList), cancel) is { } missing)
                {
                    return Of(noun.File, $"“{field.Name}” names what is not in {field.Of}.ndjson", missing);
                }
            }
        }

        foreach (var (file, words, find) in Rules)
        {
            if (await FirstAsync(connection, find, cancel) is { } found)
            {
                return Of(file, words, found);
            }
        }

        return null;
    }

    /// <returns>By the name of an index: the fields in which no two records may be the same.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> UniqueAsync(
        NpgsqlConnection connection,
        CancellationToken cancel
    )
    {
        var unique = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var noun in ExportNouns.All)
        {
            var indexes = await connection.ListAsync<string[]>(
                $"""
                select array[i.indexrelid::regclass::text] || array_agg(a.attname::text order by k.number)
                from pg_index i cross join unnest(i.indkey) with ordinality k (column_number, number)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.column_number
                where i.indisunique and i.indrelid = '{noun.Table}'::regclass group by i.indexrelid
                """,
                cancel
            );
            foreach (var index in indexes)
            {
                var names = index[1..].Select(c => noun.Fields.FirstOrDefault(f => f.Column == c)?.Name ?? c);
                unique[index[0].Split('.')[^1]] = string.Join(" and ", names.Select(n => $"“{n}”"));
            }
        }

        return unique;
    }

    /// <returns>What is wrong with a record that the database refuses.</returns>
    /// <param name="unique">See <see cref="UniqueAsync"/>.</param>
    public static string WhyOf(PostgresException refused, IReadOnlyDictionary<string, string> unique) =>
        refused.SqlState == PostgresErrorCodes.UniqueViolation
        && unique.TryGetValue(refused.ConstraintName ?? "", out var fields)
            ? $"Another record has the same {fields}."
            : $"The database refuses it. {refused.MessageText}.";

    /// <returns>Where the database found what it refuses: the file, and the line while it is being read; empty where it does not say.</returns>
    public static string PlaceOf(PostgresException refused)
    {
        var copied = Copied().Match(refused.Where ?? "");
        var table = copied.Success ? copied.Groups["table"].Value : refused.TableName;
        var noun = ExportNouns.All.FirstOrDefault(n => n.Table.EndsWith($".{table}", StringComparison.Ordinal));
        return noun is null ? ""
            : copied.Success ? $"{noun.File}, line {copied.Groups["line"].Value}: "
            : $"{noun.File}: ";
    }

    private static WrongRecord Of(string file, string why, string keys)
    {
        using var json = JsonDocument.Parse(keys);
        return new(file, why, json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()));
    }

    private static string Missing(ExportNoun noun, ExportField field, bool isList)
    {
        var names = noun.Keys.Select(k => (noun.Fields.FirstOrDefault(f => f.Column == k)?.Name ?? k, k));
        var record = $"jsonb_build_object({string.Join(", ", names.Select(n => $"'{n.Item1}', \"{n.k}\""))})::text";
        var target = ExportNouns.All.Single(n => n.Name == field.Of);
        var has = $"select from {target.Table} t where t.\"{target.Keys.Single()}\"";
        return isList
            ? $"""select {record} from {noun.Table} n, unnest("{field.Column}") x where not exists ({has} = x)"""
            : $"""
                select {record} from {noun.Table} n where "{field.Column}" is not null
                    and not exists ({has} = n."{field.Column}")
                """;
    }

    // Whoever cannot be reached from an end is part of a circle, or hangs on one.
    private static string Circle(string table, string column) =>
        $"""
            with recursive reached as (
                select id from newsroom.{table} where {column} is null
                union select t.id from newsroom.{table} t join reached r on t.{column} = r.id
            )
            select jsonb_build_object('id', id)::text from newsroom.{table} where id not in (select id from reached)
            """;

    private static async Task<string?> FirstAsync(NpgsqlConnection connection, string find, CancellationToken cancel) =>
        await connection.ListAsync<string>($"select * from ({find}) found limit 1", cancel) is [var first]
            ? first
            : null;

    // As PostgreSQL writes it.
    [GeneratedRegex("^COPY (?<table>[a-z_]+), line (?<line>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Copied();
}
