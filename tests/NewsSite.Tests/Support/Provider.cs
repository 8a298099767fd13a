using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting;
using NewsSite.News.Staff;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A provider of OpenID Connect, in a process of its own, and a site that knows it; once for all tests of it.</summary>
public sealed class Provider(PostgresFixture postgres) : IAsyncLifetime
{
    public const string Name = "Meridian ID";
    private const string Server = "tests/provider/serve.mjs";
    private const string Root = "http://news.test";
    private readonly HttpClient control = new();
    private Process? process;
    private SiteFixture site = null!;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var server = Corpus.Above(Server);
        if (
            server is null
            || !Directory.Exists(Path.Combine(Path.GetDirectoryName(server)!, "node_modules/oidc-provider"))
        )
        {
            return;
        }

        process = Process.Start(
            new ProcessStartInfo("node", ["--no-warnings", server, $"{Root}/account/from-provider"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.BeginErrorReadLine();
        Address = (await process.StandardOutput.ReadLineAsync())!;
        site = await SiteFixture.StartAsync(postgres, Configure);
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        if (process is not null)
        {
            await site.DisposeAsync();
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>The site; skips the test where the provider is not there.</summary>
    public SiteFixture Site()
    {
        Assert.SkipWhen(process is null, "The provider is missing: npm ci --ignore-scripts in tests/provider.");
        return site;
    }

    /// <summary>Who signs in there next, and what goes wrong then; see <c>serve.mjs</c>.</summary>
    public async Task NextAsync(object next)
    {
        using var told = await control.PostAsJsonAsync($"{Address}/next", next);
        told.EnsureSuccessStatusCode();
    }

    /// <summary>Goes to the provider and signs in there.</summary>
    /// <returns>With what the provider sends the browser back, from the root of the site.</returns>
    public static async Task<string> AnswerAsync(Visitor visitor, string start = "/account/to-provider")
    {
        for (var hops = 0; hops < 8; hops++)
        {
            using var answer = await visitor.GetAsync(start);
            var to = new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!);
            if (to.GetLeftPart(UriPartial.Authority) == Root)
            {
                return to.PathAndQuery;
            }

            start = $"{to}";
        }

        throw new InvalidOperationException($"The provider leads from place to place: {start}");
    }

    /// <summary>The whole way, there and back.</summary>
    /// <returns>Where the site leads then.</returns>
    public static async Task<string> WalkAsync(Visitor visitor, string start = "/account/to-provider")
    {
        using var back = await visitor.GetAsync(await AnswerAsync(visitor, start));
        return back.Headers.Location!.OriginalString;
    }

    /// <summary>What the provider calls somebody.</summary>
    public static string SubjectOf(Actor actor) => $"subject-{actor.Id}";

    /// <summary>This person signs in there next.</summary>
    /// <param name="bend">What of the token is made wrong.</param>
    public Task SignsInAsync(Actor actor, string? bend = null) =>
        NextAsync(
            new
            {
                person = new
                {
                    sub = SubjectOf(actor),
                    email = SiteFixture.EmailOf(actor),
                    email_verified = true,
                },
                bend,
            }
        );

    /// <summary>Links the account of somebody, as its owner does.</summary>
    public Task LinkedAsync(Actor actor) =>
        site.WithAsync<ProviderDesk>(async desk =>
            Assert.True(
                await desk.LinkAsync(
                    actor,
                    new(Address, SubjectOf(actor), SiteFixture.EmailOf(actor)),
                    Guid.Empty,
                    default
                )
            )
        );

    private void Configure(IWebHostBuilder builder) =>
        builder
            .UseSetting("NewsSite:OpenIdConnect:Authority", Address)
            .UseSetting("NewsSite:OpenIdConnect:ClientId", "newsroom")
            .UseSetting("NewsSite:OpenIdConnect:ClientSecret", "a secret of the two, long enough for HS256")
            .UseSetting("NewsSite:OpenIdConnect:Name", Name);
}

[CollectionDefinition]
public sealed class ProviderCollection : ICollectionFixture<Provider>;
