using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Generating;

namespace NewsSite.Benchmarks;

/// <summary>The whole site on a real port, over its private PostgreSQL, with an archive of the size asked for.</summary>
internal sealed class BenchedSite : IAsyncDisposable
{
    private readonly Factory factory;

    private readonly string folder;

    private BenchedSite(Factory factory, string folder) => (this.factory, this.folder) = (factory, folder);

    public Uri Address => factory.ClientOptions.BaseAddress;

    /// <summary>Of its database.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The id of the first process of its PostgreSQL.</summary>
    public int Postmaster { get; private init; }

    /// <summary>How many live stories there are.</summary>
    public int Stories { get; private set; }

    /// <param name="folder">Kept; one that is filled already is used as it is.</param>
    /// <param name="articles">How many stories an empty one gets.</param>
    public static async Task<BenchedSite> OpenAsync(string folder, int articles)
    {
        var factory = new Factory(folder);
        factory.UseKestrel(0);
        factory.StartServer();
        var file = Path.Combine(folder, "postgres", "data", "postmaster.pid");
        var site = new BenchedSite(factory, folder)
        {
            Postmaster = int.Parse((await File.ReadAllLinesAsync(file))[0], CultureInfo.InvariantCulture),
        };
        await site.WithAsync<NewsroomDb>(db =>
        {
            site.ConnectionString = db.Database.GetConnectionString()!;
            return Task.CompletedTask;
        });
        site.Stories = await site.ReadAsync(db => db.Articles.CountAsync());
        if (site.Stories == 0)
        {
            var watch = Stopwatch.StartNew();
            await using var scope = factory.Services.CreateAsyncScope();
            var progress = new Progress<string>(text => Console.Error.Write($"\r{text, -40}"));
            await scope
                .ServiceProvider.GetRequiredService<ArchiveGenerator>()
                .RunAsync(articles, 1, progress, CancellationToken.None);
            await Console.Error.WriteLineAsync($"\rFilled in {watch.Elapsed.TotalMinutes:N1} minutes");
            site.Stories = await site.ReadAsync(db => db.Articles.CountAsync());
        }

        return site;
    }

    public async Task<T> ReadAsync<T>(Func<PublishedDb, Task<T>> read)
    {
        await using var scope = factory.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PublishedDb>());
    }

    /// <summary>Does something with a service of the site.</summary>
    public async Task WithAsync<T>(Func<T, Task> act)
        where T : notnull
    {
        await using var scope = factory.Services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<T>());
    }

    /// <summary>Ends it; what comes next can have the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await factory.DisposeAsync();
        while (IsTaken())
        {
            // The host has ended, and the site is about to.
            await Task.Delay(50);
        }
    }

    private bool IsTaken()
    {
        try
        {
            using var mark = new FileStream(
                Path.Combine(folder, "postgres", "lock"),
                FileMode.Open,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class Factory(string folder) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) =>
            builder
                .UseContentRoot(AppContext.BaseDirectory)
                .UseEnvironment("Production")
                .UseSetting("NewsSite:Address", "http://localhost")
                .UseSetting("NewsSite:DataDirectory", folder)
                // Making copies of all pages would be measured, too.
                .UseSetting("NewsSite:CopiesMegabytes", "0")
                .UseSetting("NewsSite:FreezeAfter", "0")
                .UseSetting("Serilog:MinimumLevel:Default", "Error");
    }
}
