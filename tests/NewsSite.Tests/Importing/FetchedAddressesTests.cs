using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Which addresses are those of one picture, and which of two, asked of real servers.</summary>
public sealed class FetchedAddressesTests(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-addresses-");
    private OldServer old = null!;

    public async ValueTask InitializeAsync() => old = await OldServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await old.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Pictures_that_differ_by_query_or_port_alone_are_two_and_sizes_of_one_are_one()
    {
        await using var other = await OldServer.StartAsync();
        old.Answer(
            "/img/view.jpg",
            context =>
                context.Request.QueryString.Value switch
                {
                    "?id=1" => context.Response.Body.WriteAsync(Photos.Quarters(410, 300)).AsTask(),
                    "?id=2&lang=cy" => context.Response.Body.WriteAsync(Photos.Quarters(420, 300)).AsTask(),
                    _ => OldServer.Says(404)(context),
                }
        );
        old.Answer("/img/port.jpg", Photos.Quarters(430, 300));
        other.Answer("/img/port.jpg", Photos.Quarters(440, 300));
        old.Answer("/img/sizes.jpg", Photos.Quarters(450, 300));
        (string Headline, string Address, int Width)[] stories =
        [
            ("By query, first", $"{old.Address}/img/view.jpg?id=1", 410),
            ("By query, second", $"{old.Address}/img/view.jpg?id=2&amp;lang=cy", 420),
            ("By query, first and smaller", $"{old.Address}/img/view.jpg?w=300&amp;id=1&amp;ssl=1", 410),
            ("By port, first", $"{old.Address}/img/port.jpg", 430),
            ("By port, second", $"{other.Address}/img/port.jpg", 440),
            ("Whole", "/img/sizes.jpg", 450),
            ("Of a width", $"{old.Address}/img/sizes.jpg?w=300", 450),
            ("Of a frame", $"{old.Address}/img/sizes.jpg?resize=640%2C480&#038;ssl=1", 450),
            ("Of a fit", $"{old.Address}/img/sizes.jpg?fit=1024%2C768&amp;quality=80&amp;strip=all#top", 450),
        ];
        var wxr = new Wxr(old.Address);
        foreach (var (headline, address, _) in stories)
        {
            wxr.Post(headline, $"<img src=\"{address}\" alt=\"\">");
        }

        var report = await ImportAsync(wxr, [old.Address, other.Address]);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal((5, 0), (report.Out[ImportReport.Fetched], report.Skipped.Total));
        var widths = await site.WithAsync<NewsroomDb, Dictionary<string, int>>(db =>
            db.Pictures.ToDictionaryAsync(p => $"![](/media/{p.FileName})", p => p.Width)
        );
        Assert.Equal([410, 420, 430, 440, 450], widths.Values.Order());
        foreach (var (headline, _, width) in stories)
        {
            Assert.Equal((headline, width), (headline, widths.GetValueOrDefault(await site.BodyAsync(headline))));
        }

        // All of them are known when it is run again.
        var asked = old.AskedInAll + other.AskedInAll;
        await ImportAsync(wxr, [old.Address, other.Address]);
        Assert.Equal((5, asked), (asked, old.AskedInAll + other.AskedInAll));
    }

    private async Task<ImportReport> ImportAsync(Wxr wxr, string[] named)
    {
        var file = Path.Combine(folder.FullName, "export.xml");
        await File.WriteAllTextAsync(file, $"{wxr}");
        using var from = new OldSite(named, OldServer.MayConnect, TimeSpan.FromSeconds(5));
        return await site.WithAsync<Importer, ImportReport>(importer =>
            importer.RunAsync(
                Imports.Source(file, SectionMap.None, hasPictures: true, from.IsNamed),
                new ImportOrder(SectionMap.None, OldSite: from),
                null,
                default
            )
        );
    }
}
