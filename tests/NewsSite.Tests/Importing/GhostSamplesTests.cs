using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Published.Tables;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Posts that others have published as samples of Ghost's JSON: no paragraph is lost, and every old address leads on.</summary>
[Collection<GhostSite>]
public sealed class GhostSamplesTests(SiteFixture site) : IDisposable
{
    // Of these, Ghost wrote what it exports; the others are a migration tool's, which lists the same posts in its own way.
    private static readonly string[] Exports = ["ghost-flat.json", "ghost.json"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-samples-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task All_that_they_say_is_said_here()
    {
        var samples = Corpus.Find("ghost");
        Assert.SkipWhen(samples is null, "The collection of exports is not beside this clone.");
        var (export, taken) = (new GhostExport(), new List<string>());
        var texts = new List<(string Title, string Html, string? Lexical)>();
        foreach (var file in Directory.GetFiles(samples!, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                await site.ImportFileAsync(file, isDry: true);
                taken.Add(Path.GetFileName(file));
            }
            catch (ImportRefusedException e)
            {
                Assert.Equal(
                    $"{Path.GetFileName(file)}, line 1: This is no Ghost export: it must hold “meta” with a “version”, and “data” with “posts”.",
                    e.Message
                );
            }

            foreach (var data in Posts(JsonNode.Parse(await File.ReadAllTextAsync(file))!))
            {
                // Under a name that no other has.
                var title = $"{Path.GetFileName(file)} {texts.Count}";
                var (html, lexical) = ((string?)data["html"] ?? "", (string?)data["lexical"]);
                export.Post(title, html, "lexical", lexical, "slug", $"sample-{texts.Count}");
                texts.Add((title, html, lexical));
            }
        }

        Assert.Equal(Exports, taken);
        Assert.InRange(texts.Count, 40, 200);
        var whole = Path.Combine(folder.FullName, "export.json");
        await File.WriteAllTextAsync(whole, $"{export}");
        var report = await site.ImportFileAsync(whole);
        Assert.True(report.AddsUp);
        Assert.Equal(texts.Count, report.Out[ImportReport.Published]);
        foreach (var (title, html, lexical) in texts)
        {
            var said = await ShownAsync(title);
            foreach (var words in Wanted(html, lexical).Select(Words))
            {
                Assert.Contains(words, said, StringComparison.Ordinal);
            }
        }

        await CheckAddressesAsync(whole);
    }

    private async Task<string> ShownAsync(string title)
    {
        var (article, _) = await site.StoryAsync(title);
        var html = await site.WithAsync<NewsroomDb, string>(db =>
            db.Set<PublishedArticle>().Where(a => a.Id == article.Id).Select(a => a.BodyHtml).SingleAsync()
        );
        using var document = new HtmlParser().ParseDocument($"<body>{html}");
        return Words(document.Body!.TextContent);
    }

    private async Task CheckAddressesAsync(string file)
    {
        using var reader = site.Visitor();
        var pages = await site.WithAsync<Importer, List<MovedPage>>(async importer =>
            await importer
                .OldAddressesAsync(Imports.Source(file, SectionMap.None), new(SectionMap.None), default)
                .ToListAsync()
        );
        foreach (var (to, from) in pages.SelectMany(p => p.From, (p, from) => (p.To, from)))
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal(to, $"{answer.Headers.Location}");
        }
    }

    // A post has a title and a text, wherever it lies.
    private static IEnumerable<JsonObject> Posts(JsonNode node) =>
        node switch
        {
            JsonObject post when post["title"] is not null && (post["html"] ?? post["lexical"]) is not null => [post],
            JsonObject other => other.Where(p => p.Value is not null).SelectMany(p => Posts(p.Value!)),
            JsonArray all => all.Where(p => p is not null).SelectMany(p => Posts(p!)),
            _ => [],
        };

    private static IEnumerable<string> Wanted(string html, string? lexical)
    {
        if (lexical is not null)
        {
            return Texts(JsonNode.Parse(lexical)!);
        }

        using var document = new HtmlParser().ParseDocument($"<body>{html}");
        return [.. document.QuerySelectorAll("p, li, h1, h2, h3, h4, blockquote").Select(e => e.TextContent)];
    }

    private static IEnumerable<string> Texts(JsonNode node) =>
        node switch
        {
            JsonObject { } text when (string?)text["text"] is { } words => [words],
            JsonObject other => other.Where(p => p.Value is not null).SelectMany(p => Texts(p.Value!)),
            JsonArray all => all.Where(p => p is not null).SelectMany(p => Texts(p!)),
            _ => [],
        };

    private static string Words(string text) => string.Concat(text.Where(char.IsLetterOrDigit));
}
