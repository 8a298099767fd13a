using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The database answers, and takes nothing: it is read-only, has no connection left, or a full disk.</summary>
public sealed class RefusingDatabaseTests(SmallPaper small) : IClassFixture<SmallPaper>
{
    // So much, and no compressor makes it smaller, finds no room for long on a full disk.
    private const int Bytes = 60_000;
    private const int Most = 30;
    private const string Address = "/newsroom/write";
    private OwnPaper Paper => small.Paper;
    private Visitor Editor => small.Editor;

    [Fact]
    public async Task Readers_read_on_and_writers_are_told_to_wait_keep_their_words_and_stay_signed_in()
    {
        await using var database = NpgsqlDataSource.Create(Paper.Database);
        var form = await Editor.PageAsync(Address);

        await RunAsync(database, "alter system set default_transaction_read_only = on");
        await RunAsync(database, "select pg_reload_conf()");
        await EndAsync(database);
        await WordsAreKeptAsync(form, Typed, "read-only");
        await small.ReadersReadAsync();
        Assert.Equal(HttpStatusCode.OK, await Editor.StatusAsync("/newsroom"));
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
            await WordsAreKeptAsync(form, Typed, "no connection left");
            await small.ReadersReadAsync();
        }

        await IsTakenAsync(form, Typed);
    }

    [Fact]
    public async Task What_was_acknowledged_on_a_full_disk_is_there_and_what_was_not_is_taken_when_there_is_room_again()
    {
        Assert.SkipWhen(small.Disk is null, "Only an administrator of the machine may make a small disk to fill.");
        var (forms, saved) = (new Stack<IHtmlDocument>(), new List<string>());
        while (forms.Count < Most)
        {
            forms.Push(await Editor.PageAsync(Address));
        }

        var words = "";
        using (small.Disk.Fill())
        {
            // What is reserved already takes a little more.
            for (var isTaken = true; isTaken; )
            {
                words = Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes));
                using var answer = await Editor.SubmitAsync(forms.Peek(), Address, Long(words), Address);
                isTaken = answer.StatusCode == HttpStatusCode.Redirect;
                if (isTaken)
                {
                    saved.Add(words);
                    forms.Pop();
                }
            }

            await WordsAreKeptAsync(forms.Peek(), Long(words), "full disk");
            await small.ReadersReadAsync();
        }

        await IsTakenAsync(forms.Peek(), Long(words));
        await using var database = NpgsqlDataSource.Create(Paper.Database);
        await using var find = database.CreateCommand(
            "select count(*) from unnest($1) w where (select count(*) from newsroom.article_version where body = w) <> 1"
        );
        find.Parameters.Add(new() { Value = (string[])[.. saved, words] });
        Assert.Equal(0L, await find.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static (string, string)[] Long(string words) =>
        [("Input.Headline", "Typed on a full disk"), ("Input.Body", words)];

    // The very form that was not taken is taken now, by the same session.
    private Task IsTakenAsync(IHtmlDocument form, (string, string)[] typed) =>
        SiteProcess.UntilAsync(async () =>
        {
            using var answer = await Editor.SubmitAsync(form, Address, typed, Address);
            return answer.StatusCode == HttpStatusCode.Redirect
                && !answer.Headers.Location!.OriginalString.Contains("/account", StringComparison.Ordinal);
        });

    private static (string, string)[] Typed =>
        [("Input.Headline", "Typed while it took nothing"), ("Input.Body", "Words that <nobody> else \"has\" & ours.")];

    private async Task WordsAreKeptAsync(IHtmlDocument form, (string Name, string Value)[] typed, string why)
    {
        using var answer = await Editor.SubmitAsync(form, Address, typed, Address);
        Assert.True(
            answer.StatusCode == HttpStatusCode.ServiceUnavailable,
            $"{why}: {answer.StatusCode} {Paper.Output}"
        );
        Assert.False(answer.Headers.Contains("Set-Cookie"), why);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var page = await Visitor.ParseAsync(answer);
        var words = page.QuerySelector("main")!.TextContent;
        Assert.Contains("Nothing that you typed is lost", words, StringComparison.Ordinal);

        // The whole form is there again, to be sent as it was.
        var again = (IHtmlFormElement)page.QuerySelector("main form")!;
        Assert.Equal(Address, again.GetAttribute("action"));
        var fields = Visitor.Fields(again).ToLookup(f => f.Name, f => f.Value);
        foreach (var (name, value) in typed)
        {
            Assert.Equal([value], fields[name]);
        }

        Assert.NotEmpty(fields["__RequestVerificationToken"]);
        Assert.NotEmpty(fields["Input.Key"]);
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
        await using var database = NpgsqlDataSource.Create(Paper.Database + ";Application Name=crowd");
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
