using System.ServiceModel.Syndication;
using System.Text;
using System.Xml;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

/// <summary>RSS 2.0: the whole paper, a category, a tag, an author.</summary>
internal static class Feeds
{
    private const int Items = 30;
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        routes
            .MapMethods(
                "/feed.xml",
                Methods,
                async (Rivers rivers, SiteOptions site, CancellationToken cancel) =>
                    Write(site, site.Name, "/", await rivers.NewestAsync(Items, cancel))
            )
            .AllowAnonymous();
        routes
            .MapMethods(
                "/category/{slug}/feed.xml",
                Methods,
                async (string slug, Sections sections, Rivers rivers, SiteOptions site, CancellationToken cancel) =>
                    await sections.FindCategoryAsync(slug, cancel) is { Category: var category }
                        ? Write(
                            site,
                            $"{category.Name} – {site.Name}",
                            category.Address,
                            (await rivers.InCategoryAsync(category.Id, null, cancel)).Stories
                        )
                        : await MovedAsync(sections, "category", slug, cancel)
            )
            .AllowAnonymous();
        routes
            .MapMethods(
                "/tag/{slug}/feed.xml",
                Methods,
                async (string slug, Sections sections, Rivers rivers, SiteOptions site, CancellationToken cancel) =>
                    await sections.FindTagAsync(slug, cancel) is { } tag
                        ? Write(
                            site,
                            $"{tag.Tag.Name} – {site.Name}",
                            tag.Tag.Address,
                            (await rivers.WithTagAsync(tag.Id, null, cancel)).Stories
                        )
                        : await MovedAsync(sections, "tag", slug, cancel)
            )
            .AllowAnonymous();
        routes
            .MapMethods(
                "/author/{slug}/feed.xml",
                Methods,
                async (string slug, Sections sections, Rivers rivers, SiteOptions site, CancellationToken cancel) =>
                    await sections.FindAuthorAsync(slug, cancel) is { } author
                        ? Write(
                            site,
                            $"{author.Author.Name} – {site.Name}",
                            author.Author.Address,
                            (await rivers.ByAuthorAsync(author.Id, null, cancel)).Stories
                        )
                        : await MovedAsync(sections, "author", slug, cancel)
            )
            .AllowAnonymous();
    }

    private static async Task<IResult> MovedAsync(
        Sections sections,
        string kind,
        string slug,
        CancellationToken cancel
    ) =>
        await sections.FindMovedAsync(kind, slug, cancel) is { } today
            ? Results.LocalRedirect($"/{kind}/{today}/feed.xml", permanent: true)
            : Results.NotFound();

    private static IResult Write(SiteOptions site, string title, string path, IReadOnlyList<StoryCard> stories)
    {
        var feed = new SyndicationFeed(title, $"The latest from {title}", new Uri(site.Root + path))
        {
            Language = "en-GB",
            Items = stories.Select(story => Item(site, story)),
        };
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            feed.SaveAsRss20(xml);
        }

        return Results.Bytes(bytes.ToArray(), "application/rss+xml; charset=utf-8");
    }

    private static SyndicationItem Item(SiteOptions site, StoryCard story)
    {
        var address = new Uri(site.Root + story.Address);
        var item = new SyndicationItem
        {
            Title = new TextSyndicationContent(XmlText(story.Headline)),
            Summary = new TextSyndicationContent(XmlText(story.Standfirst ?? "")),

            // Stable, whatever becomes of the address.
            Id = $"tag:{new Uri(site.Root).Host},2026:article/{story.Id}",
            PublishDate = story.FirstPublishedAt,
            Links = { SyndicationLink.CreateAlternateLink(address) },
            Categories = { new SyndicationCategory(story.Category.Name) },
        };
        foreach (var author in story.Authors)
        {
            item.ElementExtensions.Add("creator", "http://purl.org/dc/elements/1.1/", XmlText(author.Name));
        }

        return item;
    }

    // A control character in a headline must not break the whole feed.
    private static string XmlText(string text) =>
        string.Concat(text.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
}
