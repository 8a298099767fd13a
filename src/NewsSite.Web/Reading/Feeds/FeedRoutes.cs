using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>The addresses of the feeds: the whole paper, its corrections, each category, tag and author.</summary>
internal static class FeedRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void AddFeeds(this IServiceCollection services) =>
        services
            .AddSingleton<FeedAnswers>()
            .AddScoped<Rss>()
            .AddScoped<JsonFeed>()
            .AddScoped<FeedFinder>()
            .AddScoped<WordPressExport>();

    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        routes.MapFeed("/feed.xml", (_, finder, cancel) => finder.PaperAsync(cancel));
        routes.MapFeed("/feed.json", (_, finder, cancel) => finder.PaperAsync(cancel));
        foreach (var kind in FeedFinder.Kinds)
        {
            routes.MapFeed(
                $"/{kind}/{{slug}}/feed.xml",
                (slug, finder, cancel) => finder.FindAsync(kind, slug, cancel)
            );
            routes.MapFeed(
                $"/{kind}/{{slug}}/feed.json",
                (slug, finder, cancel) => finder.FindAsync(kind, slug, cancel)
            );
        }

        routes
            .MapMethods(
                "/corrections/feed.xml",
                Methods,
                async (
                    HttpContext context,
                    CorrectionLog log,
                    Rss rss,
                    FeedAnswers answers,
                    CancellationToken cancel
                ) =>
                    answers.Send(
                        context,
                        "/corrections/feed.xml",
                        Rss.ContentType,
                        rss.Write((await log.PageAsync(null, cancel)).Corrections)
                    )
            )
            .WithMetadata(SameForAll.WithoutQuery)
            .AllowAnonymous();
    }

    private static void MapFeed(
        this IEndpointRouteBuilder routes,
        string route,
        Func<string, FeedFinder, CancellationToken, Task<Feed?>> find
    ) =>
        routes
            .MapMethods(
                route,
                Methods,
                async (
                    HttpContext context,
                    FeedFinder finder,
                    Rss rss,
                    JsonFeed json,
                    FeedAnswers answers,
                    CancellationToken cancel
                ) =>
                {
                    var slug = context.GetRouteValue("slug") as string ?? "";
                    var name = route[(route.LastIndexOf('/') + 1)..];
                    if (await find(slug, finder, cancel) is not { } feed)
                    {
                        return await finder.MovedAsync(route.Split('/')[1], slug, cancel) is { } today
                            ? Results.LocalRedirect($"{today}/{name}", permanent: true)
                            : Results.NotFound();
                    }

                    var path = feed.Path == "/" ? $"/{name}" : $"{feed.Path}/{name}";
                    return name == "feed.json"
                        ? answers.Send(context, path, JsonFeed.ContentType, json.Write(feed))
                        : answers.Send(context, path, Rss.ContentType, rss.Write(feed));
                }
            )
            .WithMetadata(SameForAll.WithoutQuery)
            .AllowAnonymous();
}
