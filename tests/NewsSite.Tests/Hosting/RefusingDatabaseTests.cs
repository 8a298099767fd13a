using System.Net;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The database answers, and takes nothing: it is read-only, or has no connection left.</summary>
public sealed class RefusingDatabaseTests : IAsyncLifetime
{
    private static readonly string[] Pages = ["/", "/category/science", "/feed.xml", "/sitemap.xml", "/sections"];
    private OwnPaper paper = null!;
    private Visitor editor = null!;
    private Visitor reader = null!;

    public async ValueTask InitializeAsync()
    {
        paper = await OwnPaper.StartAsync(isDurable: false);
        editor = await paper.EditorAsync();
        reader = paper.Visitor();
        await paper.CopiedAsync(Pages);
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        reader.Dispose();
        await paper.DisposeAsync();
    }

    [Fact]
    public async Task Readers_read_on_and_writers_are_told_to_wait_keep_their_words_and_stay_signed_in()
    {
        await using var database = NpgsqlDataSource.Create(paper.Database);
        const string address = "/newsroom/write";
        var form = await editor.PageAsync(address);

        await RunAsync(database, "alter system set default_transaction_read_only = on");
        await RunAsync(database, "select pg_reload_conf()");
        await EndAsync(database);
        await WordsAreKeptAsync(form, address, "read-only");
        await ReadersReadAsync();
        Assert.Equal(HttpStatusCode.OK, await editor.StatusAsync("/newsroom"));
        await using (var mend = await database.OpenConnectionAsync())
        {
            foreach (
                var sql in new[]
                {
                    "set default_transaction_read_only = off",
                    "alter system reset default_transaction_read_only",
                    "select pg_reload_conf()",
                }
            )
            {
                await using var command = new NpgsqlCommand(sql, mend);
                await command.ExecuteNonQueryAsync();
            }
        }

        await EndAsync(database);

        // Whoever takes a connection first has it.
        await using (var crowd = await CrowdAsync())
        {
            Assert.True(crowd.Count > 100);
            await WordsAreKeptAsync(form, address, "no connection left");
            await ReadersReadAsync();
        }

        // The very form that was not taken is taken now, by the same session.
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await editor.SubmitAsync(form, address, Typed, address);
            return answer.StatusCode == HttpStatusCode.Redirect
                && !answer.Headers.Location!.OriginalString.Contains("/account", StringComparison.Ordinal);
        });
    }

    private static (string, string)[] Typed =>
        [("Input.Headline", "Typed while it took nothing"), ("Input.Body", "Words that <nobody> else \"has\" & ours.")];

    private async Task WordsAreKeptAsync(AngleSharp.Html.Dom.IHtmlDocument form, string address, string why)
    {
        using var answer = await editor.SubmitAsync(form, address, Typed, address);
        Assert.True(
            answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{why}: {answer.StatusCode} {paper.Output}"
        );
        Assert.False(answer.Headers.Contains("Set-Cookie"), why);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var page = await Visitor.ParseAsync(answer);
        var words = page.QuerySelector("main")!.TextContent;
        Assert.Contains("Nothing that you typed is lost", words, StringComparison.Ordinal);

        // The whole form is there again, to be sent as it was.
        var again = (AngleSharp.Html.Dom.IHtmlFormElement)page.QuerySelector("main form")!;
        Assert.Equal(address, again.GetAttribute("action"));
        var fields = Visitor.Fields(again).ToLookup(f => f.Name, f => f.Value);
        foreach (var (name, value) in Typed)
        {
            Assert.Equal([value], fields[name]);
        }

        Assert.NotEmpty(fields["__RequestVerificationToken"]);
        Assert.NotEmpty(fields["Input.Key"]);
    }

    private async Task ReadersReadAsync()
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var page in Pages)
            {
                Assert.Equal((page, HttpStatusCode.OK), (page, await reader.StatusAsync(page)));
            }
        }
    }

    // Who is connected already notices nothing.
    private static Task EndAsync(NpgsqlDataSource database) =>
        RunAsync(
            database,
            "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        );

    // Takes what is free, ends what the site has, and takes that as well before it comes back.
    private async Task<Crowd> CrowdAsync()
    {
        await using var database = NpgsqlDataSource.Create(paper.Database + ";Application Name=crowd");
        var crowd = new Crowd();
        for (var round = 0; round < 5; round++)
        {
            try
            {
                while (true)
                {
                    crowd.Add(await database.OpenConnectionAsync());
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await using var end = new NpgsqlCommand(
                    "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'crowd'",
                    crowd[0]
                );
                await end.ExecuteNonQueryAsync();
            }
        }

        return crowd;
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private sealed class Crowd : List<NpgsqlConnection>, IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var connection in this)
            {
                await connection.DisposeAsync();
            }
        }
    }
}
