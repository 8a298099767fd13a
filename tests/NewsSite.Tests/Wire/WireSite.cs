using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NewsSite.News.Database;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Wire;

[CollectionDefinition]
public sealed class WireCollection : ICollectionFixture<WireSite>;

/// <summary>A site that may ask this machine for feeds, and a server that has some.</summary>
public sealed class WireSite(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, RequestDelegate> answers = new();
    private readonly ConcurrentDictionary<string, int> asked = new();
    private WebApplication web = null!;

    public SiteFixture Site { get; private set; } = null!;

    /// <summary>Where the feeds are.</summary>
    public Uri Web { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        web.Run(async context =>
        {
            var path = Uri.UnescapeDataString(context.Request.Path);
            asked.AddOrUpdate(path, 1, (_, n) => n + 1);
            await (answers.TryGetValue(path, out var answer) ? answer : NotFound)(context);
        });
        await web.StartAsync();
        Web = new Uri(web.Urls.First());
        Site = await SiteFixture.StartAsync(
            postgres,
            site =>
                site.ConfigureTestServices(services =>
                    services.AddSingleton(
                        new WireFetcher(address => address.ToString() == "127.0.0.1", limit: TimeSpan.FromSeconds(2))
                    )
                )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await web.DisposeAsync();
    }

    /// <summary>What is answered at a path from now on.</summary>
    public void Answer(string path, RequestDelegate answer) => answers[path] = answer;

    /// <inheritdoc cref="Answer(string, RequestDelegate)"/>
    public void Answer(string path, string feed) =>
        Answer(path, context => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(feed)).AsTask());

    public int Asked(string path) => asked.GetValueOrDefault(path);

    /// <summary>Adds a source, off: it is asked by <see cref="PollAsync"/> and not by the timer.</summary>
    public Task<long> AddAsync(string path, long? category = null, bool isSyndicated = false, string? host = null) =>
        Site.WithAsync<WireSources, long>(sources =>
            sources.AddAsync(
                new(
                    $"Source of {path}",
                    host is null ? new Uri(Web, path).ToString() : $"http://{host}:{Web.Port}{path}",
                    "Northern Press Agency",
                    30,
                    category,
                    IsOn: false,
                    isSyndicated
                ),
                Site.Admin,
                default
            )
        );

    /// <summary>Asks one source, as the timer does when it is due.</summary>
    public async Task<WireSource> PollAsync(long id)
    {
        var before = await SourceAsync(id);
        await Site.WithAsync<NewsroomDb>(db =>
            db.WireSources.Where(s => s.Id == id)
                .ExecuteUpdateAsync(s =>
                    s.SetProperty(x => x.IsOn, true).SetProperty(x => x.NextAt, DateTimeOffset.UnixEpoch)
                )
        );
        await Site.WithAsync<WireRun, int>(run => run.RunAsync(default));
        var since = DateTimeOffset.UtcNow;
        while (true)
        {
            // The timer may have been quicker, and be at it still.
            var source = await SourceAsync(id);
            if (
                source.TriedAt is { } tried
                && tried != before.TriedAt
                && (source.ReadAt >= tried || source.Failures != before.Failures)
            )
            {
                await Site.WithAsync<NewsroomDb>(db =>
                    db.WireSources.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsOn, false))
                );
                return source;
            }

            Assert.True(DateTimeOffset.UtcNow - since < TimeSpan.FromSeconds(10), "The source is not asked.");
            await Task.Delay(20);
        }
    }

    public async Task<WireSource> SourceAsync(long id) =>
        (await Site.WithAsync<WireSources, WireSource?>(sources => sources.FindAsync(id, default)))!;

    /// <summary>The rows of a source, in the order of their headlines.</summary>
    public Task<List<WireEntry>> RowsAsync(long source) =>
        Site.WithAsync<NewsroomDb, List<WireEntry>>(db =>
            db.WireEntries.AsNoTracking().Where(e => e.SourceId == source).OrderBy(e => e.Headline).ToListAsync()
        );

    /// <summary>RSS 2.0 with these items.</summary>
    public static string Rss(params string[] items) =>
        $"""
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
            <channel><title>Feed</title><language>fr</language>{string.Concat(
                items.Select(i => $"<item>{i}</item>")
            )}</channel></rss>
            """;

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
