using System.Diagnostics;
using System.Globalization;
using System.Text;
using NewsSite.EmbeddedPostgres;
using Npgsql;

namespace NewsSite.Benchmarks;

/// <summary>Takes in a made-up export, once without a pause and once killed on the way, and compares what came of both.</summary>
internal sealed class ImportBench(string folder, int posts, int kills)
{
    // The proof makes every page: of more posts it takes longer than the import.
    private const int ProvedAtMost = 5000;

    private const string Order = """
        select md5(string_agg(row, '' order by row)) from (
            select concat_ws('|', a.key, s.slug, s.headline, s.first_published_at, s.body_html,
                (select string_agg(t.slug, ',' order by x.position) from site.article_tag x join site.tag t on t.id = x.tag_id
                    where x.article_id = s.id),
                (select string_agg(t.slug, ',' order by x.position) from site.article_category x
                    join site.category t on t.id = x.category_id where x.article_id = s.id),
                (select string_agg(t.slug, ',' order by x.position) from site.article_byline x
                    join site.author t on t.id = x.author_id where x.article_id = s.id)) as row
            from newsroom.article a left join site.article s on s.id = a.id
            union all
            select concat_ws('|', 'versions', count(*)) from newsroom.article_version
            union all
            select concat_ws('|', 'publications', count(*)) from newsroom.publication
            union all
            select concat_ws('|', word, count) from site.word
            union all
            select concat_ws('|', from_address, regexp_replace(to_address, '[0-9]+', ''), code) from site.redirect
        ) rows
        """;

    public async Task RunAsync()
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "export.xml");
        await WriteAsync(file);
        Console.WriteLine($"{posts:N0} posts, {new FileInfo(file).Length >> 20:N0} MB");
        await using var server = await EmbeddedServer.StartAsync(
            new EmbeddedServerOptions(Path.Combine(folder, "postgres")),
            default
        );
        var whole = await EmptyAsync(server, "whole");
        Print("dry run", await RunAsync(file, whole, null, true, "--dry-run"));
        Print("without a pause", await RunAsync(file, whole, null, isProved: posts <= ProvedAtMost));
        Print("given again", await RunAsync(file, whole, null, isProved: false));
        var killed = await EmptyAsync(server, "killed");
        for (var n = 1; n <= kills; n++)
        {
            await RunAsync(file, killed, n * posts / (kills + 1));
        }

        Print($"the last after {kills} kills", await RunAsync(file, killed, null, isProved: false));
        var same = (await AskAsync(whole, Order)).Equals(await AskAsync(killed, Order));
        Console.WriteLine(same ? "Both are the same." : "They differ.");
    }

    /// <param name="until">It is killed when so many stories are there; null for never.</param>
    /// <param name="isProved">Whether it goes on to ask for the old addresses: one proof of the same stories says it all.</param>
    private async Task<(TimeSpan Took, TimeSpan Written, long Peak, string Said)> RunAsync(
        string file,
        string connection,
        int? until,
        bool isProved = true,
        params string[] more
    )
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "NewsSite.Web.dll"), "import", "wordpress", file, .. more]
        )
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__NewsSite"] = connection,
                ["NewsSite__Address"] = "http://localhost",
                ["NewsSite__DataDirectory"] = Path.Combine(folder, "data"),
                ["NewsSite__CopiesMegabytes"] = "0",
                ["Serilog__MinimumLevel__Default"] = "Error",
            },
        };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (peak, written, said) = (0L, TimeSpan.Zero, new StringBuilder());
        process.OutputDataReceived += (_, line) =>
        {
            said.AppendLine(line.Data);
            written = line.Data?.Contains("In the file", StringComparison.Ordinal) == true ? watch.Elapsed : written;
        };
        process.BeginOutputReadLine();
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process));
            if (
                (!isProved && written > TimeSpan.Zero)
                || (
                    until is { } most
                    && (long)await AskAsync(connection, "select count(*) from newsroom.article") >= most
                )
            )
            {
                process.Kill();
            }

            await Task.Delay(50);
        }

        await process.WaitForExitAsync();
        return (watch.Elapsed, written, peak, said.ToString());
    }

    // It may end between any two looks at it.
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            return 0;
        }
    }

    private static void Print(string what, (TimeSpan Took, TimeSpan Written, long Peak, string Said) run)
    {
        var proof = run
            .Said.Split('\r', '\n')
            .LastOrDefault(l => l.StartsWith("Old addresses:", StringComparison.Ordinal));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: {run.Written.TotalSeconds:N0} s and the proof {(run.Took - run.Written).TotalSeconds:N0} s, at most {run.Peak >> 20:N0} MB resident. {proof}"
            )
        );
    }

    private async Task WriteAsync(string file)
    {
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
            <channel><title>Bench</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>http://bench.example</wp:base_blog_url>
            """
        );
        var dice = new Random(1);
        string Sentence() => string.Join(' ', Enumerable.Range(0, 14).Select(_ => Word(dice))) + ". ";
        var day = new DateTime(2010, 1, 1);
        for (var n = 1; n <= posts; n++)
        {
            var body = string.Concat(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        $"<!-- wp:paragraph --><p>{Sentence()}<strong>{Sentence()}</strong>{Sentence()}</p><!-- /wp:paragraph -->\n\n"
                    )
            );
            var at = day.AddMinutes(n * 90).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            await writer.WriteAsync(
                $"""
                <item><title><![CDATA[Number {n} {Sentence()}]]></title><link>http://bench.example/2010/post-{n}/</link>
                <dc:creator>author{n % 40}</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
                <wp:post_id>{n}</wp:post_id><wp:post_date_gmt>{at}</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
                <category domain="category" nicename="section-{n % 12}">Section {n % 12}</category>
                <category domain="post_tag" nicename="tag-{n % 900}">Tag {n % 900}</category></item>

                """
            );
        }

        await writer.WriteAsync("</channel></rss>");
    }

    // Some words are in every story and most in few, as in a language: or each would be related to all.
    private static string Word(Random dice)
    {
        string[] parts =
        [
            "ba",
            "cho",
            "de",
            "fi",
            "go",
            "hul",
            "ka",
            "le",
            "min",
            "no",
            "pur",
            "ra",
            "se",
            "ti",
            "vo",
            "wu",
        ];
        var rank = (int)(Math.Pow(dice.NextDouble(), 3) * 4096);
        return parts[rank & 15] + parts[(rank >> 4) & 15] + parts[rank >> 8];
    }

    private static async Task<string> EmptyAsync(EmbeddedServer server, string name)
    {
        await AskAsync(server.ConnectionString("postgres"), $"drop database if exists {name} with (force)");
        await AskAsync(server.ConnectionString("postgres"), $"create database {name}");
        return server.ConnectionString(name);
    }

    private static async Task<object> AskAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        try
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 600;
            return await command.ExecuteScalarAsync() ?? 0L;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // It has not begun yet.
            return 0L;
        }
    }
}
