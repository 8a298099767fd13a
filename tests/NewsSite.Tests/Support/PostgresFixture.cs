using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.EmbeddedPostgres;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace NewsSite.Tests.Support;

/// <summary>One private PostgreSQL for the whole run, and a migrated template that every site's database is cloned from.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Template = "template_site";
    private readonly string folder = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(),
        $"newssite-tests-{Guid.NewGuid():N}"
    );
    private readonly SemaphoreSlim oneAtATime = new(1);
    private EmbeddedServer server = null!;
    private int made;

    /// <summary>Where the server's data lies; see <see cref="EmbeddedServerOptions"/>.</summary>
    public string Folder => folder;

    /// <returns>For the server's owner.</returns>
    public string ConnectionString(string database) => server.ConnectionString(database);

    public async ValueTask InitializeAsync()
    {
        server = await EmbeddedServer.StartAsync(new EmbeddedServerOptions(folder, Durable: false), default);
        await RunAsync($"create database {Template}");
        await using var services = new ServiceCollection()
            .AddDatabase(server.ConnectionString(Template) + ";Pooling=false")
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NewsroomDb>().Database.MigrateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <returns>A connection string to a fresh, migrated database.</returns>
    public async Task<string> CloneAsync()
    {
        await oneAtATime.WaitAsync();
        try
        {
            var name = $"site_{++made}";
            await RunAsync($"create database {name} template {Template} strategy file_copy");
            return server.ConnectionString(name) + ";Maximum Pool Size=10";
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <returns>A connection string to an empty database.</returns>
    public async Task<string> EmptyAsync()
    {
        var name = $"empty_{Guid.NewGuid():N}";
        await RunAsync($"create database {name}");
        return server.ConnectionString(name) + ";Maximum Pool Size=10";
    }

    private async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
