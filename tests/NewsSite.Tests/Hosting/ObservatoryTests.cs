using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>Every page of every kind, as it leaves a server behind TLS, judged by Mozilla's Observatory.</summary>
public sealed class ObservatoryTests(PostgresFixture postgres)
{
    private const string Scorer = "tests/audit/node_modules/@mdn/mdn-http-observatory";

    // All that there is without cookies, without a place in the browsers' own lists.
    private const int Whole = 135;
    private const int Cookies = 5;
    private readonly List<Recorded> recorded = [];

    private sealed record Recorded(
        string Address,
        int Status,
        Dictionary<string, string> Headers,
        string[] Cookies,
        string Body
    );

    [Fact]
    public async Task Each_page_has_all_the_points_that_there_are()
    {
        var scorer = Corpus.Above(Scorer);
        Assert.SkipWhen(scorer is null, "Mozilla's Observatory is missing: npm ci --ignore-scripts in tests/audit.");

        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        var behind = database.ConnectionString;
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
                    .UseSetting("NewsSite:Address", "https://news.test")
                    .UseSetting("NewsSite:CopiesMegabytes", "20")
                    .UseSetting("FORWARDEDHEADERS_ENABLED", "true")
        );
        var addresses = (await RoutesTests.FillAsync(site)).Select(row => row.Address).Distinct().ToList();
        var (gone, noticed) = (await site.PublishedAsync("Soon gone"), await site.PublishedAsync("Taken back for now"));
        await site.WithdrawAsync(gone);
        await site.WithdrawAsync(
            noticed,
            new WithdrawOrder(WithdrawOutcome.Notice, "A test") { Words = "We are looking." }
        );
        using var stranger = new ProxiedVisitor(site);
        using var admin = new ProxiedVisitor(site);
        await admin.SignInAsync(SiteFixture.EmailOf(site.Admin));
        using var reporter = new ProxiedVisitor(site);
        await reporter.SignInAsync(SiteFixture.EmailOf(site.Reporter));
        foreach (var address in addresses.Append($"/news/{gone}/soon-gone").Append($"/news/{noticed}/x"))
        {
            await RecordAsync(stranger, HttpMethod.Get, address);
            await RecordAsync(admin, HttpMethod.Get, address);
        }

        await RecordAsync(reporter, HttpMethod.Get, "/account/denied");
        await RecordAsync(stranger, HttpMethod.Post, "/account/sign-in");
        await RecordAsync(admin, HttpMethod.Post, "/newsroom/write");
        await FailAsync(site, behind, stranger, admin);
        await LoseDatabaseAsync(site, gate, stranger, admin);

        Assert.Equal([200, 400, 403, 404, 410, 500, 503], recorded.Select(r => r.Status).Distinct().Order());

        // From memory, and then from the disk.
        Assert.InRange(
            recorded.Count(r => r.Headers.GetValueOrDefault("Cache-Status") == "newssite; hit; detail=database-away"),
            3,
            int.MaxValue
        );
        Assert.All(
            recorded.Where(r => r is { Status: 200, Address: "https://news.test/account/sign-in" }),
            r => Assert.NotEmpty(r.Cookies)
        );
        var wrong = (await JudgeAsync(scorer!)).Where(w => w is not null).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // A fault of ours: a table is not where the page asks for it.
    private async Task FailAsync(SiteFixture site, string behind, ProxiedVisitor stranger, ProxiedVisitor admin)
    {
        await using var database = NpgsqlDataSource.Create(behind);
        await using var hide = database.CreateCommand("alter table site.correction rename to hidden");
        await hide.ExecuteNonQueryAsync();
        site.Services.GetRequiredService<SiteChanges>().Forget(Shown.All);
        await RecordAsync(stranger, HttpMethod.Get, "/corrections");
        await RecordAsync(admin, HttpMethod.Get, "/corrections");
        await using var show = database.CreateCommand("alter table site.hidden rename to correction");
        await show.ExecuteNonQueryAsync();
    }

