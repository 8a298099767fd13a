using System.Text.RegularExpressions;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The command, killed on the way and given again: in the end it is as if nobody had killed it.</summary>
public sealed partial class KilledImportTests(PostgresFixture postgres) : IDisposable
{
    private const int Posts = 300;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-killed-");

    public void Dispose() => folder.Delete(recursive: true);

    // Of each post WordPress had two addresses and Ghost had one; the others are those of tags, section and author, a numbered
    // page of each and of the front page, and, of WordPress, those of days.
    [Theory]
    [InlineData("wordpress", 815)]
    [InlineData("ghost", 450)]
    public async Task An_import_that_was_killed_goes_on_and_proves_every_old_address(string kind, int addresses)
    {
        var file = Path.Combine(folder.FullName, kind == "ghost" ? "export.json" : "export.xml");
        await File.WriteAllTextAsync(file, kind == "ghost" ? $"{Ghost()}" : $"{WordPress()}");
        var killed = await postgres.CloneAsync();
        await using (var import = Start(killed, kind, file))
        {
            await SiteProcess.UntilAsync(async () => await CountAsync(killed) > 0);
            await import.KillAsync();
        }

        var left = await CountAsync(killed);
        Assert.InRange(left, 100, Posts - 100);
        Assert.Equal(0, left % 100);

        var said = await EndAsync(killed, kind, file, addresses);
        Assert.Contains($"{left}  there already", said, StringComparison.Ordinal);
        await using var whole = await SiteFixture.StartAsync(postgres, _ => { });
        await whole.ImportFileAsync(file);
        Assert.Equal(await RowsAsync(whole.ConnectionString), await RowsAsync(killed));
    }

    private static Wxr WordPress()
    {
        var wxr = new Wxr("http://killed.example").Category("news", "News");
        for (var n = 1; n <= Posts; n++)
        {
            wxr.Post(
                $"Killed {n}",
                $"Text {n}.",
                $"<category domain=\"category\" nicename=\"news\">News</category><category domain=\"post_tag\" nicename=\"t{n % 50}\">Tag {n % 50}</category>"
            );
        }

        return wxr;
    }

    private static GhostExport Ghost()
    {
        var export = new GhostExport("The Killed Ghost");
        string[] tags = [.. Enumerable.Range(0, 50).Select(_ => GhostExport.NewId())];
        foreach (var (n, id) in tags.Index())
        {
            export.Row("tags", "id", id, "name", $"Tag {n}", "slug", $"t{n}", "visibility", "public");
        }

        var ada = GhostExport.NewId();
        export.Row("users", "id", ada, "name", "Ada Early", "slug", "ada", "bio", "Writes.");
        for (var n = 1; n <= Posts; n++)
        {
            export.Post($"Killed {n}", $"<p>Text {n}.</p>").Tagged(tags[n % 50]).Signed(ada);
        }

        return export;
    }

    private SiteProcess Start(string connection, string kind, string file) =>
        SiteProcess.Start(
            [
                ("ASPNETCORE_ENVIRONMENT", "Production"),
                ("ConnectionStrings__NewsSite", connection),
                ("NewsSite__Address", "http://news.test"),
                ("NewsSite__DataDirectory", folder.FullName),
                ("Serilog__MinimumLevel__Default", "Error"),
            ],
            ["import", kind, file]
        );

    private async Task<string> EndAsync(string connection, string kind, string file, int addresses)
    {
        await using var import = Start(connection, kind, file);
        var code = await import.EndAsync();
        Assert.True(code == 0, import.Output);

        var proof = Proof().Match(import.Output);
        Assert.True(proof.Success, import.Output);
        Assert.All(
            new[] { "asked", "led" },
            what => Assert.InRange(int.Parse(proof.Groups[what].Value, null), addresses, addresses + 9)
        );
        return import.Output;
    }

    private static Task<long> CountAsync(string connection) =>
        AskAsync(connection, "select count(*) from newsroom.article", reader => reader.GetInt64(0))
            .ContinueWith(t => t.Result[0]);

    // By what does not depend on the numbers that the database gave.
    private static Task<List<string>> RowsAsync(string connection) =>
        AskAsync(
            connection,
            """
            select concat_ws('|', a.key, s.slug, s.headline, s.first_published_at, s.body_html, s.edition_count,
                (select string_agg(t.slug, ',' order by x.position) from site.article_tag x join site.tag t on t.id = x.tag_id where x.article_id = s.id),
                (select string_agg(t.slug, ',' order by x.position) from site.article_category x join site.category t on t.id = x.category_id where x.article_id = s.id),
                (select string_agg(t.slug, ',' order by x.position) from site.article_byline x join site.author t on t.id = x.author_id where x.article_id = s.id),
                (select string_agg(r.from_address, ',' order by r.from_address) from site.redirect r where r.to_address = '/news/' || s.id || '/' || s.slug))
            from newsroom.article a join site.article s on s.id = a.id
            union all
            select concat_ws('|', from_address, to_address, code) from site.redirect where to_address not like '/news/%'
            union all
            select concat_ws('|', count(*)) from newsroom.redirect
            union all
            select concat_ws('|', 'versions', count(*)) from newsroom.article_version
            union all
            select concat_ws('|', 'publications', count(*)) from newsroom.publication
            union all
            select concat_ws('|', word, count) from site.word
            order by 1
            """,
            reader => reader.GetString(0)
        );

    private static async Task<List<T>> AskAsync<T>(string connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    [GeneratedRegex(
        "Old addresses: (?<asked>[0-9]+) asked for, (?<led>[0-9]+) lead on once \\(301\\) to a page that is there, [0-9]+ are a page themselves, 0 wrong"
    )]
    private static partial Regex Proof();
}
