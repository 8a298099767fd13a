using System.Text.Json.Nodes;
using NewsSite.News.Published;
using NewsSite.Web.Shared;
using static NewsSite.Web.Reading.Metadata.StructuredData;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>Lists and authors, as machines know them.</summary>
internal sealed class ListData(SiteOptions site, PaperData paper)
{
    // A name of the vocabulary as its publisher writes it, not a page that anybody is sent to.
    private const string MediaTopics = "http://cv.iptc.org/newscodes/mediatopic/";

    /// <param name="canonical">The whole address of this page of the list.</param>
    /// <param name="mediaTopic">The eight digits of the IPTC Media Topic that all of it is about.</param>
    public JsonObject Collection(
        string canonical,
        string name,
        string? description,
        IReadOnlyList<StoryCard> stories,
        string? mediaTopic = null
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
                "about",
                mediaTopic is { } code
                    ? Thing(
                        "DefinedTerm",
                        ("name", name),
                        ("termCode", $"medtop:{code}"),
                        ("url", MediaTopics + code),
                        ("inDefinedTermSet", MediaTopics)
                    )
                    : null
            ),
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
                    ("sameAs", Texts(author.Links)),
                    // Who has left does not work here.
                    ("worksFor", view.Former is null ? Reference(paper.PaperId) : null)
                )
            )
        );
    }
}
