using System.Text.Json.Nodes;
using NewsSite.News.Published;
using NewsSite.Web.Shared;
using static NewsSite.Web.Reading.Metadata.StructuredData;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>A story, as machines know it: the same words, names and times as on its page.</summary>
internal sealed class StoryData(SiteOptions site, SiteFrame frame, PaperData paper)
{
    private const int HeadlineLimit = 110;

    /// <param name="description">In place of a standfirst.</param>
    public JsonObject Article(Story story, string description)
    {
        var address = site.Root + story.Address;
        var article = Thing(
            "NewsArticle",
            ("@id", address + "#article"),
            ("url", address),
            ("mainEntityOfPage", Thing("WebPage", ("@id", address))),
            ("headline", Excerpt.Of(story.Headline, HeadlineLimit)),
            ("alternativeHeadline", story.SearchTitle),
            ("description", story.Standfirst ?? description),
            ("image", Images(story)),
            ("datePublished", frame.Machine(story.FirstPublishedAt)),
            ("dateModified", frame.Machine(story.ShownUpdate ?? story.FirstPublishedAt)),
            ("author", new JsonArray([.. story.Authors.Select(a => Author(a, story.SourceCredit))])),
            ("publisher", Reference(paper.PaperId)),
            ("articleSection", Texts(story.Categories.Select(c => c.Name))),
            ("keywords", Texts(story.Tags.Select(t => t.Name))),
            ("inLanguage", story.Language ?? site.Language),
            ("wordCount", story.WordCount),
            ("isAccessibleForFree", true),
            ("isPartOf", PartOf(story)),
            ("dateline", story.Dateline),
            ("contentLocation", story.Dateline is { } place ? Thing("Place", ("name", place)) : null),
            ("correction", new JsonArray([.. story.Corrections.Where(c => c.Stands).Select(Correction)])),
            ("isBasedOn", story.SourceUrl),
            ("sourceOrganization", story.IsSyndicated ? Source(story) : null),
            ("copyrightHolder", story.IsSyndicated ? Source(story) : Reference(paper.PaperId)),
            ("copyrightYear", frame.Local(story.FirstPublishedAt).Year)
        );
        if (Kind(story.Label) is { } kind)
        {
            article["@type"] = Texts(["NewsArticle", kind]);
        }

        return article;
    }

    /// <summary>The same of a live blog, with its newest posts.</summary>
    public JsonObject LiveBlog(Story story, NewestPosts live, string description)
    {
        var blog = live.Blog;
        var article = Article(story, description);
        article["@type"] = "LiveBlogPosting";
        article["dateModified"] = frame.Machine(Latest(story.ShownUpdate ?? story.FirstPublishedAt, blog.PostedAt));
        article["coverageStartTime"] = frame.Machine(blog.StartsAt);
        if (blog.ClosedAt is { } closed)
        {
            article["coverageEndTime"] = frame.Machine(closed);
        }

        var posts = live
            .Entries.Concat(live.Pinned is { } pinned ? [pinned] : [])
            .Where(e => e.RemovedAt is null)
            .OrderByDescending(e => e.Number)
            .Take(LivePages.PageSize);
        if (posts.ToList() is { Count: > 0 } newest)
        {
            article["liveBlogUpdate"] = new JsonArray([.. newest.Select(e => Post(e, story))]);
        }

        return article;
    }

    public JsonObject Breadcrumb(Story story) =>
        StructuredData.Breadcrumb([
            ("Home", site.Root + "/"),
            .. story.Breadcrumb.Select(step => (step.Name, (string?)(site.Root + step.Address))),
        ]);

    private JsonObject Post(LiveEntryView entry, Story story) =>
        Thing(
            "BlogPosting",
            ("url", site.Root + entry.AddressIn(story)),
            ("headline", Excerpt.Of(LiveEntryLine.Words(entry), HeadlineLimit)),
            ("articleBody", entry.BodyText.Length == 0 ? entry.Title : entry.BodyText),
            ("datePublished", frame.Machine(entry.PostedAt)),
            ("dateModified", frame.Machine(entry.EditedAt ?? entry.PostedAt)),
            ("author", Thing("Person", ("name", entry.AuthorName)))
        );

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    private static string? Kind(string? label) =>
        label switch
        {
            null => "ReportageNewsArticle",
            "Opinion" => "OpinionNewsArticle",
            "Analysis" => "AnalysisNewsArticle",
            "Explainer" => "BackgroundNewsArticle",
            "Review" => "ReviewNewsArticle",
            _ => null,
        };

    private JsonArray Images(Story story)
    {
        if (story.Picture is not { } picture)
        {
            var card = Crops.Card(story.Id, story.VersionNumber, hasPicture: false, site);
            return new JsonArray(Image(card, story.Headline, null));
        }

        return new JsonArray([
            .. new[] { Crops.Wide(picture), Crops.Classic(picture), Crops.Square(picture) }.Select(crop =>
                Image(crop, picture.Caption ?? picture.Alt, picture.Credit)
            ),
        ]);
    }

    private JsonObject Image(Crop crop, string caption, string? credit) =>
        Thing(
            "ImageObject",
            ("url", site.Root + crop.Path),
            ("width", crop.Width),
            ("height", crop.Height),
            ("caption", caption),
            ("creditText", credit)
        );

    // An agency signs with the name that is credited as the source, a desk with the paper's own; all others are people.
    private JsonObject Author(AuthorLink author, string? source) =>
        author.Name == source || author.Name.StartsWith(site.Name, StringComparison.Ordinal)
            ? Thing("Organization", ("name", author.Name), ("url", site.Root + author.Address))
            : Thing(
                "Person",
                ("name", author.Name),
                ("url", site.Root + author.Address),
                ("jobTitle", author.Role),
                ("sameAs", Texts(author.Links))
            );

    private JsonArray PartOf(Story story)
    {
        var section = story.Categories[0];
        return new JsonArray(
            Thing("WebSite", ("@id", paper.SiteId), ("name", site.Name), ("url", site.Root + "/")),
            Thing(
                "CollectionPage",
                ("@id", site.Root + section.Address + "#page"),
                ("name", section.Name),
                ("url", site.Root + section.Address)
            )
        );
    }

    private JsonObject Correction(CorrectionView correction) =>
        Thing("CorrectionComment", ("text", correction.Text), ("datePublished", frame.Machine(correction.At)));

    private static JsonObject? Source(Story story) =>
        story.SourceCredit is { } name ? Thing("Organization", ("name", name)) : null;
}
