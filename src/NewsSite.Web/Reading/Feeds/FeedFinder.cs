using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>Finds what a feed's address names.</summary>
internal sealed class FeedFinder(SiteOptions site, Sections sections, FeedStories stories)
{
    /// <summary>What has feeds of its own, as addresses write it.</summary>
    public static readonly string[] Kinds = ["category", "tag", "author"];

    public async Task<Feed?> PaperAsync(CancellationToken cancel) =>
        new(site.Name, site.About, "/", Newest(await stories.OfThePaperAsync(cancel)));

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <returns>Null where nothing has this slug.</returns>
    public async Task<Feed?> FindAsync(string kind, string slug, CancellationToken cancel)
    {
        switch (kind)
        {
            case "category" when await sections.FindCategoryAsync(slug, cancel) is { } view:
                var (category, text) = (view.Category, view.Description);
                return Of(category.Name, text, category.Address, await stories.InCategoryAsync(category.Id, cancel));
            case "tag" when await sections.FindTagAsync(slug, FeedStories.Items, null, cancel) is { } view:
                return Of(
                    view.Tag.Name,
                    view.Description,
                    view.Tag.Address,
                    await stories.OfAsync(view.Stories, cancel)
                );
            case "author" when await sections.FindAuthorAsync(slug, FeedStories.Items, null, cancel) is { } view:
                var author = view.Author;
                return Of(author.Name, view.Biography, author.Address, await stories.OfAsync(view.Stories, cancel));
            default:
                return null;
        }
    }

    /// <returns>Today's address of what <paramref name="slug"/> once named; null where it never named anything.</returns>
    public async Task<string?> MovedAsync(string kind, string slug, CancellationToken cancel) =>
        await sections.FindMovedAsync(kind, slug, cancel) is { } today ? $"/{kind}/{today}" : null;

    private Feed Of(string name, string? description, string path, IReadOnlyList<Story> stories) =>
        new(
            $"{name} – {site.Name}",
            string.IsNullOrWhiteSpace(description) ? $"{name}: the latest from {site.Name}." : description,
            path,
            Newest(stories)
        );

    private List<Story> Newest(IReadOnlyList<Story> stories) => [.. stories.Take(site.FeedStories)];
}
