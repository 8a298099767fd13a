using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>A story is withdrawn for good, its server killed as soon as that is confirmed, and the database gone: it stays away.</summary>
public sealed class TakedownTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-takedown-{Guid.NewGuid():N}");
    private readonly Uri address = new($"http://127.0.0.1:{SiteProcess.FreePort()}");
    private SiteFixture here = null!;

    public async ValueTask InitializeAsync() => here = await SiteFixture.StartAsync(postgres, _ => { });

    public async ValueTask DisposeAsync()
    {
        await here.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_does_not_come_back_with_the_server_that_was_killed_nor_without_a_database()
    {
        var (picture, story) = await here.PicturedAsync("Taken down");
        var (_, other) = await here.PicturedAsync("Left alone");
        var id = long.Parse(story.Split('/')[2], CultureInfo.InvariantCulture);
        var hash = Path.GetFileNameWithoutExtension(picture.FileName);
        var named = new NpgsqlConnectionStringBuilder(here.ConnectionString);
        await using var gate = new Gate(named.Host!, named.Port);
        named.Port = gate.Port;
        (string, string)[] settings =
        [
            ("ConnectionStrings__NewsSite", named.ConnectionString),
            ("ASPNETCORE_URLS", address.OriginalString),
            ("NewsSite__Address", "http://news.test"),
            ("NewsSite__DataDirectory", folder),
            ("NewsSite__CheckLinks", "false"),
            ("NewsSite__CopiesMegabytes", "50"),
            ("Serilog__MinimumLevel__Default", "Warning"),
        ];
        string[] withdrawn = [story, $"/news/{id}", $"/news/{id}/an-old-name"];
        string[] hidden = [$"/media/{hash}/320.jpg", $"/media/{hash}/640.webp", $"/media/card/{id}-2.jpg"];
        using var reader = new Visitor(address);
        await using (var first = SiteProcess.Start(settings, []))
        {
            await first.ReadyAsync(address.OriginalString);
            string[] read = [story, other, "/", "/feed.xml"];
            await SiteProcess.UntilAsync(async () =>
            {
                foreach (var page in read)
                {
                    Assert.Equal((page, HttpStatusCode.OK), (page, await reader.StatusAsync(page)));
                }

                return Copies().IsSupersetOf(read);
            });
            using var editor = new Visitor(address);
            await editor.SignInAsync(SiteFixture.EmailOf(here.Editor), SiteFixture.Password);
            var form = await editor.PageAsync($"/newsroom/withdraw/{id}");
            using var done = await editor.SubmitAsync(
                form,
                $"/newsroom/withdraw/{id}",
                [("Input.Outcome", "Gone"), ("Input.Reason", "A court says so")]
            );

            // No waiting: it holds from this moment.
            await first.KillAsync();
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        gate.Break();
        await using var second = SiteProcess.Start(settings, []);

        // What might name it is not sent before it is made anew, and there was no time for that.
        await SiteProcess.UntilAsync(async () => await StatusAsync(reader, "/health/live") == HttpStatusCode.OK);

        // For a moment it does not know yet that the database is away.
        await SiteProcess.UntilAsync(async () => await StatusAsync(reader, story) != HttpStatusCode.ServiceUnavailable);
        foreach (var page in withdrawn)
        {
            using var answer = await reader.GetAsync(page);
            Assert.Equal((page, HttpStatusCode.Gone), (page, answer.StatusCode));
            Assert.DoesNotContain("Taken down", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        foreach (var file in hidden)
        {
            Assert.Equal((file, HttpStatusCode.ServiceUnavailable), (file, await reader.StatusAsync(file)));
        }

        foreach (
            var list in new[] { "/", "/category/marks", "/author/rita-reporter", "/feed.xml", "/sitemap-news.xml" }
        )
        {
            using var answer = await reader.GetAsync(list);
            Assert.DoesNotContain("aken", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        gate.Mend();
        await SiteProcess.UntilAsync(async () => await StatusAsync(reader, "/search?q=left") == HttpStatusCode.OK);
        foreach (var page in withdrawn)
        {
            Assert.Equal((page, HttpStatusCode.Gone), (page, await reader.StatusAsync(page)));
        }

        foreach (var file in hidden)
        {
            Assert.Equal((file, HttpStatusCode.NotFound), (file, await reader.StatusAsync(file)));
        }
    }

    private static async Task<HttpStatusCode?> StatusAsync(Visitor reader, string page)
    {
        try
        {
            return await reader.StatusAsync(page);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private HashSet<string> Copies()
    {
        using var db = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "copies", CopyFile.Name)};Mode=ReadOnly;Pooling=false"
        );
        db.Open();
        using var find = db.CreateCommand();
        find.CommandText = "select path from copy";
        using var rows = find.ExecuteReader();
        var paths = new HashSet<string>();
        while (rows.Read())
        {
            paths.Add(rows.GetString(0));
        }

        return paths;
    }
}
