using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Exports that others have published: no paragraph is lost, no headline has markup, and every old address leads on.</summary>
public sealed partial class PublicExportsTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    // Not well-formed, or no exports, on purpose or by their makers' mistake.
    private static readonly string[] Broken =
    [
        "crazy-cdata.xml",
        "invalid-version-tag.xml",
        "malformed-simple.xml",
        "malformed.xml",
        "mg-attachments-only.xml",
        "mg-sample-no-slug.xml",
        "mg-sample.xml",
        "missing-version-tag.xml",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-exports-");

    // The same addresses stand in several of them: the first that came keeps it.
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    private static readonly XNamespace Content = "http://purl.org/rss/1.0/modules/content/";

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task All_that_they_say_is_said_here()
    {
        var exports = Corpus.Find("wxr");
        Assert.SkipWhen(exports is null, "The collection of exports is not beside this clone.");
        var files = Directory.GetFiles(exports!, "*.xml").Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        var (refused, unlike) = (new List<string>(), new List<string>());
        var compared = 0;
        foreach (var file in files.Select(Alone))
        {
            try
            {
                var report = await site.ImportFileAsync(file);
                Assert.True(report.AddsUp, $"{file}\n{string.Join('\n', report.Lines())}");
                Assert.Equal((file, XDocument.Load(file).Descendants("item").Count()), (file, report.In.Total));
                unlike.AddRange(await WrongAddressesAsync(file));
                var (lost, count) = await LostAsync(file);
                unlike.AddRange(lost);
                compared += count;
            }
            catch (ImportRefusedException e)
            {
                Assert.Contains(Path.GetFileName(file), e.Message, StringComparison.Ordinal);
                refused.Add(Path.GetFileName(file));
            }
        }

        Assert.True(unlike.Count == 0, string.Join("\n", unlike));
        Assert.Equal(Broken, refused);

        // As many posts and pages of them are public and have a title: fewer would be compared with nothing.
        Assert.True(compared >= 175, $"{compared}");
        Assert.DoesNotMatch(
            Marks(),
            string.Join(
                '\n',
                await site.WithAsync<NewsroomDb, List<string>>(db =>
                    db.ArticleVersions.Select(v => v.Content.Headline)
                        .Concat(db.StandingPages.Select(p => p.Title))
                        .ToListAsync()
                )
            )
        );
    }

    // Most say that they are of the same site, and so the same stories under the same numbers.
    private string Alone(string file)
    {
        var name = Path.GetFileName(file);
        var (text, own) = (File.ReadAllText(file), $"{name}.example");
        text = Blog().Match(text).Groups["host"] is { Success: true } host
            ? text.Replace(host.Value, own, StringComparison.Ordinal)
            : text.Replace(
                "<wp:wxr_version>",
                $"<wp:base_blog_url>http://{own}</wp:base_blog_url><wp:wxr_version>",
                StringComparison.Ordinal
            );
        var copy = Path.Combine(folder.FullName, name);
        File.WriteAllText(copy, text);
        return copy;
    }

    private async Task<List<string>> WrongAddressesAsync(string file)
    {
        using var reader = new OldReader(site);
        var wrong = new List<string>();
        foreach (
            var (address, heading) in WxrAddresses
                .Of(XDocument.Load(file))
                .Where(a => asked.Add(Uri.UnescapeDataString(a.Address).TrimEnd('/').ToLowerInvariant()))
        )
        {
            var way = await reader.FollowAsync(address);
            if (!way.IsThere || !IsSame(way.End.Heading, heading))
            {
                wrong.Add(
                    $"{Path.GetFileName(file)}: {address} → {way.First} {way.To} → {way.End.Status} “{way.End.Heading}”, must be “{heading}”"
                );
            }
        }

        return wrong;
    }

    // A tag of another sample may have the same address and more words, or fewer.
    private static bool IsSame(string shown, string? heading)
    {
        var (own, wanted) = (Words(shown), Words(heading ?? ""));
        return own.Contains(wanted, StringComparison.OrdinalIgnoreCase)
            || (own.Length > 0 && wanted.StartsWith(own, StringComparison.OrdinalIgnoreCase));
    }

    // Each paragraph of each public post and page, as the bare words of its HTML.
    private async Task<(List<string> Lost, int Compared)> LostAsync(string file)
    {
        var (lost, compared) = (new List<string>(), 0);
        foreach (var item in XDocument.Load(file).Descendants("item"))
        {
            var html = item.Element(Content + "encoded")?.Value ?? "";
            var title = new HtmlParser()
                .ParseDocument($"<body>{item.Element("title")?.Value}")
                .Body!.TextContent.Trim();
            if (title.Length == 0 || await ShownAsync(title) is not { } shown)
            {
                continue;
            }

            compared++;
            foreach (
                var paragraph in Paragraphs(html)
                    .Where(p => p.Length > 0 && !shown.Contains(p, StringComparison.Ordinal))
            )
            {
                lost.Add($"{Path.GetFileName(file)}, {title}: {paragraph}");
            }
        }

        return (lost, compared);
    }

    private Task<string?> ShownAsync(string title) =>
        site.WithAsync<NewsroomDb, string?>(async db =>
        {
            var ids = await db
                .ArticleVersions.Where(v => v.Content.Headline == title)
                .Select(v => v.ArticleId)
                .ToListAsync();
            var html = await db.Set<News.Published.Tables.PublishedArticle>()
                .Where(a => ids.Contains(a.Id))
                .Select(a => a.BodyHtml)
                .Concat(
                    db.Set<News.Published.Tables.PublishedStandingPage>()
                        .Where(p => p.Title == title)
                        .Select(p => p.BodyHtml)
                )
                .ToListAsync();
            return html.Count == 0
                ? null
                : string.Concat(
                    html.Select(h => Words(new HtmlParser().ParseDocument($"<body>{h}").Body!.TextContent))
                );
        });

    private static IEnumerable<string> Paragraphs(string html)
    {
        var bare = Comment().Replace(html, "");
        bare = Block().Replace(Shortcode().Replace(bare, ""), "\n$0");
        using var document = new HtmlParser().ParseDocument($"<body>{bare}");
        foreach (
            var gone in document.QuerySelectorAll(
                "script, style, select, svg, iframe, video, audio, object, input, textarea"
            )
        )
        {
            gone.Remove();
        }

        return document
            .Body!.QuerySelectorAll("p, li, td, th, h1, h2, h3, h4, h5, h6, pre, figcaption, dt, dd, cite")
            .Where(e => e.QuerySelectorAll("p, li, td, ul, ol, table, figure, pre, dd, div, blockquote").Length == 0)
            .Select(e => e.TextContent)
            .Concat(document.Body.TextContent.Split('\n'))
            .Where(text => !Address().IsMatch(text.Trim()))
            .Select(Words);
    }

    // Letters and digits only: what the layout sets differently are blanks and quotation marks.
    private static string Words(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    [GeneratedRegex("<[a-zA-Z/]|&(#|[a-z]+;)")]
    private static partial Regex Marks();

    [GeneratedRegex("<wp:base_blog_url>https?://(?<host>[^</]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Blog();

    [GeneratedRegex("</?(figure|figcaption|li|ul|ol|p|div|h[1-6]|td|tr|blockquote|img)\\b")]
    private static partial Regex Block();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\[/?(caption|gallery|embed|audio|video|playlist|wp_caption)[^\]]*\]|\[/?[a-z]+[_-][^\]]*\]|\[[a-z]+ [^\]]*=[^\]]*\]"
    )]
    private static partial Regex Shortcode();

    [GeneratedRegex(@"^(https?:)?//\S+$")]
    private static partial Regex Address();
}
