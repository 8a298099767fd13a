using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Staff;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>The whole site on a real port, over a fresh database; one for each test class that asks for it.</summary>
public sealed class SiteFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly PostgresFixture postgres = postgres;
    public const string Password = "correct horse battery";
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-data-{Guid.NewGuid():N}");
    private Factory factory = null!;

    public IServiceProvider Services => factory.Services;
    public Uri Address => factory.ClientOptions.BaseAddress;
    public string ConnectionString { get; private set; } = "";

    /// <summary>Where the site keeps its pictures.</summary>
    public string MediaPath => Path.Combine(folder, "media");

    /// <summary>Staff of each role, all with <see cref="Password"/>.</summary>
    public Actor Reporter { get; private set; } = null!;
    public Actor OtherReporter { get; private set; } = null!;
    public Actor Editor { get; private set; } = null!;
    public Actor Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.CloneAsync();
        Start();
        Reporter = await AddStaffAsync("Rita Reporter", StaffRole.Reporter);
        OtherReporter = await AddStaffAsync("Otto Other", StaffRole.Reporter);
        Editor = await AddStaffAsync("Edda Editor", StaffRole.Editor);
        Admin = await AddStaffAsync("Ada Admin", StaffRole.Admin);
    }

    private void Start()
    {
        factory = new Factory(ConnectionString, folder, Configure);
        factory.UseKestrel(Port);
        factory.StartServer();
    }

    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();

        // What makes sizes of pictures ends by itself, a moment after the site.
        await SiteProcess.UntilAsync(() => Task.FromResult(IsGone()));
    }

    private bool IsGone()
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>What a test wants different: settings, the clock.</summary>
    public Action<IWebHostBuilder> Configure { get; init; } = _ => { };

    /// <summary>Where it listens; 0: anywhere.</summary>
    public int Port { get; init; }

    /// <summary>A site of a test's own.</summary>
    public static async Task<SiteFixture> StartAsync(
        PostgresFixture postgres,
        Action<IWebHostBuilder> configure,
        int port = 0
    )
    {
        var site = new SiteFixture(postgres) { Configure = configure, Port = port };
        await site.InitializeAsync();
        return site;
    }

    /// <summary>A second server over the database of <paramref name="first"/>, with its people.</summary>
    /// <param name="configure">As that of the first, where it is left out.</param>
    public static Task<SiteFixture> BesideAsync(
        SiteFixture first,
        Action<IWebHostBuilder>? configure = null,
        int port = 0
    ) => Task.FromResult(Over(first.ConnectionString, first, configure ?? first.Configure, port));

    /// <summary>A server over another database, which is going to have the people of <paramref name="first"/>.</summary>
    public static SiteFixture Over(string connectionString, SiteFixture first) =>
        Over(connectionString, first, first.Configure, 0);

    private static SiteFixture Over(
        string connectionString,
        SiteFixture first,
        Action<IWebHostBuilder> configure,
        int port
    )
    {
        var second = new SiteFixture(first.postgres)
        {
            Configure = configure,
            Port = port,
            ConnectionString = connectionString,
            Reporter = first.Reporter,
            OtherReporter = first.OtherReporter,
            Editor = first.Editor,
            Admin = first.Admin,
        };
        second.Start();
        return second;
    }

    public static string EmailOf(Actor actor) => EmailOf(actor.Name);

    /// <summary>Adds somebody with <see cref="Password"/>; the address is made from the name.</summary>
    public Task<Actor> AddStaffAsync(string name, StaffRole role) =>
        WithAsync<StaffDesk, Actor>(async desk =>
        {
            var (member, refused) = await desk.AddAsync(EmailOf(name), name, role, Password, Actor.System, default);
            return member is null
                ? throw new InvalidOperationException(string.Join(' ', refused))
                : new Actor(member.Id, name, role);
        });

    /// <summary>Runs <paramref name="act"/> with a service of its own scope.</summary>
    public async Task<TResult> WithAsync<TService, TResult>(Func<TService, Task<TResult>> act)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <inheritdoc cref="WithAsync{TService, TResult}"/>
    public async Task WithAsync<TService>(Func<TService, Task> act)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>A browser of its own: cookies are kept, redirects are not followed.</summary>
    /// <param name="from">The visitor's own address; a loopback one.</param>
    public Visitor Visitor(string? from = null) => new(Address, from);

    /// <summary>A visitor who has signed in as <paramref name="actor"/>.</summary>
    public async Task<Visitor> VisitorAsync(Actor actor)
    {
        var visitor = Visitor();
        await visitor.SignInAsync(EmailOf(actor), Password);
        return visitor;
    }

    private static string EmailOf(string name) => name.Replace(' ', '.').ToLowerInvariant() + "@example.org";

    private sealed class Factory(string connectionString, string folder, Action<IWebHostBuilder> configure)
        : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            configure(
                builder
                    .UseEnvironment("Production")
                    .UseSetting("ConnectionStrings:NewsSite", connectionString)
                    .UseSetting("NewsSite:Address", "http://news.test")
                    .UseSetting("NewsSite:DataDirectory", folder)
                    .UseSetting("NewsSite:CheckLinks", "false")
                    // Every page would be made once more, for nobody.
                    .UseSetting("NewsSite:CopiesMegabytes", "0")
                    // Tests change more stories than an editor does.
                    .UseSetting("NewsSite:FreezeAfter", "0")
                    .UseSetting("Serilog:MinimumLevel:Default", "Error")
                    // Hundreds sign in, and nobody guesses.
                    .ConfigureTestServices(services =>
                        services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000)
                    )
            );
    }
}
