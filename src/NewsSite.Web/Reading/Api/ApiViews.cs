using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Api;

[Description("A category, a tag or an author, by its name in addresses.")]
internal sealed record ApiLink(
    [property: Description("Its name in addresses, for this API too.")] string Slug,
    string Name,
    [property: Url, Description("Its page on the site.")] string Url
);

[Description("A picture, cropped around what matters in it: a JPEG.")]
internal sealed record ApiPicture(
    [property: Url] string Url,
    [property: Description("In pixels.")] int Width,
    [property: Description("In pixels.")] int Height,
    [property: Description("What the picture shows, for who does not see it.")] string Alt,
    string? Caption,
    string? Credit
);

[Description("A story as lists show it.")]
internal sealed record ApiCard(
    long Id,
    [property: Url, Description("Its page on the site.")] string Url,
    string Headline,
    string? Standfirst,
    [property: Description("Null for a report.")]
    [property: AllowedValues("Opinion", "Analysis", "Explainer", "Review", "Interview", "Obituary", null)]
        string? Label,
    [property: Description("As BCP 47 writes it.")] string Language,
    ApiLink Category,
    [property: Description("In the order of the byline.")] IReadOnlyList<ApiLink> Authors,
    ApiPicture? Picture,
    [property: Description("When it was first published, in UTC.")] DateTimeOffset PublishedAt
);

[Description("What the newsroom says under a story about the story.")]
internal sealed record ApiCorrection(
    [property: AllowedValues("Correction", "Clarification", "Retraction", "EditorsNote", "UpdateNote", "TakenBack")]
        string Kind,
    string Text,
    DateTimeOffset At
);

[Description("A story whole.")]
internal sealed record ApiStory(
    long Id,
    [property: Url, Description("Its page on the site.")] string Url,
    string Headline,
    string? Standfirst,
    [property: Description("Null for a report.")]
    [property: AllowedValues("Opinion", "Analysis", "Explainer", "Review", "Interview", "Obituary", null)]
        string? Label,
    [property: Description("As BCP 47 writes it.")] string Language,
    [property: Description("The first is the primary one.")] IReadOnlyList<ApiLink> Categories,
    IReadOnlyList<ApiLink> Tags,
    [property: Description("In the order of the byline.")] IReadOnlyList<ApiLink> Authors,
    ApiPicture? Picture,
    [property: Description("When it was first published, in UTC.")] DateTimeOffset PublishedAt,
    [property: Description("The last significant update, in UTC; null until there is one.")] DateTimeOffset? UpdatedAt,
    string? Dateline,
    [property: Description("Whose material it includes.")] string? SourceCredit,
    string? SourceUrl,
    int WordCount,
    [property: Description("The body as clean HTML, with whole addresses.")] string Html,
    [property: Description("The words of the body alone, a line to a block.")] string Text,
    [property: Description("The newest first.")] IReadOnlyList<ApiCorrection> Corrections
);

[Description("A category of the paper.")]
internal sealed record ApiCategory(
    string Slug,
    string Name,
    [property: Url] string Url,
    string? Description,
    [property: Description("The slug of the category that it lies in; null at the top of the tree.")] string? Parent
);

[Description("A tag that at least one published story carries.")]
internal sealed record ApiTag(
    string Slug,
    string Name,
    [property: Url] string Url,
    [property: AllowedValues("Person", "Place", "Organisation", "Event", "Topic")] string Kind,
    string? Description
);

[Description("Somebody who signs at least one published story.")]
internal sealed record ApiAuthor(
    string Slug,
    string Name,
    [property: Url] string Url,
    string? Role,
    string? Biography,
    [property: Description("Profiles elsewhere.")] IReadOnlyList<string> Links,
    ApiPicture? Portrait
);

[Description("A story that a search found.")]
internal sealed record ApiFound(
    [property: Description("A passage of the story, as HTML: the found words stand in mark.")] string Passage,
    ApiCard Story
);

[Description("A page of a list.")]
internal sealed record ApiList<T>(
    IReadOnlyList<T> Items,
    [property: Url, Description("The address of the next page; null on the last.")] string? Next
);

[Description("A page of what was found.")]
internal sealed record ApiResult(
    IReadOnlyList<ApiFound> Items,
    [property: Description("How many stories match; null where they are more than are counted.")] int? Total,
    [property: Url, Description("The address of the next page; null on the last.")] string? Next
);

/// <summary>What readers see, as the API says it: with whole addresses, and without what belongs to pages only.</summary>
internal sealed class ApiViews(SiteOptions site)
{
    public ApiLink Link(CategoryLink category) => new(category.Slug, category.Name, site.Root + category.Address);

    public ApiLink Link(TagLink tag) => new(tag.Slug, tag.Name, site.Root + tag.Address);

    public ApiLink Link(AuthorLink author) => new(author.Slug, author.Name, site.Root + author.Address);

    public ApiCard Card(StoryCard story) =>
        new(
            story.Id,
            site.Root + story.Address,
            story.Headline,
            story.Standfirst,
            story.Label,
            story.Language ?? site.Language,
            Link(story.Category),
            [.. story.Authors.Select(Link)],
            Picture(story.Picture, Crops.Wide),
            story.FirstPublishedAt
        );

    public ApiStory Story(Story story) =>
        new(
            story.Id,
            site.Root + story.Address,
            story.Headline,
            story.Standfirst,
            story.Label,
            story.Language ?? site.Language,
            [.. story.Categories.Select(Link)],
            [.. story.Tags.Select(Link)],
            [.. story.Authors.Select(Link)],
            Picture(story.Picture, Crops.Wide),
            story.FirstPublishedAt,
            story.UpdatedAt,
            story.Dateline,
            story.SourceCredit,
            story.SourceUrl,
            story.WordCount,
            Feeds.FeedContent.Of(story.BodyHtml, site.Root + story.Address),
            story.BodyText,
            [.. story.Corrections.Where(c => c.Stands).Select(c => new ApiCorrection(c.Kind, c.Text, c.At))]
        );

    public ApiCategory Category(CategoryLink category, string? description, string? parent) =>
        new(category.Slug, category.Name, site.Root + category.Address, description, parent);

    public ApiTag Tag(TagLink tag, string kind, string? description) =>
        new(tag.Slug, tag.Name, site.Root + tag.Address, kind, description);

    public ApiAuthor Author(AuthorLink author, string? biography) =>
        new(
            author.Slug,
            author.Name,
            site.Root + author.Address,
            author.Role,
            biography,
            author.Links,
            Picture(author.Portrait, Crops.Square)
        );

    public ApiFound Found(Found found) => new(found.Passage, Card(found.Story));

    private ApiPicture? Picture(PictureView? picture, Func<PictureView, Crop> crop) =>
        picture is not null && crop(picture) is var cut
            ? new(site.Root + cut.Path, cut.Width, cut.Height, picture.Alt, picture.Caption, picture.Credit)
            : null;
}
