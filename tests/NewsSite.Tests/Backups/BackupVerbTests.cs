using NewsSite.EmbeddedPostgres;
using NewsSite.News.Backups;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Backups;

/// <summary>The commands, in processes of their own that may be killed.</summary>
public sealed class BackupVerbTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-verbs-").FullName;
    private string Backups => Path.Combine(folder, "backups");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_backup_that_was_killed_is_none_and_the_next_one_beside_a_running_private_server_comes_back_into_another()
    {
        // The private server of a site that runs: another process holds its folder.
        var name = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync()).Database!;
        var running = new Paper(postgres.ConnectionString("newssite"), Path.Combine(folder, "one", "media"));
        await new Paper(postgres.ConnectionString("postgres"), "").RunAsync(
            $"create database newssite template {name}"
        );
        await OneRowEverywhere.FillAsync(running.Database);
        await running.RunAsync(
            "update newsroom.picture set file_name = 'none'; update site.settings set logo = null, dark_logo = null"
        );
        Directory.CreateDirectory(Path.Combine(folder, "one"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "one", "postgres"), postgres.Folder);

        await using (var lockOf = NpgsqlDataSource.Create(running.Database + ";Pooling=false"))
        {
            await using var holder = await lockOf.OpenConnectionAsync();
            await using var held = await holder.BeginTransactionAsync();
            await using var take = new NpgsqlCommand("lock table site.word in access exclusive mode", holder);
            await take.ExecuteNonQueryAsync();
            await using var killed = Run("one", "backup", Backups);
            await SiteProcess.UntilAsync(() =>
                Task.FromResult(
                    Directory.Exists(Backups)
                        && Directory
                            .EnumerateFiles(Backups, "site.withdrawn_article.gz", SearchOption.AllDirectories)
                            .Any()
                )
            );
            await killed.KillAsync();
        }

        var left = Assert.Single(Directory.EnumerateDirectories(Backups));
        Assert.EndsWith(".part", left, StringComparison.Ordinal);
        Assert.Throws<BackupRefusedException>(() => BackupFolder.Open(Backups));
        Assert.Throws<BackupRefusedException>(() => BackupFolder.Open(left));

        await using (var whole = Run("one", "backup", Backups))
        {
            // A picture is missing, and that is said; all else is there.
            Assert.Equal(1, await whole.EndAsync());
            Assert.Contains("Backed up.", whole.Output, StringComparison.Ordinal);
            Assert.Contains("not in it: none", whole.Output, StringComparison.Ordinal);
        }

        var made = Assert.Single(Directory.EnumerateDirectories(Backups));
        Assert.DoesNotContain(".part", made, StringComparison.Ordinal);
        await using (var restore = Run("two", "restore", Backups))
        {
            Assert.Equal(1, await restore.EndAsync());
            Assert.Contains("Restored.", restore.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", restore.Output, StringComparison.Ordinal);
        }

        await using var own = await EmbeddedServer.StartAsync(
            new EmbeddedServerOptions(Path.Combine(folder, "two", "postgres"), Durable: false),
            default
        );
        var rows = await running.RowsAsync();
        var now = await new Paper(own.ConnectionString("newssite"), "").RowsAsync();
        Assert.Equal(rows.Count + 2, now.Count);
        Assert.Empty(rows.Except(now));
    }

    [Fact]
    public async Task A_restore_that_was_killed_at_its_last_step_has_changed_nothing_and_can_be_run_again()
    {
        var paper = new Paper(await postgres.CloneAsync(), Path.Combine(folder, "media"));
        await OneRowEverywhere.FillAsync(paper.Database);
        var made = await paper.BackUpAsync(Backups);
        var empty = new Paper(await postgres.EmptyAsync(), Path.Combine(folder, "three", "media"));
        await using (var source = NpgsqlDataSource.Create(empty.Database + ";Pooling=false"))
        {
            // The seal of the entry in the audit is what a transaction does last.
            await using var holder = await source.OpenConnectionAsync();
            await using var take = new NpgsqlCommand("select pg_advisory_lock(hashtext('newssite.audit'))", holder);
            await take.ExecuteNonQueryAsync();
            await using var killed = Run("three", empty.Database, "restore", Backups);

            // Others on the same server wait, too.
            const string Waiting =
                "from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())";
            await SiteProcess.UntilAsync(() => empty.AskAsync<bool>($"select exists (select {Waiting})"));
            await killed.KillAsync();
            await empty.RunAsync($"select pg_terminate_backend(pid) {Waiting}");
        }

        Assert.False(await empty.AskAsync<bool>("select exists (select from pg_namespace where nspname = 'newsroom')"));
        await using var again = Run("three", empty.Database, "restore", made.Path);
        Assert.Equal(1, await again.EndAsync());
        Assert.Contains("Restored.", again.Output, StringComparison.Ordinal);
        Assert.Empty((await paper.RowsAsync()).Except(await empty.RowsAsync()));
    }

    [Fact]
    public async Task Wrong_use_is_explained()
    {
        await using var usage = Run("four", "restore", "--replace");
        Assert.Equal(1, await usage.EndAsync());
        Assert.Contains("Usage: backup DIR", usage.Output, StringComparison.Ordinal);
    }

    private SiteProcess Run(string data, string command, string path) => Run(data, "", command, path);

    private SiteProcess Run(string data, string database, string command, string path) =>
        SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", database),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", Path.Combine(folder, data)),
            ],
            [command, path]
        );
}
