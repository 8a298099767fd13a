using System.Text.Json.Nodes;
using NewsSite.News.Published;
using NewsSite.Web.Shared;
using static NewsSite.Web.Reading.Metadata.StructuredData;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>Lists and authors, as machines know them.</summary>
internal sealed class ListData(SiteOptions site, PaperData paper)
{
    /// <param name="canonical">The whole address of this page of the list.</param>
    public JsonObject Collection(
        string canonical,
        string name,
        string? description,
        IReadOnlyList<StoryCard> stories
    ) =>
        Thing(
            "CollectionPage",
            ("@id", canonical + "#page"),
            ("url", canonical),
            ("name", name),
            ("description", description),
            ("inLanguage", site.Language),
            ("isPartOf", Reference(paper.SiteId)),
            ("publisher", Reference(paper.PaperId)),
            (
                "mainEntity",
                Thing(
                    "ItemList",
                    (
                        "itemListElement",
                        new JsonArray([
                            .. stories.Select(
                                (story, n) => Thing("ListItem", ("position", n + 1), ("url", site.Root + story.Address))
                            ),
                        ])
                    )
                )
            )
        );

    public JsonObject Profile(string canonical, AuthorView view)
    {
        var author = view.Author;
        return Thing(
            "ProfilePage",
            ("@id", canonical + "#page"),
            ("url", canonical),
            ("inLanguage", site.Language),
            ("isPartOf", Reference(paper.SiteId)),
            (
                "mainEntity",
                Thing(
                    "Person",
                    ("@id", site.Root + author.Address + "#person"),
                    ("name", author.Name),
                    ("url", site.Root + author.Address),
                    ("jobTitle", author.Role),
                    ("description", view.Biography),
                    (
                        "image",
                        author.Portrait is { } face ? JsonValue.Create(site.Root + Crops.Square(face).Path) : null
                    ),
                    ("worksFor", Reference(paper.PaperId))
                )
            )
        );
    }
}
