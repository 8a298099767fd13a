using System.Net;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The form that begins an import: what it comes from, and how its addresses were made.</summary>
public sealed class AskedSourcesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = AskedForms.Address;

    private string Folder => site.ImportsFolder();

    [Fact]
    public async Task Pictures_are_fetched_from_an_old_site_that_is_named_and_not_from_inside()
    {
        await using var old = await OldServer.StartAsync();
        old.Answer("/wp-content/uploads/2013/05/quay.jpg", Photos.Unique());
        var picture = $"{old.Address}/wp-content/uploads/2013/05/quay.jpg";
        var wxr = new Wxr(old.Address).Post("Fetched story", $"Text.\n\n<img src=\"{picture}\" alt=\"The quay\" />");
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "fetched.xml"), $"{wxr}");
        using var admin = await site.VisitorAsync(site.Admin);
        using (
            var refused = await admin.SubmitAsync(Address, [("file", "fetched.xml"), ("oldSite", "ftp:old")], Address)
        )
        {
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            var page = await Visitor.ParseAsync(refused);
            Assert.Contains(
                "is no address of a site",
                page.QuerySelector("#oldSite-error")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.Equal("ftp:old", ((IHtmlInputElement)page.QuerySelector("#oldSite")!).Value);
            Assert.Equal("fetched.xml", ((IHtmlSelectElement)page.QuerySelector("#file")!).Value);
        }

        using var asked = await admin.SubmitAsync(
            Address,
            [("file", "fetched.xml"), ("oldSite", old.Address)],
            Address
        );
        var import = asked.Headers.Location!.OriginalString;
        await admin.UntilImportAsync(import, "Nothing is written yet");
        using (await admin.SubmitAsync(import, [], "handler=Import")) { }

        var ended = await admin.UntilImportAsync(import, "All is in");
        Assert.Contains("its address is not on the public web", ended.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, old.AskedInAll);
        var (_, content) = await site.StoryAsync("Fetched story");
        Assert.Contains($"]({picture})", content.Body, StringComparison.Ordinal);
        await admin.RemoveImportAsync(import, withFiles: true);
    }

    [Fact]
    public async Task Several_hosts_and_several_ways_of_addresses_are_typed_into_one_line_each_and_stay_there()
    {
        await using var one = await OldServer.StartAsync();
        await using var two = await OldServer.StartAsync();
        var (hosts, ways) = ($"{one.Address}  {two.Address}/shop", "/:year/:slug/ /{primary_tag}/{slug}/");
        var tag = GhostExport.NewId();
        var ghost = new GhostExport("Asked routes")
            .Row("tags", "id", tag, "name", "Tides", "slug", "tides")
            .Post(
                "Asked of hosts",
                string.Concat(
                    new[] { one.Address, two.Address, "http://third.example" }.Select(h => $"<img src=\"{h}/a.jpg\">")
                ),
                "slug",
                "asked"
            )
            .Tagged(tag);
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "hosts.json"), $"{ghost}");
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var (typedHosts, typedWays, field, why) in new[]
            {
                ($"{one.Address} old.example", ways, "oldSite", "“old.example” is no address of a site"),
                ($"{one.Address},{two.Address}", ways, "oldSite", "is no address of a site"),
                (hosts, "/:year/:slug/ /:yeer/:slug/", "permalinks", "“yeer” is none of"),
                (hosts, "/:slug/, /:id/", "permalinks", "and be a path"),
                (hosts, "/:slug/ :id", "permalinks", "begin with one slash"),
                (hosts, $"/:slug/ /{new string('x', 200)}/:id", "permalinks", "in 200 characters or fewer"),
                (string.Join(' ', Enumerable.Repeat(one.Address, 60)), ways, "oldSite", "must be 1000 characters"),
            }
        )
        {
            using var refused = await admin.SubmitAsync(
                Address,
                [("file", "hosts.json"), ("oldSite", typedHosts), ("permalinks", typedWays)],
                Address
            );
            Assert.Equal((typedWays, HttpStatusCode.OK), (typedWays, refused.StatusCode));
            var page = await Visitor.ParseAsync(refused);
            Assert.True(page.QuerySelector($"#{field}-error") is not null, $"{typedHosts}: {field}");
            Assert.Contains(why, page.QuerySelector($"#{field}-error")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(
                (typedHosts, typedWays, "hosts.json"),
                (
                    ((IHtmlInputElement)page.QuerySelector("#oldSite")!).Value,
                    ((IHtmlInputElement)page.QuerySelector("#permalinks")!).Value,
                    ((IHtmlSelectElement)page.QuerySelector("#file")!).Value
                )
            );
        }

        var import = await admin.BeginImportAsync("hosts.json", ("oldSite", hosts), ("permalinks", ways));
        var tried = await admin.UntilImportAsync(import, "Nothing is written yet");
        Assert.Contains($"the others from {hosts}", tried.Body!.TextContent, StringComparison.Ordinal);
        using (await admin.SubmitAsync(import, [], "handler=Import")) { }

        // Both hosts that were typed would be asked, if strangers reached them; the third is not.
        var ended = await admin.UntilImportAsync(import, "All is in");
        var rows = ended
            .QuerySelectorAll("tr")
            .Select(r => string.Join(' ', r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .ToList();
        Assert.Contains(
            rows,
            r => r.StartsWith("2 picture in a text: its address is not on the public web", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("third.example, which", ended.Body!.TextContent, StringComparison.Ordinal);
        var (article, _) = await site.StoryAsync("Asked of hosts");
        using var reader = site.Visitor();
        foreach (var from in new[] { "/2020/asked/", "/tides/asked/" })
        {
            Assert.Equal((from, $"/news/{article.Id}/{article.Slug}"), (from, await site.LeadsToAsync(reader, from)));
        }

        await admin.RemoveImportAsync(import, withFiles: true);
    }
}
