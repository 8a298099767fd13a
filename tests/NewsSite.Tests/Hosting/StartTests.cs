using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using NewsSite.News.Demo;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The site as a process: how it starts, refuses to start, stops and dies.</summary>
public sealed class StartTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-start-").FullName;
    private readonly int port = SiteProcess.FreePort();

    private string Address => $"http://localhost:{port}";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_first_run_brings_a_newspaper_and_a_kill_loses_nothing_and_leaves_no_server()
    {
        (string, string)[] settings =
        [
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", Address),
            ("NewsSite__DataDirectory", folder),
        ];
        int server;
        string story;
        await using (var first = SiteProcess.Start(settings, []))
        {
            await first.ReadyAsync(Address);
            Assert.Contains("editor@example.org (Editor)", first.Output, StringComparison.Ordinal);
            Assert.Contains(DemoNewspaper.Password, first.Output, StringComparison.Ordinal);
            using var editor = new Visitor(new Uri(Address));
            await editor.SignInAsync("editor@example.org", DemoNewspaper.Password);
            using var saved = await editor.SubmitAsync(
                "/newsroom/write",
                [("Input.Headline", "Saved before the kill"), ("Input.Body", "Kept.")]
            );
            story = saved.Headers.Location!.OriginalString.Split('?')[0];
            server = int.Parse(File.ReadLines(Path.Combine(folder, "postgres/data/postmaster.pid")).First(), null);
            Assert.True(SiteProcess.IsRunning(server));
            await first.KillAsync();
        }

        await SiteProcess.UntilAsync(() => Task.FromResult(!SiteProcess.IsRunning(server)));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "postgres/data/postmaster.pid"),
            "1\n/nowhere\n1\n5432\n\n\n\nready\n"
        );
        await using var second = SiteProcess.Start(settings, []);
        await second.ReadyAsync(Address);
        using var again = new Visitor(new Uri(Address));
        await again.SignInAsync("editor@example.org", DemoNewspaper.Password);
        var page = await again.PageAsync(story);
        Assert.Equal("Kept.", page.QuerySelector("#Input_Body")!.TextContent.Trim());
        Assert.Equal(0, await second.StopAsync());
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "localhost")]
    public async Task A_port_that_is_taken_is_named_with_the_way_out(string taken, string wanted)
    {
        using var other = new TcpListener(IPAddress.Parse(taken), port);
        other.Start();
        await using var site = SiteProcess.Start(
            [.. await ProductionAsync(), ("ASPNETCORE_URLS", $"http://{wanted}:{port}")],
            []
        );
        Assert.Equal(1, await site.EndAsync());
        Assert.Contains($"{port}", site.Output, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS=", site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", site.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NewsSite__TimeZone", "Mars/Olympus")]
    [InlineData("NewsSite__Address", "news.example.org")]
    [InlineData("NewsSite__Address", "https://news.example.org/path")]
    [InlineData("NewsSite__Address", "")]
    [InlineData("NewsSite__Name", "")]
    [InlineData("NewsSite__Language", "English")]
    [InlineData("NewsSite__Contact", "nobody")]
    [InlineData("NewsSite__SecurityContact", "http://plain.example.org")]
    [InlineData("NewsSite__CrawlerPolicy", "Sometimes")]
    [InlineData("NewsSite__CrawlerPolicy", "7")]
    [InlineData("NewsSite__OpenIdConnect__Authority", "http://id.example.org")]
    [InlineData("NewsSite__WebSubHub", "hub")]
    [InlineData("NewsSite__IndexNowKey", "short")]
    [InlineData("NewsSite__IndexNowEndpoint", "ftp://example.org")]
    [InlineData("NewsSite__Backup__At", "3 o’clock")]
    [InlineData("NewsSite__Backup__Keep", "0")]
    [InlineData(
        "ConnectionStrings__NewsSite",
        "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=secret-in-setting"
    )]
    [InlineData("ConnectionStrings__NewsSite", "rubbish")]
    [InlineData("ConnectionStrings__NewsSiteReplicas", "rubbish")]
    [InlineData("ConnectionStrings__NewsSiteReplicas", "Database=x;Password=secret-in-setting")]
    [InlineData("ConnectionStrings__NewsSiteReplicas", "Host=one,;Database=x;Password=secret-in-setting")]
    public async Task A_broken_setting_stops_the_start_by_name(string name, string value)
    {
        await using var site = SiteProcess.Start([.. await ProductionAsync(), (name, value)], []);
        Assert.Equal(1, await site.EndAsync());
        Assert.Contains(name, site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-in-setting", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_production_nothing_is_seeded_and_the_log_leads_to_the_first_admin_once()
    {
        await using var site = SiteProcess.Start([.. await ProductionAsync(), ("ASPNETCORE_URLS", Address)], []);
        await site.ReadyAsync(Address);
        await SiteProcess.UntilAsync(() =>
            Task.FromResult(site.Output.Contains("first-admin", StringComparison.Ordinal))
        );
        var link = site
            .Output.Split('\n')
            .Single(l => l.Contains("first-admin", StringComparison.Ordinal))
            .Split(' ')[^1]
            .Trim();
        Assert.StartsWith("http://localhost/", link, StringComparison.Ordinal);
        var path = new Uri(link).PathAndQuery;
        using var owner = new Visitor(new Uri(Address));
        Assert.Empty((await owner.PageAsync("/")).QuerySelectorAll("article"));
        Assert.False(Directory.Exists(Path.Combine(folder, "postgres")), "a private server was started as well");
        using var wrong = await owner.GetAsync("/account/first-admin?code=guess");
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        using var made = await owner.SubmitAsync(
            path,
            [("Input.Name", "Olga Owner"), ("Input.Email", "olga@example.org"), ("Input.Password", "a long enough one")]
        );
        Assert.Equal("/newsroom", made.Headers.Location!.OriginalString);
        await owner.PageAsync("/admin");
        using var again = await owner.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_log_in_production_is_json_with_a_request_id_and_tells_no_secret()
    {
        await using var site = SiteProcess.Start([.. await ProductionAsync(), ("ASPNETCORE_URLS", Address)], []);
        await site.ReadyAsync(Address);
        using var visitor = new Visitor(new Uri(Address));
        using var answer = await visitor.SubmitAsync(
            "/account/sign-in?returnUrl=/secret-in-query",
            [("Input.Email", "person@example.org"), ("Input.Password", "secret-in-form")]
        );
        using var search = await visitor.GetAsync("/search?q=secret-in-search");
        await SiteProcess.UntilAsync(() => Task.FromResult(site.Output.Contains("/search", StringComparison.Ordinal)));
        await site.StopAsync();
        foreach (var secret in new[] { "secret-in", "person@example.org", "Password=" })
        {
            Assert.DoesNotContain(secret, site.Output, StringComparison.Ordinal);
        }

        // Where a request came from stands with what concerns the site's safety only.
        Assert.All(
            site.Output.Split('\n').Where(l => !l.Contains("Security: ", StringComparison.Ordinal)),
            line => Assert.DoesNotContain("127.0.0.1", line, StringComparison.Ordinal)
        );

        var lines = site
            .Output.Split('\n')
            .Where(l => l.StartsWith('{'))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        var requests = lines.Where(l => l.TryGetProperty("RequestPath", out _)).ToList();
        Assert.NotEmpty(requests);
        Assert.All(requests, line => Assert.NotEmpty(line.GetProperty("RequestId").GetString()!));
    }

    [Fact]
    public async Task Staff_are_added_on_the_command_line_and_wrong_use_is_explained()
    {
        var settings = await ProductionAsync();
        string[] add =
        [
            "staff",
            "add",
            "cli@example.org",
            "--name",
            "Clara Line",
            "--role",
            "Editor",
            "--password-stdin",
        ];
        await using var first = SiteProcess.Start(settings, add, "a password from stdin");
        Assert.Equal(0, await first.EndAsync());
        Assert.Contains("Added Clara Line (Editor).", first.Output, StringComparison.Ordinal);
        await using var twice = SiteProcess.Start(settings, add, "a password from stdin");
        Assert.Equal(1, await twice.EndAsync());
        Assert.Contains("Somebody has an account with this email address", twice.Output, StringComparison.Ordinal);
        await using var weak = SiteProcess.Start(settings, ["staff", "add", "w@example.org", .. add[3..]], "short");
        Assert.Equal(1, await weak.EndAsync());
        Assert.Contains("12 characters", weak.Output, StringComparison.Ordinal);
        await using var usage = SiteProcess.Start(settings, ["staff", "add"]);
        Assert.Equal(1, await usage.EndAsync());
        Assert.Contains("Usage: staff add", usage.Output, StringComparison.Ordinal);
        await using var reset = SiteProcess.Start(settings, ["staff", "reset-second-factor", "cli@example.org"]);
        Assert.Equal(0, await reset.EndAsync());
        Assert.Contains("the password alone lets in", reset.Output, StringComparison.Ordinal);
        string[] replace = ["staff", "set-password", "cli@example.org", "--password-stdin"];
        await using var set = SiteProcess.Start(settings, replace, "quite another password");
        Assert.Equal(0, await set.EndAsync());
        Assert.Contains("Clara Line has a new password", set.Output, StringComparison.Ordinal);
        await using var unknown = SiteProcess.Start(settings, ["fly"]);
        Assert.Equal(1, await unknown.EndAsync());
        Assert.Contains("Unknown command", unknown.Output, StringComparison.Ordinal);
        await using var rebuild = SiteProcess.Start(settings, ["rebuild"]);
        Assert.Equal(0, await rebuild.EndAsync());
        Assert.Contains("Rebuilt 0 stories.", rebuild.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_servers_that_start_on_an_empty_database_at_once_both_come_up()
    {
        var empty = await postgres.EmptyAsync();
        var ports = new[] { port, SiteProcess.FreePort() };
        var sites = ports
            .Select(p => SiteProcess.Start([.. Production(empty), ("ASPNETCORE_URLS", $"http://localhost:{p}")], []))
            .ToList();
        await Task.WhenAll(sites.Zip(ports, (site, p) => site.ReadyAsync($"http://localhost:{p}")));
        await Task.WhenAll(sites.Select(site => site.StopAsync()));
    }

    [Fact]
    public async Task A_server_that_is_too_old_or_a_user_without_rights_is_told()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.EmptyAsync());
        await using var command = source.CreateCommand("create role limited login password 'limited'");
        await command.ExecuteNonQueryAsync();
        var limited = new NpgsqlConnectionStringBuilder(await postgres.EmptyAsync())
        {
            Username = "limited",
            Password = "limited",
        };
        await using var site = SiteProcess.Start(Production(limited.ConnectionString), ["migrate"]);
        Assert.Equal(1, await site.EndAsync());
        Assert.Contains("ConnectionStrings__NewsSite", site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", site.Output, StringComparison.Ordinal);
    }

    private async Task<(string Name, string Value)[]> ProductionAsync() => Production(await postgres.CloneAsync());

    private (string Name, string Value)[] Production(string connectionString) =>
        [
            ("ConnectionStrings__NewsSite", connectionString),
            ("NewsSite__Address", "http://localhost"),
            ("NewsSite__DataDirectory", folder),
        ];
}
