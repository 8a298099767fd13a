using System.Net;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Ghost;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Sites that lay in a folder of their host: whatever they had there leads on.</summary>
[Collection<GhostSite>]
public sealed class SitesInFoldersTests(SiteFixture site) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-folders-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task All_of_WordPress_leads_on_from_there()
    {
        var wxr = new Wxr("http://folder.example/blog")
            .Category("isles", "Isles", id: 3207)
            .Head(
                "<wp:author><wp:author_id>3208</wp:author_id><wp:author_login>isa</wp:author_login><wp:author_display_name><![CDATA[Isa Isle]]></wp:author_display_name></wp:author>"
            );
        var (thief, first) = (wxr.First, wxr.First + 1);
        wxr.Post(
                "Begun with the number of another",
                "Text.",
                $"""
                <guid isPermaLink="false">http://folder.example/blog/?p={first}</guid>
                """
            )
            .Post(
                "In a folder",
                "Text.",
                $"""
                <guid isPermaLink="false">http://www.folder.example/before/?p=3209</guid>
                <category domain="category" nicename="isles"><![CDATA[Isles]]></category>
                <category domain="post_tag" nicename="tidal-isles"><![CDATA[Tidal isles of old]]></category>
                """,
                creator: "isa"
            )
            .Post("Page in a folder", "Text.", "", type: "page", link: "http://folder.example/blog/page-isle/")
            .Post(
                "Picture in a folder",
                "",
                $"<wp:post_parent>{first}</wp:post_parent>",
                "inherit",
                "attachment",
                link: "http://folder.example/blog/picture-isle/"
            )
            .Post(
                "Begun elsewhere",
                "Text.",
                $"""
                <guid isPermaLink="false">http://other.example/?p=3210</guid>
                """
            );
        await site.ImportAsync(wxr);

        var (article, _) = await site.StoryAsync("In a folder");
        var story = $"/news/{article.Id}/{article.Slug}";
        await site.LeadsAsync(
            (
                $"/blog/?p={thief}",
                $"/news/{(await site.StoryAsync("Begun with the number of another")).Article.Id}/begun-with-the-number-of-another"
            ),
            ($"/blog/2014/post-{first}/", story),
            ($"/blog/?p={first}", story),
            ($"/?p={first}", story),
            ("/before/?p=3209", story),
            ($"/blog/?page_id={first + 1}", "/about/page-isle"),
            ($"/blog/?p={first + 1}", "/about/page-isle"),
            ($"/?page_id={first + 1}", "/about/page-isle"),
            ($"/blog/?attachment_id={first + 2}", story),
            ("/blog/category/isles/", "/category/isles"),
            ("/blog/?cat=3207", "/category/isles"),
            ("/?cat=3207", "/category/isles"),
            ("/blog/tag/tidal-isles/", "/tag/tidal-isles-of-old"),
            ("/blog/?tag=tidal-isles", "/tag/tidal-isles-of-old"),
            ("/tag/tidal-isles/", "/tag/tidal-isles-of-old"),
            ("/blog/author/isa/", "/author/isa-isle"),
            ("/blog/?author=3208", "/author/isa-isle")
        );
        using var reader = site.Visitor();
        using var other = await reader.GetAsync("/?p=3210");
        Assert.Null(other.Headers.Location);
    }

    [Theory]
    [InlineData("https://ghost.example/shore/", null, "shore")]
    [InlineData(null, "/coast/:slug/", "coast")]
    [InlineData("https://ghost.example/strand", "/strand/:slug/", "strand")]
    public async Task All_of_Ghost_leads_on_from_there(string? home, string? made, string lay)
    {
        var (tag, author) = (GhostExport.NewId(), GhostExport.NewId());
        var export = new GhostExport($"Ghost of the {lay}")
            .Row("tags", "id", tag, "name", $"Sand of the {lay}", "slug", $"{lay}-sand")
            .Row("users", "id", author, "name", $"Sandy {lay}", "slug", $"sandy-{lay}-of-old")
            .Post($"Ghost on the {lay}", "<p>Text.</p>", "slug", $"{lay}-post")
            .Tagged(tag)
            .Signed(author)
            .Post($"Ghost house on the {lay}", "<p>Text.</p>", "slug", $"{lay}-house", "type", "page");
        var file = Path.Combine(folder.FullName, "export.json");
        await File.WriteAllTextAsync(file, $"{export}");
        var source = new GhostSource(file, SectionMap.None, TimeProvider.System)
        {
            Home = home is null ? null : new Uri(home),
            Permalinks = made is null ? [] : [GhostPermalinks.Read(made)],
        };
        await site.WithAsync<Importer, ImportReport>(importer =>
            importer.RunAsync(source, new ImportOrder(SectionMap.None), null, default)
        );

        var (article, _) = await site.StoryAsync($"Ghost on the {lay}");
        await site.LeadsAsync(
            ($"/{lay}/{lay}-post/", $"/news/{article.Id}/{article.Slug}"),
            ($"/{lay}/{lay}-house/", $"/about/{lay}-house"),
            ($"/{lay}/tag/{lay}-sand/", $"/tag/sand-of-the-{lay}"),
            ($"/tag/{lay}-sand/", $"/tag/sand-of-the-{lay}"),
            ($"/{lay}/author/sandy-{lay}-of-old/", $"/author/sandy-{lay}"),
            ($"/author/sandy-{lay}-of-old/", $"/author/sandy-{lay}")
        );
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync($"/{lay}/{lay}/{lay}-post/"));
    }
}
