using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Dom;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;
using static NewsSite.Tests.Reading.MachineWords;

namespace NewsSite.Tests.Reading;

/// <summary>What pages say to machines is what they show to people.</summary>
public sealed class MetadataTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // Required and recommended by schema.org and the search engines for an article.
    private static readonly string[] ArticleFields =
    [
        "@type",
        "@id",
        "url",
        "mainEntityOfPage",
        "headline",
        "description",
        "image",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "articleSection",
        "keywords",
        "inLanguage",
        "wordCount",
        "isAccessibleForFree",
        "isPartOf",
        "dateline",
        "contentLocation",
        "correction",
        "copyrightHolder",
        "copyrightYear",
    ];

    [Fact]
    public async Task A_storys_data_says_what_its_page_shows()
    {
        var id = await FullStoryAsync("The </script><b>story</b> & “its” data");
        using var reader = site.Visitor();
        var page = await PageAsync(reader, id);
        var (article, graph) = Article(page);

        Assert.Equal(ArticleFields, ArticleFields.Where(field => article.TryGetProperty(field, out _)));
        Assert.Equal(["NewsArticle", "AnalysisNewsArticle"], Texts(article.GetProperty("@type")));
        Assert.Equal(page.QuerySelector("h1")!.TextContent, Text(article, "headline"));
        Assert.Equal(page.QuerySelector(".story__standfirst")!.TextContent, Text(article, "description"));
        Assert.Equal(page.QuerySelectorAll("a[rel=author]").Select(a => a.TextContent), Names(article, "author"));
        Assert.Equal(
            page.QuerySelectorAll("a[rel=author]").Select(a => Root + a.GetAttribute("href")),
            article.GetProperty("author").EnumerateArray().Select(a => Text(a, "url"))
        );
        var times = page.QuerySelectorAll(".story__meta time").Select(t => t.GetAttribute("datetime")).ToList();
        Assert.Equal([Text(article, "datePublished"), Text(article, "dateModified")], times);
        Assert.All(times, t => Assert.NotEqual('Z', t![^1]));
        Assert.Equal(
            page.QuerySelectorAll(".story__labels a").Select(a => a.TextContent),
            Texts(article.GetProperty("articleSection"))
        );
        Assert.Equal(
            page.QuerySelectorAll(".tags a").Select(a => a.TextContent),
            Texts(article.GetProperty("keywords"))
        );
        Assert.Equal(page.QuerySelector(".dateline")!.TextContent, Text(article, "dateline"));
        Assert.Equal("It is nine miles.", Text(article.GetProperty("correction")[0], "text"));

        var images = article.GetProperty("image").EnumerateArray().ToList();
        Assert.Equal([(1200, 675), (1200, 900), (1200, 1200)], images.Select(i => (Int(i, "width"), Int(i, "height"))));
        Assert.All(images, i => Assert.Equal(("A caption", "A credit"), (Text(i, "caption"), Text(i, "creditText"))));
        Assert.All(images, i => Assert.StartsWith($"{Root}/media/{id:x64}/", Text(i, "url"), StringComparison.Ordinal));

        var crumbs = graph.Single(t => Text(t, "@type") == "BreadcrumbList").GetProperty("itemListElement");
        Assert.Equal(
            page.QuerySelectorAll(".crumbs li").Select(li => li.TextContent.Trim()),
            crumbs.EnumerateArray().Select(c => Text(c, "name"))
        );
        Assert.Equal(
            Text(article.GetProperty("publisher"), "@id"),
            Text(graph.Single(t => Text(t, "@type") == "NewsMediaOrganization"), "@id")
        );
    }

    [Fact]
    public async Task A_storys_head_is_complete_and_points_to_this_site_only()
    {
        var id = await FullStoryAsync("A head that is complete");
        using var reader = site.Visitor();
        var page = await PageAsync(reader, id);
        var address = $"{Root}/news/{id}/a-head-that-is-complete";
        Assert.Equal("A head that is complete – Rail – Meridian", page.Title);
        Assert.Equal(address, page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Dictionary<string, string> expected = new()
        {
            ["robots"] = "index,follow,max-image-preview:large,max-snippet:-1,max-video-preview:-1",
            ["author"] = "Rita Reporter, Otto Other",
            ["og:type"] = "article",
            ["og:title"] = "A head that is complete",
            ["og:url"] = address,
            ["og:site_name"] = "Meridian",
            ["og:locale"] = "en_GB",
            ["og:image"] = $"{Root}/media/card/{id}-3.jpg",
            ["og:image:width"] = "1200",
            ["og:image:height"] = "630",
            ["og:image:type"] = "image/jpeg",
            ["og:image:alt"] = "An alt text",
            ["twitter:card"] = "summary_large_image",
            ["article:section"] = "Rail",
        };
        var wrong = expected
            .Where(e => Meta(page, e.Key).SingleOrDefault() != e.Value)
            .Select(e => $"{e.Key}: {string.Join(" | ", Meta(page, e.Key))}, expected {e.Value}");
        Assert.Empty(wrong);
        Assert.Equal(["Wall", "Sea"], Meta(page, "article:tag"));
        Assert.Equal([$"{Root}/author/rita-reporter", $"{Root}/author/otto-other"], Meta(page, "article:author"));
        Assert.InRange(Meta(page, "description").Single().Length, 70, 155);
        Assert.All(
            page.QuerySelectorAll("meta[content^=http]"),
            m => Assert.StartsWith(Root + "/", m.GetAttribute("content"), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_search_title_is_for_search_engines_and_the_headline_for_everybody_else()
    {
        var draft = await site.DraftAsync("A headline that says it all");
        await site.SaveAsync(draft.ArticleId, c => c with { SearchTitle = "Bridge & ferry: what is known" });
        await PublishAsync(draft.ArticleId, new PublishOrder(2, null));
        using var reader = site.Visitor();
        var page = await PageAsync(reader, draft.ArticleId);
        Assert.Equal("Bridge & ferry: what is known – Meridian", page.Title);
        Assert.Equal("A headline that says it all", page.QuerySelector("h1")!.TextContent.Trim());
        Assert.Equal(["A headline that says it all"], Meta(page, "og:title"));
        var (article, _) = Article(page);
        Assert.Equal("A headline that says it all", Text(article, "headline"));
        Assert.Equal("Bridge & ferry: what is known", Text(article, "alternativeHeadline"));
    }

    [Fact]
    public async Task A_syndicated_story_sends_search_engines_to_its_source()
    {
        var draft = await site.DraftAsync("From the agency");
        await site.SaveAsync(
            draft.ArticleId,
            c => c with { IsSyndicated = true, SourceCredit = "Rita Reporter", SourceUrl = "https://agency.example/1" }
        );
        await PublishAsync(draft.ArticleId, new PublishOrder(2, null));
        using var reader = site.Visitor();
        var page = await PageAsync(reader, draft.ArticleId);
        Assert.Equal("https://agency.example/1", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        var (article, _) = Article(page);
        Assert.Equal("https://agency.example/1", Text(article, "isBasedOn"));
        Assert.Equal("Rita Reporter", Text(article.GetProperty("sourceOrganization"), "name"));
        Assert.Equal("Organization", Text(article.GetProperty("author")[0], "@type"));
        Assert.Equal(["NewsArticle", "ReportageNewsArticle"], Texts(article.GetProperty("@type")));
        Assert.Contains(
            $"/media/card/{draft.ArticleId}-2.jpg?of=",
            Text(article.GetProperty("image")[0], "url"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_long_headline_is_cut_between_words_for_machines()
    {
        var headline = string.Join(' ', Enumerable.Repeat("Wordy", 25));
        var id = await site.PublishedAsync(headline);
        using var reader = site.Visitor();
        var (article, _) = Article(await PageAsync(reader, id));
        var cut = Text(article, "headline");
        Assert.True(cut.Length <= 110, cut);
        Assert.EndsWith("Wordy…", cut, StringComparison.Ordinal);
    }

    private async Task<long> FullStoryAsync(string headline)
    {
        var parent = await site.CategoryAsync("Transport");
        var child = await site.CategoryAsync("Rail", parent);
        var draft = await site.DraftAsync(
            headline,
            "Some words.",
            "Rail",
            ["Wall", "Sea"],
            standfirst: "A standfirst that is long enough to be a description: it says what happened, where, when and to whom, and then it goes on for a while yet."
        );
        var picture = await site.WithAsync<NewsroomDb, long>(async db =>
        {
            var row = new Picture
            {
                FileName = string.Create(CultureInfo.InvariantCulture, $"{draft.ArticleId:x64}.jpg"),
                Width = 2400,
                Height = 1600,
                Alt = "An alt text",
                Caption = "A caption",
                Credit = "A credit",
                CreatedAt = DateTimeOffset.UtcNow,
            };
            db.Pictures.Add(row);
            await db.SaveChangesAsync();
            return row.Id;
        });
        long[] authors = [await site.AuthorOfAsync(site.Reporter), await site.AuthorOfAsync(site.OtherReporter)];
        await site.SaveAsync(
            draft.ArticleId,
            c =>
                c with
                {
                    PictureId = picture,
                    AuthorIds = authors,
                    Dateline = "Point Ferris",
                    Label = StoryLabel.Analysis,
                    FurtherCategoryIds = [parent],
                }
        );
        await PublishAsync(
            draft.ArticleId,
            new PublishOrder(2, null) { FirstPublishedAt = DateTimeOffset.UtcNow.AddHours(-1) }
        );
        await site.SaveAsync(draft.ArticleId, c => c with { Body = "Some better words." });
        await PublishAsync(
            draft.ArticleId,
            new PublishOrder(3, 2) { Correction = new CorrectionNote(CorrectionKind.Correction, "It is nine miles.") }
        );
        Assert.NotEqual(0, child);
        return draft.ArticleId;
    }

    private Task PublishAsync(long id, PublishOrder order) =>
        site.WithAsync<Publisher>(p => p.PublishAsync(id, order, site.Editor, default));

    private static async Task<IHtmlDocument> PageAsync(Visitor reader, long id)
    {
        using var answer = await reader.GetAsync($"/news/{id}");
        return await reader.PageAsync(answer.Headers.Location!.OriginalString);
    }

    private static (JsonElement Article, List<JsonElement> Graph) Article(IHtmlDocument page)
    {
        var graph = Graph(page);
        return (graph.Single(t => t.TryGetProperty("headline", out _)), graph);
    }
}
