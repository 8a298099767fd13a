using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Database;

public sealed class MigrationTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Stories_of_the_first_version_come_along_with_all_that_publishing_would_write_today()
    {
        var parent = await site.CategoryAsync("Coast");
        await site.CategoryAsync("Harbours", parent);
        await site.PublishedAsync("The Café’s “old” tide tables", "Some words ~c12.", "Harbours", ["Tides", "Moon"]);
        await site.PublishedAsync(
            "Newer tide tables",
            category: "Coast",
            at: new(2019, 12, 31, 23, 59, 0, TimeSpan.Zero)
        );
        await site.WithdrawAsync(await site.PublishedAsync("Tables that went"));
        var before = await site.DumpAsync();

        await MigrateAsync("Beginning");
        await MigrateAsync(null);

        Assert.Equal(before, await site.DumpAsync());
        using var reader = site.Visitor();
        var found = await reader.PageAsync("/search?q=tide+tables&section=coast");
        Assert.Equal(2, found.QuerySelectorAll(".river .card__headline").Length);
    }

    // The tool writes the whole model beside each: of the older ones nobody asks for it, and it was a third of all the code.
    [Fact]
    public void Only_the_newest_holds_a_picture_of_the_whole_model()
    {
        var migrations = typeof(NewsroomDb)
            .Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Migration)))
            .OrderBy(t => t.GetCustomAttribute<MigrationAttribute>()!.Id, StringComparer.Ordinal)
            .ToList();
        Assert.All(migrations[..^1], m => Assert.Null(ModelOf(m)));
        Assert.NotNull(ModelOf(migrations[^1]));

        static MethodInfo? ModelOf(Type migration) =>
            migration.GetMethod(
                "BuildTargetModel",
                BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
            );
    }

    private Task MigrateAsync(string? target) =>
        site.WithAsync<NewsroomDb>(db => db.Database.GetService<IMigrator>().MigrateAsync(target));
}
