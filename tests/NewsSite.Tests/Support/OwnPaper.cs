using System.Diagnostics;
using Microsoft.Data.Sqlite;
using NewsSite.EmbeddedPostgres;
using NewsSite.News.Demo;
using NewsSite.Web.Delivery.Pages;
using Npgsql;

namespace NewsSite.Tests.Support;

/// <summary>The demo newspaper on a server process and a PostgreSQL of its own, both of which may be killed.</summary>
public sealed class OwnPaper : IAsyncDisposable
{
    private readonly string folder;
    private readonly bool isDurable;
    private readonly string data;
    private EmbeddedServer postgres = null!;
    private Gate gate = null!;
    private SiteProcess site = null!;

    private OwnPaper(bool isDurable, string folder, string? data) =>
        (this.isDurable, this.folder, this.data) = (isDurable, folder, data ?? Path.Combine(folder, "postgres"));

    public Uri Address { get; } = new($"http://127.0.0.1:{SiteProcess.FreePort()}");

    /// <summary>The database itself, for whoever looks at what is in it; of the server that runs now.</summary>
    public string Database => postgres.ConnectionString("postgres") + ";Pooling=false";

    /// <summary>Starts it, and waits until there is a copy of every page.</summary>
    /// <param name="isDurable">Whether what the database has acknowledged must be there after a kill.</param>
    /// <param name="data">Where the database lies; null where it does not matter.</param>
    /// <param name="folder">Where all else lies, and a database that lies nowhere else; null where it does not matter.</param>
    public static async Task<OwnPaper> StartAsync(bool isDurable, string? data = null, string? folder = null)
    {
        folder ??= Path.Combine(Path.GetTempPath(), $"newssite-own-{Guid.NewGuid():N}");
        var paper = new OwnPaper(isDurable, folder, data);
        try
        {
            paper.postgres = await paper.StartPostgresAsync();
            var named = new NpgsqlConnectionStringBuilder(paper.postgres.ConnectionString("postgres"));
            paper.gate = new Gate(named.Host!, named.Port);
            (named.Port, named.MaxPoolSize) = (paper.gate.Port, 20);
            paper.site = SiteProcess.Start(
                [
                    ("ConnectionStrings__NewsSite", named.ConnectionString),
                    ("ASPNETCORE_ENVIRONMENT", "Development"),
                    ("ASPNETCORE_URLS", paper.Address.OriginalString),
                    ("NewsSite__DataDirectory", Path.Combine(paper.folder, "site")),
                    ("NewsSite__CheckLinks", "false"),
                    ("NewsSite__CopiesMegabytes", "100"),
                    ("Serilog__MinimumLevel__Default", "Warning"),
                ],
                []
            );
            await paper.site.ReadyAsync(paper.Address.OriginalString);
            return paper;
        }
        catch
        {
            await paper.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the site has said.</summary>
    public string Output => site.Output;

    public Visitor Visitor() => new(Address);

    /// <summary>One of the demo newspaper's editors, signed in.</summary>
    public async Task<Visitor> EditorAsync()
    {
        var editor = Visitor();
        await editor.SignInAsync("editor@example.org", DemoNewspaper.Password);
        return editor;
    }

    /// <summary>Waits until each of these pages has a copy that says what it says now.</summary>
    public Task CopiedAsync(IReadOnlyCollection<string> pages) =>
        SiteProcess.UntilAsync(async () =>
        {
            await using var db = new SqliteConnection(
                $"Data Source={Path.Combine(folder, "site", "copies", CopyFile.Name)};Mode=ReadOnly"
            );
            await db.OpenAsync();
            await using var find = db.CreateCommand();
            find.CommandText =
                "select path from copy where query = '' and not exists (select 1 from wanted where address = path)";
            await using var rows = await find.ExecuteReaderAsync();
            var found = new HashSet<string>();
            while (await rows.ReadAsync())
            {
                found.Add(rows.GetString(0));
            }

            return found.IsSupersetOf(pages);
        });

    /// <summary>
    /// kill -9, all at once: who kills only the first process lets the others finish their work and leave in peace.
    /// </summary>
    public async Task KillPostgresAsync()
    {
        // Nobody is born meanwhile.
        using (var stop = Process.Start("kill", ["-STOP", $"{postgres.ProcessId}"]))
        {
            await stop.WaitForExitAsync();
        }

        using var list = Process.Start(
            new ProcessStartInfo("pgrep", ["-P", $"{postgres.ProcessId}"]) { RedirectStandardOutput = true }
        )!;
        var children = (await list.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // One may have ended by itself since.
        using var kill = Process.Start(
            new ProcessStartInfo("kill", ["-9", $"{postgres.ProcessId}", .. children]) { RedirectStandardError = true }
        )!;
        await kill.WaitForExitAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>Starts PostgreSQL again over what the killed one left; the site finds it where it was.</summary>
    public async Task RestartPostgresAsync()
    {
        postgres = await StartPostgresAsync();
        var named = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        gate.LeadTo(named.Host!, named.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await (site?.DisposeAsync() ?? default);
        await (gate?.DisposeAsync() ?? default);
        await (postgres?.DisposeAsync() ?? default);
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private Task<EmbeddedServer> StartPostgresAsync() =>
        EmbeddedServer.StartAsync(new EmbeddedServerOptions(data, Durable: isDurable), default);
}
