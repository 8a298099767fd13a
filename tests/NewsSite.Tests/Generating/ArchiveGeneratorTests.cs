using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Generating;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Generating;

public sealed class ArchiveGeneratorTests(SiteFixture site, MoreSites more)
    : IClassFixture<SiteFixture>,
        IClassFixture<MoreSites>
{
    [Fact]
    public async Task What_is_generated_is_what_publishing_would_have_written()
    {
        await site.PublishedAsync("Here before", tags: ["Earlier"]);
        var structure = await StructureAsync();
        await GenerateAsync(site, 800, 7);
        var before = await site.DumpAsync();
        Assert.Contains(before, row => row.StartsWith("withdrawn_article", StringComparison.Ordinal));
        Assert.Contains(before, row => row.StartsWith("correction", StringComparison.Ordinal));
        Assert.Contains(before, row => row.Contains("Here before", StringComparison.Ordinal));
        Assert.Equal(structure, await StructureAsync());

        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());

        // The next story that a person writes takes the next number.
        var next = await site.PublishedAsync("Written after");
        Assert.Equal(
            next,
            await site.WithAsync<NewsroomDb, long>(db => db.Articles.OrderBy(a => a.Id).Select(a => a.Id).LastAsync())
        );
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_rows_and_another_seed_others()
    {
        await GenerateAsync(more.One, 150, 3);
        await GenerateAsync(more.Two, 150, 3);
        var one = await more.One.DumpAsync();
        Assert.Equal(one, await more.Two.DumpAsync());
        await GenerateAsync(more.Three, 150, 4);
        Assert.NotEqual(one, await more.Three.DumpAsync());
    }

    private static Task GenerateAsync(SiteFixture site, int count, long seed) =>
        site.WithAsync<ArchiveGenerator>(generator => generator.RunAsync(count, seed, null, default));

    private async Task<List<string>> StructureAsync()
    {
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await using var command = source.CreateCommand(
            """
            select pg_get_indexdef(indexrelid) from pg_index
            union all
            select conrelid::regclass || pg_get_constraintdef(oid) from pg_constraint
            order by 1
            """
        );
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}

/// <summary>Three more sites, each over a fresh database.</summary>
public sealed class MoreSites(PostgresFixture postgres) : IAsyncLifetime
{
    public SiteFixture One { get; } = new(postgres);
    public SiteFixture Two { get; } = new(postgres);
    public SiteFixture Three { get; } = new(postgres);

    public async ValueTask InitializeAsync()
    {
        foreach (var site in new[] { One, Two, Three })
        {
            await site.InitializeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in new[] { One, Two, Three })
        {
            await site.DisposeAsync();
        }
    }
}
