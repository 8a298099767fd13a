using System.Globalization;
using NewsSite.News.Articles;
using NewsSite.News.Publications;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>An address whose answer an act changed.</summary>
/// <param name="Path">From the root of the site.</param>
/// <param name="Mark">What only the new answer has in it; null where its date alone can tell.</param>
public sealed record ReceiptLine(string What, string Path, string? Mark = null);

/// <summary>The addresses that an act of publishing or withdrawing changed.</summary>
internal static class Receipt
{
    private static readonly TimeSpan NewsAge = TimeSpan.FromHours(48);

    public static IEnumerable<ReceiptLine> Of(Publication act, Article article, bool isCorrected, SiteFrame frame)
    {
        var story = $"/news/{article.Id}/{article.Slug}";
        var first = article.FirstPublishedAt!.Value;

        // A version is named in the address of the picture that stands for the story where it is shared.
        yield return new(
            "Story",
            story,
            act.VersionNumber is { } version ? $"/media/card/{article.Id}-{version}.jpg" : null
        );
        yield return new("Front page", "/");
        foreach (var list in act.Lists)
        {
            var what =
                list.StartsWith("/category", StringComparison.Ordinal) ? "Section"
                : list.StartsWith("/tag", StringComparison.Ordinal) ? "Topic"
                : "Author";
            yield return new(what, list);
            yield return new($"{what}: RSS", $"{list}/feed.xml");
            yield return new($"{what}: JSON", $"{list}/feed.json");
        }

        yield return new("All stories: RSS", "/feed.xml");
        yield return new("All stories: JSON", "/feed.json");
        yield return new(
            "Archive",
            $"/archive/{frame.Date(first).ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)}"
        );
        yield return new(
            "Sitemap",
            string.Create(CultureInfo.InvariantCulture, $"/sitemaps/stories-{first.UtcDateTime:yyyy-MM}.xml")
        );
        if (act.At - first < NewsAge)
        {
            yield return new("News sitemap", "/sitemap-news.xml");
        }

        if (isCorrected)
        {
            yield return new("Corrections", "/corrections");
            yield return new("Corrections: RSS", "/corrections/feed.xml");
        }
    }
}
