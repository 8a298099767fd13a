using NewsSite.EmbeddedPostgres;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.EmbeddedPostgres;

public sealed class EmbeddedServerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-postgres-").FullName;

    public EmbeddedServerTests()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_answers_stops_and_keeps_what_was_stored()
    {
        int process;
        await using (var first = await StartAsync())
        {
            process = first.ProcessId;
            await RunAsync(first, "create table kept (n int); insert into kept values (42)");
            Assert.StartsWith("18.", (string)(await RunAsync(first, "show server_version"))!, StringComparison.Ordinal);
        }

        Assert.False(SiteProcess.IsRunning(process));
        await using var second = await StartAsync();
        Assert.Equal(42, await RunAsync(second, "select n from kept"));
    }

    [Fact]
    public async Task Nobody_comes_in_without_the_password_and_only_from_this_machine()
    {
        await using var server = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres"))
        {
            Password = "guess",
            Pooling = false,
        };
        await using var source = NpgsqlDataSource.Create(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(async () => await source.OpenConnectionAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal("127.0.0.1", await RunAsync(server, "show listen_addresses"));
        Assert.Equal("on", await RunAsync(server, "show fsync"));
    }

    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_with_the_reason()
    {
        await using var first = await StartAsync();
        var refused = await Assert.ThrowsAsync<EmbeddedServerException>(StartAsync);
        Assert.Contains("another NewsSite is using the folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync(first, "select 1"));
    }

    [Fact]
    public async Task A_start_that_was_cut_off_is_made_good()
    {
        Directory.CreateDirectory(Path.Combine(folder, "draft", "data"));
        await File.WriteAllTextAsync(Path.Combine(folder, "draft", "data", "PG_VERSION"), "18");
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        await using var server = await StartAsync();
        Assert.Equal(1, await RunAsync(server, "select 1"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "");
        var refused = await Assert.ThrowsAsync<EmbeddedServerException>(() =>
            EmbeddedServer.StartAsync(new EmbeddedServerOptions(Path.Combine(file, "below")), default)
        );
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    private Task<EmbeddedServer> StartAsync() => EmbeddedServer.StartAsync(new EmbeddedServerOptions(folder), default);

    private static async Task<object?> RunAsync(EmbeddedServer server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
