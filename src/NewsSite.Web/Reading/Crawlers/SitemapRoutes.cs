using System.Globalization;
using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Crawlers;

/// <summary>The addresses of the sitemaps.</summary>
internal static class SitemapRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapSitemaps(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/sitemap.xml", (context, lists, site) => IndexAsync(context, lists, site));
        Map(
            routes,
            "/sitemaps/stories-{month}.xml",
            async (context, lists, site) =>
            {
                if (
                    !TryReadMonth(context.GetRouteValue("month") as string, out var file)
                    || await lists.MarkAsync(file, context.RequestAborted) is not { } mark
                )
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                using var sitemap = SitemapWriter.Begin(context, site, "urlset");
                if (sitemap.IsKnown(mark))
                {
                    return;
                }

                await foreach (var batch in lists.StoriesAsync(file, context.RequestAborted))
                {
                    sitemap.Write(batch);
                    await sitemap.SendAsync();
                }

                sitemap.End();
                await sitemap.SendAsync();
            }
        );
        MapList(routes, "/sitemaps/sections.xml", (lists, _, cancel) => lists.SectionsAsync(cancel));
        MapList(routes, "/sitemaps/topics.xml", (lists, _, cancel) => lists.TopicsAsync(1, cancel));
        MapList(
            routes,
            "/sitemaps/topics-{part:int:min(2)}.xml",
            (lists, part, cancel) => lists.TopicsAsync(part, cancel)
        );
        MapList(routes, "/sitemaps/authors.xml", (lists, _, cancel) => lists.AuthorsAsync(1, cancel));
        MapList(
            routes,
            "/sitemaps/authors-{part:int:min(2)}.xml",
            (lists, part, cancel) => lists.AuthorsAsync(part, cancel)
        );
        MapList(routes, "/sitemaps/pages.xml", (lists, _, cancel) => lists.PagesAsync(cancel));
        Map(
            routes,
            "/sitemap-news.xml",
            async (context, lists, site) =>
            {
                var clock = context.RequestServices.GetRequiredService<TimeProvider>();
                var news = await lists.NewsAsync(clock.GetUtcNow(), context.RequestAborted);
                using var sitemap = SitemapWriter.Begin(context, site, "urlset", maxAge: 60);
                sitemap.Write(news);
                await sitemap.SendWholeAsync();
            }
        );
    }

    private static async Task IndexAsync(HttpContext context, SitemapLists lists, SiteOptions site)
    {
        var cancel = context.RequestAborted;
        var months = await lists.MonthsAsync(cancel);
        var (topics, authors) = await lists.PartsAsync(cancel);
        IEnumerable<string> files =
        [
            .. months.Select(Name),
            "sections.xml",
            .. Enumerable.Range(1, topics).Select(n => n == 1 ? "topics.xml" : $"topics-{n}.xml"),
            .. Enumerable.Range(1, authors).Select(n => n == 1 ? "authors.xml" : $"authors-{n}.xml"),
            "pages.xml",
        ];
        using var sitemap = SitemapWriter.Begin(context, site, "sitemapindex", maxAge: 600);
        sitemap.Write(files.Select(file => $"/sitemaps/{file}"));
        await sitemap.SendWholeAsync();
    }

    private static void MapList(
        IEndpointRouteBuilder routes,
        string route,
        Func<SitemapLists, int, CancellationToken, Task<IReadOnlyList<SitemapLine>>> read
    ) =>
        Map(
            routes,
            route,
            async (context, lists, site) =>
            {
                var part = int.TryParse(
                    context.GetRouteValue("part") as string,
                    CultureInfo.InvariantCulture,
                    out var n
                )
                    ? n
                    : 1;
                var lines = await read(lists, part, context.RequestAborted);
                using var sitemap = SitemapWriter.Begin(context, site, "urlset");
                sitemap.Write(lines);
                await sitemap.SendWholeAsync();
            }
        );

    private static void Map(
        IEndpointRouteBuilder routes,
        string route,
        Func<HttpContext, SitemapLists, SiteOptions, Task> write
    ) =>
        routes
            .MapMethods(
                route,
                Methods,
                (HttpContext context, SitemapLists lists, SiteOptions site) => write(context, lists, site)
            )
            .WithMetadata(SameForAll.WithoutQuery)
            .AllowAnonymous();

    private static string Name(SitemapMonth file) =>
        string.Create(CultureInfo.InvariantCulture, $"stories-{file.Month:yyyy-MM}")
        + (file.Part == 1 ? ".xml" : $"-{file.Part}.xml");

    private static bool TryReadMonth(string? text, out SitemapMonth file)
    {
        var parts = (text ?? "").Split('-');
        var part = 1;
        var isRead =
            DateOnly.TryParseExact(
                string.Join('-', parts.Take(2)),
                "yyyy-MM",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var month
            )
            && (
                parts.Length == 2
                || (
                    parts.Length == 3
                    && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out part)
                    && part is > 1 and <= int.MaxValue / SitemapLists.FileLimit
                )
            );
        file = new SitemapMonth(month, part);
        return isRead;
    }
}
