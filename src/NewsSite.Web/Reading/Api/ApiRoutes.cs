using System.ComponentModel;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

/// <summary>The addresses of the API: what readers can see, as JSON, and nothing else. It takes no key and changes nothing.</summary>
internal static class ApiRoutes
{
    public const string Root = "/api/v1";

    // For what is not kept: an answer from memory costs nothing.
    private const string Limit = "api";
    private const int AMinute = 600;
    private const int NounsOnPage = 100;

    /// <summary>What all addresses take.</summary>
    public static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void AddApi(this IServiceCollection services) =>
        services
            .AddSingleton<ApiAnswers>()
            .AddSingleton<ApiViews>()
            .AddSingleton<NinjsView>()
            .AddSingleton<StoryJson>(provider =>
            {
                var views = provider.GetRequiredService<ApiViews>();
                return story => JsonSerializer.SerializeToNode(views.Story(story), ApiAnswers.Json)!;
            })
            .AddApiDescription()
            .Configure<RateLimiterOptions>(limits =>
                limits.AddPolicy(
                    Limit,
                    context =>
                        RateLimitPartition.GetFixedWindowLimiter(
                            context.Place(),
                            _ => new() { PermitLimit = AMinute, Window = TimeSpan.FromMinutes(1) }
                        )
                )
            );

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root).RequireRateLimiting(Limit).AllowAnonymous();
        api.Map<ApiList<ApiCard>>(
                "/stories",
                ApiStories.AnswerAsync,
                new(["category", "tag", "author", ApiDays.First, ApiDays.Last, "before", ApiAnswers.Fields])
            )
            .CanMove()
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The newest stories, of the whole paper or of a category, tag and author at once; 20 a page");
        api.Map<ApiStory>("/stories/{id:long}", StoryAsync, new([ApiAnswers.Fields]))
            .CanMiss()
            .WithSummary("A story whole");
        api.Map<Ninjs>("/stories/{id:long}/ninjs", ApiNinjs.AnswerAsync, new([ApiAnswers.Fields]))
            .CanMiss()
            .WithSummary("A story whole, as IPTC ninjs 3.1 has it");
        api.Map<ApiList<ApiCategory>>("/categories", CategoriesAsync, new([ApiAnswers.Fields]))
            .WithSummary("The tree of categories, each parent before its children");
        api.Map<ApiCategory>("/categories/{slug}", CategoryAsync, new([ApiAnswers.Fields]))
            .CanMove()
            .WithSummary("A category");
        api.Map<ApiList<ApiTag>>("/tags", TagsAsync, new(["after", ApiAnswers.Fields]))
            .WithSummary("The tags that published stories carry, by slug; 100 a page");
        api.Map<ApiTag>("/tags/{slug}", TagAsync, new([ApiAnswers.Fields])).CanMove().WithSummary("A tag");
        api.Map<ApiList<ApiAuthor>>("/authors", AuthorsAsync, new(["after", ApiAnswers.Fields]))
            .WithSummary("The authors of published stories, by slug; 100 a page");
        api.Map<ApiAuthor>("/authors/{slug}", AuthorAsync, new([ApiAnswers.Fields])).CanMove().WithSummary("An author");
        api.Map<ApiResult>("/search", ApiSearch.AnswerAsync, null)
            .WithMetadata(new AsksDatabase())
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .CanMiss()
            .WithSummary("What readers’ search finds; 20 a page")
            .WithDescription(
                $"By “best” are found the {Search.Reach} newest stories that match, the best first; by “newest” all that "
                    + "do. A list by “best” is weighed once, at the moment of the first question: what comes out while its "
                    + "pages are read is not in it, and no story stands on two of them, unless its words change meanwhile."
            );
        api.MapDescription().WithMetadata(SameForAll.WithoutQuery);
        api.MapFallback("{*path}", () => ApiAnswers.Missing($"The addresses are listed at {Root}/openapi.json."));
    }

    /// <param name="same">The parts of the query that an answer depends on; null where none is kept.</param>
    private static RouteHandlerBuilder Map<T>(
        this IEndpointRouteBuilder api,
        string route,
        Delegate answer,
        SameForAll? same
    )
    {
        var mapped = api.MapMethods(route, Methods, answer)
            .Produces<T>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        return same is null ? mapped : mapped.WithMetadata(same);
    }

    private static RouteHandlerBuilder CanMiss(this RouteHandlerBuilder address) =>
        address.ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>It asks for something by its slug, which may be a former one.</summary>
    private static RouteHandlerBuilder CanMove(this RouteHandlerBuilder address) =>
        address.CanMiss().Produces(StatusCodes.Status301MovedPermanently);

    private static async Task<IResult> StoryAsync(
        HttpContext context,
        Stories stories,
        ApiViews views,
        [Description("The id of the story, as its address has it.")] long id,
        CancellationToken cancel
    )
    {
        return await stories.FindAsync(id, cancel) is { } story
            ? ApiAnswers.One(context, views.Story(story))
            : ApiAnswers.Missing($"There is no published story {id}.");
    }

    private static async Task<IResult> CategoriesAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        ApiAnswers answers,
        CancellationToken cancel
    )
    {
        var all = new List<ApiCategory>();
        var above = new Stack<string>();
        foreach (var line in await sections.AllAsync(cancel))
        {
            while (above.Count > line.Level)
            {
                above.Pop();
            }

            all.Add(views.Category(line.Category, line.Description, above.TryPeek(out var parent) ? parent : null));
            above.Push(line.Category.Slug);
        }

        return answers.List(context, all, null);
    }

    private static async Task<IResult> CategoryAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        [Description("The slug of the category.")] string slug,
        CancellationToken cancel
    )
    {
        return await sections.FindCategoryAsync(slug, cancel) is { } found
            ? ApiAnswers.One(
                context,
                views.Category(
                    found.Category,
                    found.Description,
                    found.Breadcrumb is [.., var parent] ? parent.Slug : null
                )
            )
            : await MovedAsync(context, sections, "category", "categories", slug, cancel);
    }

    private static async Task<IResult> TagsAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        ApiAnswers answers,
        [Description("Where the page begins: see next.")] string? after,
        CancellationToken cancel
    )
    {
        var tags = await sections.TagsAsync(after, NounsOnPage + 1, cancel);
        return answers.List(
            context,
            [.. tags.Take(NounsOnPage).Select(t => views.Tag(t.Tag, t.Kind, t.Description))],
            tags.Count > NounsOnPage
                ? new Dictionary<string, string> { ["after"] = tags[NounsOnPage - 1].Tag.Slug }
                : null
        );
    }

    private static async Task<IResult> TagAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        [Description("The slug of the tag.")] string slug,
        CancellationToken cancel
    )
    {
        return await sections.FindTagAsync(slug, 0, null, cancel) is { } found
            ? ApiAnswers.One(context, views.Tag(found.Tag, found.Kind, found.Description))
            : await MovedAsync(context, sections, "tag", "tags", slug, cancel);
    }

    private static async Task<IResult> AuthorsAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        ApiAnswers answers,
        [Description("Where the page begins: see next.")] string? after,
        CancellationToken cancel
    )
    {
        var authors = await sections.AuthorsAsync(after, NounsOnPage + 1, cancel);
        return answers.List(
            context,
            [.. authors.Take(NounsOnPage).Select(a => views.Author(a.Author, a.Biography))],
            authors.Count > NounsOnPage
                ? new Dictionary<string, string> { ["after"] = authors[NounsOnPage - 1].Author.Slug }
                : null
        );
    }

    private static async Task<IResult> AuthorAsync(
        HttpContext context,
        Sections sections,
        ApiViews views,
        [Description("The slug of the author.")] string slug,
        CancellationToken cancel
    )
    {
        return await sections.FindAuthorAsync(slug, 0, null, cancel) is { } found
            ? ApiAnswers.One(context, views.Author(found.Author, found.Biography))
            : await MovedAsync(context, sections, "author", "authors", slug, cancel);
    }

    private static async Task<IResult> MovedAsync(
        HttpContext context,
        Sections sections,
        string kind,
        string list,
        string slug,
        CancellationToken cancel
    ) =>
        await sections.FindMovedAsync(kind, slug, cancel) is { } today
            ? ApiAnswers.Moved(context, $"{Root}/{list}/{today}")
            : ApiAnswers.Missing($"There is no {kind} “{slug}”.");
}
