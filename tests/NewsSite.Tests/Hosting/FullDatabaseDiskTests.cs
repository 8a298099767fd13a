using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The disk of the database is full: readers read on, writers are told to wait, and what was acknowledged is there.</summary>
public sealed class FullDatabaseDiskTests
{
    private const int Megabytes = 320;

    // So much, and no compressor makes it smaller, finds no room for long.
    private const int Bytes = 60_000;
    private const int Most = 30;
    private const string Write = "/newsroom/write";
    private static readonly string[] Pages = ["/", "/category/science", "/feed.xml", "/sitemap.xml", "/sections"];

    [Fact]
    public async Task Readers_read_on_and_what_was_acknowledged_is_there_when_there_is_room_again()
    {
        using var disk = SmallDisk.Make(Megabytes);
        await using var paper = await OwnPaper.StartAsync(isDurable: false, Path.Combine(disk.Folder, "postgres"));
        using var editor = await paper.EditorAsync();
        await paper.CopiedAsync(Pages);
        var (forms, saved) = (new Stack<IHtmlDocument>(), new List<string>());
        while (forms.Count < Most)
        {
            forms.Push(await editor.PageAsync(Write));
        }

        string refused;
        using (disk.Fill())
        {
            // What is reserved already takes a little more.
            while (true)
            {
                refused = Convert.ToHexString(RandomNumberGenerator.GetBytes(Bytes));
                using var answer = await SaveAsync(editor, forms.Peek(), refused);
                if (answer.StatusCode == HttpStatusCode.Redirect)
                {
                    saved.Add(refused);
                    forms.Pop();
                    continue;
                }

                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                var words = (await Visitor.ParseAsync(answer)).QuerySelector("main")!;
                Assert.Contains("Nothing that you typed is lost", words.TextContent, StringComparison.Ordinal);
                Assert.Contains(refused, words.InnerHtml, StringComparison.Ordinal);
                Assert.DoesNotContain("No space", words.TextContent, StringComparison.OrdinalIgnoreCase);
                break;
            }

            using var reader = paper.Visitor();
            for (var round = 0; round < 3; round++)
            {
                foreach (var page in Pages)
                {
                    Assert.Equal((page, HttpStatusCode.OK), (page, await reader.StatusAsync(page)));
                }
            }
        }

        // The very form that was not taken is taken, by the same session.
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await SaveAsync(editor, forms.Peek(), refused);
            return answer.StatusCode == HttpStatusCode.Redirect
                && !answer.Headers.Location!.OriginalString.Contains("/account", StringComparison.Ordinal);
        });
        await using var database = NpgsqlDataSource.Create(paper.Database);
        await using var find = database.CreateCommand(
            "select count(*) from unnest($1) w where (select count(*) from newsroom.article_version where body = w) <> 1"
        );
        find.Parameters.Add(new() { Value = (string[])[.. saved, refused] });
        Assert.Equal(0L, await find.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static Task<HttpResponseMessage> SaveAsync(Visitor editor, IHtmlDocument form, string words) =>
        editor.SubmitAsync(form, Write, [("Input.Headline", "Typed on a full disk"), ("Input.Body", words)], Write);
}
