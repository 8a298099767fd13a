using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Newsroom.Publishing;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>
/// A server that stood still while another one published, as a machine does that is out of breath or was moved: what it
/// keeps is old when it goes on, and crowds are at its door that came meanwhile.
/// </summary>
public sealed class PausedServerTests(PostgresFixture postgres) : IAsyncLifetime
{
    // Of each address at once.
    private const int Crowd = 8;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-paused-{Guid.NewGuid():N}");
    private readonly string address = $"http://127.0.0.1:{SiteProcess.FreePort()}";
    private readonly HttpClient reader = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    );
    private string[] pages = [];
    private long id;
    private SiteFixture here = null!;
    private SiteProcess there = null!;

    public async ValueTask InitializeAsync()
    {
        here = await SiteFixture.StartAsync(postgres, _ => { });
        there = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", here.ConnectionString),
                ("ASPNETCORE_URLS", address),
                ("NewsSite__Address", "http://news.test"),
                ("NewsSite__DataDirectory", folder),
                ("NewsSite__CheckLinks", "false"),
                ("NewsSite__CopiesMegabytes", "50"),
                ("Serilog__MinimumLevel__Default", "Warning"),
            ],
            []
        );
        reader.BaseAddress = new Uri(address);
        await there.ReadyAsync(address);
        await here.CategoryAsync("News");
        id = await here.PublishedAsync(Words(1), tags: ["Pauses"]);
        pages =
        [
            $"/news/{id}/words-number-1-of-them",
            "/",
            "/category/news",
            "/tag/pauses",
            "/author/rita-reporter",
            "/feed.xml",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await there.DisposeAsync();
        await here.DisposeAsync();
        reader.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Whoever_asks_a_server_that_stood_still_gets_nothing_old_when_it_goes_on()
    {
        var (version, wrong) = (1, new List<Answer>());
        foreach (var pause in new[] { 0.3, 1.5, 4.0 })
        {
            await SiteProcess.UntilAsync(() => AllSayAsync(Words(version)));
            there.Pause();
            var stands = Stopwatch.StartNew();
            await PublishAsync(++version);

            // On its disk and in its memory are the old words; it has not heard.
            var answers = new ConcurrentBag<Answer>();
            var waiting = pages
                .SelectMany(page => Enumerable.Repeat(page, Crowd))
                .Select(page => AskAsync(page, version, answers))
                .ToList();
            if (TimeSpan.FromSeconds(pause) - stands.Elapsed is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest);
            }

            Assert.DoesNotContain(waiting, asked => asked.IsCompleted);
            var resumed = Stopwatch.GetTimestamp();
            there.Resume();
            await Task.WhenAll(
                pages
                    .SelectMany(page => Enumerable.Repeat(page, Crowd))
                    .Select(async page =>
                    {
                        while (Stopwatch.GetElapsedTime(resumed) < Watched)
                        {
                            await AskAsync(page, version, answers);
                        }
                    })
                    .Concat(waiting)
            );

            var old = answers.Where(a => !a.IsNew).ToList();
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pause} s: {answers.Count} answers, {old.Count} of them old: {string.Join(", ", old.Take(5).Select(a => $"{a.Page} {a.Status} {a.Marked} at {Stopwatch.GetElapsedTime(resumed, a.At).TotalMilliseconds:N0} ms"))}"
                )
            );

            // A copy that says that it is one may come where a page takes too long to make; this machine may be busy.
            wrong.AddRange(old.Where(a => a.Marked.Length == 0));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Publishing_is_acknowledged_when_every_server_knows_of_it_and_holds_nobody_up_for_one_that_does_not()
    {
        using var editor = await here.VisitorAsync(here.Editor);
        const int version = 1;
        await SiteProcess.UntilAsync(() => AllSayAsync(Words(version)));
        await WriteAsync(version + 1);
        there.Pause();
        var publishing = PressAsync(editor);

        // It is done long before.
        await SiteProcess.UntilAsync(async () =>
            await here.WithAsync<PublishedDb, bool>(db => db.Articles.AnyAsync(a => a.Headline == Words(version + 1)))
        );
        Assert.NotSame(publishing, await Task.WhenAny(publishing, Task.Delay(TimeSpan.FromMilliseconds(200))));
        there.Resume();
        Assert.Equal(HttpStatusCode.Redirect, await publishing);
        var answers = new ConcurrentBag<Answer>();
        await Task.WhenAll(pages.Select(page => AskAsync(page, version + 1, answers)));
        Assert.DoesNotContain(answers, a => !a.IsNew && a.Marked.Length == 0);

        // One that stands still for long is not waited for, nor is one that was not heard of for long.
        there.Pause();
        await WriteAsync(version + 2);
        Assert.Equal(HttpStatusCode.Redirect, await PressAsync(editor));
        Assert.True(await IsBehindAsync());
        await here.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync($"update delivery.server set at = at - interval '10 seconds'")
        );
        Assert.False(await IsBehindAsync());
    }

    private async Task<HttpStatusCode> PressAsync(Visitor editor)
    {
        using var answer = await editor.SubmitAsync(
            $"/newsroom/publish/{id}",
            [("Input.Kind", nameof(UpdateKind.SignificantUpdate))],
            $"/newsroom/publish/{id}"
        );
        return answer.StatusCode;
    }

    private async Task<bool> IsBehindAsync()
    {
        await using var connection = new NpgsqlConnection(here.ConnectionString);
        await connection.OpenAsync();
        await using var last = new NpgsqlCommand("select max(id) from delivery.change", connection);
        return await ServerRoll.IsBehindAsync(connection, (long)(await last.ExecuteScalarAsync())!, default);
    }

    private async Task AskAsync(string page, int version, ConcurrentBag<Answer> answers)
    {
        using var answer = await reader.GetAsync(new Uri(page, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answers.Add(
            new(
                page,
                answer.StatusCode,
                text.Contains(Words(version), StringComparison.Ordinal),
                string.Join(' ', answer.Headers.TryGetValues("Cache-Status", out var marked) ? marked : []),
                Stopwatch.GetTimestamp()
            )
        );
    }

    private async Task<bool> AllSayAsync(string words)
    {
        foreach (var page in pages)
        {
            if (
                !(await reader.GetStringAsync(new Uri(page, UriKind.Relative))).Contains(
                    words,
                    StringComparison.Ordinal
                ) || !await IsCopiedAsync(page)
            )
            {
                return false;
            }
        }

        return true;
    }

    private async Task<bool> IsCopiedAsync(string page)
    {
        await using var db = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "copies", CopyFile.Name)};Mode=ReadOnly"
        );
        await db.OpenAsync();
        await using var find = db.CreateCommand();
        find.CommandText = "select 1 from copy where path = $1";
        find.Parameters.AddWithValue("$1", page);
        return await find.ExecuteScalarAsync() is not null;
    }

    private Task WriteAsync(int version) =>
        here.SaveAsync(
            id,
            c => c with { Headline = Words(version), Standfirst = Words(version), Body = Words(version) }
        );

    private async Task PublishAsync(int version)
    {
        await WriteAsync(version);
        await here.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(
                id,
                new PublishOrder(version, version - 1, IsSignificant: true),
                here.Editor,
                default
            )
        );
    }

    private static string Words(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"Words number {version} of them");

    private sealed record Answer(string Page, HttpStatusCode Status, bool IsNew, string Marked, long At);
}
