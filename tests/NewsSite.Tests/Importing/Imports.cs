using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Ghost;
using NewsSite.News.Importing.WordPress;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Imports;
using Xunit;

namespace NewsSite.Tests.Importing;

internal static class Imports
{
    private static readonly string[] OfServers = ["job(", "redirect_use(", "missing_address(", "data_protection_keys("];

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static async Task<ImportReport> ImportAsync(
        this SiteFixture site,
        object wxr,
        string? map = null,
        bool isDry = false
    )
    {
        var folder = Directory.CreateTempSubdirectory("newssite-import-");
        try
        {
            var file = Path.Combine(folder.FullName, "export.xml");
            await File.WriteAllTextAsync(file, $"{wxr}");
            var mapFile = map is null ? null : Path.Combine(folder.FullName, "map.txt");
            if (mapFile is not null)
            {
                await File.WriteAllTextAsync(mapFile, map);
            }

            return await site.ImportFileAsync(file, mapFile, isDry);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <param name="media">The folder of its pictures; null without any.</param>
    public static async Task<ImportReport> ImportFileAsync(
        this SiteFixture site,
        string file,
        string? map = null,
        bool isDry = false,
        string? media = null
    )
    {
        var sections = map is null ? SectionMap.None : await SectionMap.ReadAsync(map, default);
        using var pictures = media is null ? null : GivenPictures.Open(media);
        return await site.WithAsync<Importer, ImportReport>(importer =>
            importer.RunAsync(
                Source(file, sections, media is not null),
                new ImportOrder(sections, map, isDry, pictures),
                null,
                default
            )
        );
    }

    /// <returns>What the command says that asks for every old address of a file that is in.</returns>
    public static async Task<ProofResult> ProveFileAsync(
        this SiteFixture site,
        string file,
        string? map = null,
        bool hasPictures = false
    )
    {
        var sections = map is null ? SectionMap.None : await SectionMap.ReadAsync(map, default);
        return await site.WithAsync<Importer, ProofResult>(importer =>
            site.Services.GetRequiredService<AddressProof>()
                .RunAsync(
                    importer.OldAddressesAsync(Source(file, sections, hasPictures), new(sections, map), default),
                    new Progress<string>(),
                    default
                )
        );
    }

    /// <returns>By the ending of its name: Ghost writes JSON.</returns>
    public static IStorySource Source(
        string file,
        SectionMap sections,
        bool hasPictures = false,
        Func<Uri, bool>? fetches = null
    ) =>
        file.EndsWith(".json", StringComparison.Ordinal)
            ? new GhostSource(file, sections, TimeProvider.System) { HasPictures = hasPictures, Fetches = fetches }
            : new WordPressSource(file, Zone, TimeProvider.System) { HasPictures = hasPictures, Fetches = fetches };

    /// <returns>All that is in the database, but for what its servers write by themselves.</returns>
    public static async Task<List<string>> RowsAsync(this SiteFixture site) =>
        [
            .. (await site.DumpAsync("newsroom"))
                .Where(row => !Array.Exists(OfServers, table => row.StartsWith(table, StringComparison.Ordinal)))
                .Select(row => $"N{row}"),
            .. (await site.DumpAsync()).Select(row => $"S{row}"),
        ];

    /// <summary>Each address leads a reader on for good, by one step, to where it must, and that is there.</summary>
    public static async Task LeadsAsync(this SiteFixture site, params (string From, string To)[] addresses)
    {
        using var reader = site.Visitor();
        foreach (var (from, to) in addresses)
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal(
                (from, HttpStatusCode.MovedPermanently, to),
                (from, answer.StatusCode, $"{answer.Headers.Location}")
            );
            Assert.Equal((to, HttpStatusCode.OK), (to, await reader.StatusAsync(to)));
        }
    }

    /// <returns>The only story with this headline, and what its newest version says.</returns>
    public static Task<(Article Article, ArticleContent Content)> StoryAsync(this SiteFixture site, string headline) =>
        site.WithAsync<NewsroomDb, (Article, ArticleContent)>(async db =>
        {
            var version = await db.ArticleVersions.AsNoTracking().SingleAsync(v => v.Content.Headline == headline);
            return (await db.Articles.AsNoTracking().SingleAsync(a => a.Id == version.ArticleId), version.Content);
        });

    public static async Task<string> BodyAsync(this SiteFixture site, string headline) =>
        (await site.StoryAsync(headline)).Content.Body;
}
