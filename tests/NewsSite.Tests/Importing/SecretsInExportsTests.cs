using System.Collections.Concurrent;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>
/// What exports hold of people is read nowhere: it stands in no line of the log, at any level, in no report and message, and in
/// no column of any table.
/// </summary>
public sealed class SecretsInExportsTests(PostgresFixture postgres)
{
    private static readonly string[] Secrets =
    [
        "$P$BqZ7secretHash",
        "$2a$10$secretGhostHash",
        "@secret.example",
        "203.0.113.77",
        "2001:db8::77",
        "Carl Commenter",
        "sk_live_secret",
    ];

    [Fact]
    public async Task Password_hashes_mail_and_network_addresses_come_out_nowhere()
    {
        using var log = new KeptLog();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            web =>
                web.ConfigureTestServices(services =>
                    services.AddSingleton(
                        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
                    )
                )
        );
        const string Comment = """
            <wp:post_password>$P$BqZ7secretHash</wp:post_password>
            <wp:postmeta><wp:meta_key>_contact</wp:meta_key><wp:meta_value>carl@secret.example 203.0.113.77</wp:meta_value></wp:postmeta>
            <wp:comment><wp:comment_author><![CDATA[Carl Commenter]]></wp:comment_author><wp:comment_author_email>carl@secret.example</wp:comment_author_email><wp:comment_author_IP>203.0.113.77</wp:comment_author_IP><wp:comment_content>2001:db8::77</wp:comment_content></wp:comment>
            """;
        var wxr = new Wxr("http://people.example")
            .Head(
                "<wp:author><wp:author_login>boss@secret.example</wp:author_login><wp:author_email>boss@secret.example</wp:author_email><wp:author_display_name>boss@secret.example</wp:author_display_name><wp:author_pass>$P$BqZ7secretHash</wp:author_pass></wp:author>"
            )
            .Post("Seen of people", "Text.", Comment)
            .Post("Seen of the boss", "Text.", "", creator: "boss@secret.example");
        var boss = GhostExport.NewId();
        var ghost = new GhostExport("Ghost of people")
            .Row("users", "id", boss, "name", "boss@secret.example", "slug", "boss", "email", "boss@secret.example")
            .Row("users", "password", "$2a$10$secretGhostHash", "id", "other", "last_seen_ip", "2001:db8::77")
            .Row("members", "id", "1", "email", "carl@secret.example", "name", "Carl Commenter", "ip", "203.0.113.77")
            .Row("settings", "value", "sk_live_secret", "key", "stripe_secret_key")
            .Post("Seen of Ghost", "<p>Text.</p>", "email_recipient_filter", "carl@secret.example")
            .Signed(boss);
        var said = new List<string>();
        foreach (var (name, export) in new[] { ("export.xml", $"{wxr}"), ("export.json", $"{ghost}") })
        {
            said.AddRange(await TakeInAsync(site, name, export));
            said.AddRange(await TakeInAsync(site, name, export[..^12]));
        }

        Assert.Contains(log.Lines, line => line.Contains("insert into", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(said, line => line.Contains("line ", StringComparison.Ordinal));
        foreach (var secret in Secrets)
        {
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(said, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Equal([], await FoundAsync(site, Secrets));
        Assert.NotEmpty(await FoundAsync(site, ["Seen of people"]));
    }

    /// <returns>The report; of a file that is refused, the message.</returns>
    private static async Task<IEnumerable<string>> TakeInAsync(SiteFixture site, string name, string export)
    {
        var folder = Directory.CreateTempSubdirectory("newssite-secrets-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(file, export);
            return (await site.ImportFileAsync(file)).Lines();
        }
        catch (ImportRefusedException refused)
        {
            return [refused.ToString()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The columns of all tables, as the catalogue has them, in which one of these stands somewhere.</returns>
    private static async Task<List<string>> FoundAsync(SiteFixture site, string[] words)
    {
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await using var columns = source.CreateCommand(
            """
            select string_agg(format(
                'select %L where exists (select from %I.%I t, unnest($1) w where position(w in t.%I::text) > 0)',
                c.table_schema || '.' || c.table_name || '.' || c.column_name, c.table_schema, c.table_name, c.column_name),
                ' union all ')
            from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
            """
        );
        await using var search = source.CreateCommand((string)(await columns.ExecuteScalarAsync())!);
        search.Parameters.Add(new NpgsqlParameter { Value = words });
        await using var reader = await search.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    /// <summary>Every line of the log, whatever its level, with what was thrown.</summary>
    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
