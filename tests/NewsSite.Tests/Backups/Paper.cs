using Microsoft.Extensions.DependencyInjection;
using NewsSite.News;
using NewsSite.News.Backups;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Npgsql;

namespace NewsSite.Tests.Backups;

/// <summary>A database and a folder of pictures, with no server that works on them.</summary>
internal sealed class Paper(string database, string media, ObjectStorage? storage = null)
{
    public string Database { get; } = database;
    public string Media { get; } = media;

    /// <param name="told">See <see cref="BackupDesk.MakeAsync"/>; what it does is done before the backup goes on.</param>
    public async Task<BackupMade> BackUpAsync(string directory, Func<string, Task>? told = null)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<BackupDesk>()
            .MakeAsync(directory, told is null ? null : new Told(told), default);
    }

    public async Task<Restored> RestoreAsync(string path, bool replace = false)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RestoreDesk>().RunAsync(path, replace, null, default);
    }

    /// <summary>Every row of newsroom and site, in order, but for what a backup leaves out by intent.</summary>
    public async Task<List<string>> RowsAsync()
    {
        string[] leftOut = ["staff_session(", "job(", "job_request(", "migration("];
        var rows = await SiteDump.DumpAsync(Database, "newsroom");
        rows.RemoveAll(row => leftOut.Any(table => row.StartsWith(table, StringComparison.Ordinal)));
        return [.. rows, .. await SiteDump.DumpAsync(Database)];
    }

    /// <summary>Indexes, constraints, triggers and whether they are on, rights: what stands around the rows.</summary>
    public Task<string[]> StructureAsync() =>
        AskAsync<string[]>(
            """
            with ours as (
                select oid, relacl from pg_class where relnamespace = any('{newsroom, site, delivery}'::regnamespace[])
            )
            select array_agg(line order by line collate "C") from (
                select pg_get_indexdef(indexrelid) as line from pg_index join ours on ours.oid = indrelid
                union all select conrelid::regclass || pg_get_constraintdef(c.oid)
                    from pg_constraint c join ours on ours.oid = conrelid
                union all select tgenabled::text || pg_get_triggerdef(t.oid)
                    from pg_trigger t join ours on ours.oid = tgrelid where not tgisinternal
                union all select oid::regclass || coalesce(array_to_string(relacl, ','), '') from ours
            ) lines
            """
        );

    /// <summary>The next number of each sequence of newsroom and site.</summary>
    public async Task<List<string>> SequencesAsync()
    {
        var sequences = new List<string>();
        await using var source = NpgsqlDataSource.Create(Database + ";Pooling=false");
        await using var ask = source.CreateCommand(
            """
            select schemaname || '.' || sequencename || ' ' || coalesce(last_value + increment_by, start_value)
            from pg_sequences where schemaname in ('newsroom', 'site') order by 1
            """
        );
        await using var reader = await ask.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            sequences.Add(reader.GetString(0));
        }

        return sequences;
    }

    public async Task<T> AskAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database + ";Pooling=false");
        await using var ask = source.CreateCommand(sql);
        return (T)(await ask.ExecuteScalarAsync())!;
    }

    public async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The pictures as they are stored, without what is made of them: name and content.</summary>
    public SortedDictionary<string, string> Files() =>
        new(
            Directory.Exists(Media)
                ? Directory
                    .EnumerateFiles(Media)
                    .ToDictionary(f => Path.GetFileName(f), f => Convert.ToBase64String(File.ReadAllBytes(f)))
                : [],
            StringComparer.Ordinal
        );

    /// <summary>What a command has that works on them.</summary>
    public ServiceProvider Services() =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddNews(new(Database, Media, storage))
            .BuildServiceProvider();

    // On a thread that waits for nobody.
    private sealed class Told(Func<string, Task> told) : IProgress<string>
    {
        public void Report(string value) => Task.Run(() => told(value)).Wait();
    }
}