    private async Task LoseDatabaseAsync(SiteFixture site, Gate gate, ProxiedVisitor stranger, ProxiedVisitor admin)
    {
        var (changes, copies) = (
            site.Services.GetRequiredService<SiteChanges>(),
            site.Services.GetRequiredService<CopyQueue>()
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
        await RecordAsync(stranger, HttpMethod.Get, "/");
        await SiteProcess.UntilAsync(() => Task.FromResult(copies.IsEmpty));
        gate.Break();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes is { IsAlone: true, IsLost: true }));
        await RecordAsync(stranger, HttpMethod.Get, "/");

        // Now there is only what is on the disk.
        changes.Forget(Shown.All);
        foreach (
            var address in new[]
            {
                "/",
                "/category/news",
                "/news/999999/never",
                "/search?q=never",
                "/account/sign-in",
                "/offline",
            }
        )
        {
            await RecordAsync(stranger, HttpMethod.Get, address);
        }

        await RecordAsync(admin, HttpMethod.Get, "/newsroom");
        await RecordAsync(admin, HttpMethod.Get, "/admin/staff");
    }

    private async Task RecordAsync(ProxiedVisitor visitor, HttpMethod method, string address)
    {
        // A stranger comes for the first time to each.
        if (!visitor.Kept.ContainsKey("__Host-newssite"))
        {
            visitor.Kept.Clear();
            visitor.Told.Clear();
        }

        using var answer = await visitor.SendAsync(method, address);
        if (answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return;
        }

        recorded.Add(
            new(
                $"https://news.test{address}",
                (int)answer.StatusCode,
                answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)),
                [.. visitor.Told.Values],
                await answer.Content.ReadAsStringAsync()
            )
        );
    }

    private async Task<IEnumerable<string?>> JudgeAsync(string scorer)
    {
        // What it reads of most pages is the same: their headers, cookies, and the elements that load and declare.
        var kinds = new List<Recorded>();
        var kindOf = new Dictionary<string, int>();
        var of = recorded.ConvertAll(r =>
        {
            var key = Key(r);
            if (kindOf.TryAdd(key, kinds.Count))
            {
                kinds.Add(r);
            }

            return kindOf[key];
        });
        using var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(scorer, "../../../observatory.mjs")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var errors = process.StandardError.ReadToEndAsync();
        await using (var input = process.StandardInput.BaseStream)
        {
            await JsonSerializer.SerializeAsync(input, kinds, JsonSerializerOptions.Web);
        }

        var report = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        using var scores = JsonDocument.Parse(report);
        TestContext.Current.TestOutputHelper?.WriteLine($"{recorded.Count} answers of {kinds.Count} kinds");
        return
        [
            .. recorded.Zip(
                of,
                (r, kind) =>
                {
                    var score = scores.RootElement[kind];
                    var expected = Whole + (r.Cookies.Length > 0 ? Cookies : 0);
                    return score.GetProperty("score").GetInt32() == expected
                        ? null
                        : $"{r.Status} {r.Address}: {score.GetProperty("score")} of {expected}, {score.GetProperty("results")}";
                }
            ),
        ];
    }

    private static string Key(Recorded r)
    {
        string[] own = ["Date", "ETag", "Age", "Content-Length", "Set-Cookie", "Last-Modified", "Link"];
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(r.Body);
        var read = page.QuerySelectorAll("script[src], meta[http-equiv], meta[name=referrer]").Select(e => e.OuterHtml);
        return string.Join(
            '\n',
            r.Headers.Where(h => !own.Contains(h.Key))
                .Select(h => $"{h.Key}: {h.Value}")
                .Order(StringComparer.Ordinal)
                .Concat(r.Cookies.Select(c => c[(c.IndexOf(';', StringComparison.Ordinal) + 1)..]))
                .Concat(read)
        );
    }
}
