using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>What each kind of page says of itself in its head, made from what the page shows.</summary>
public sealed class Heads(SiteOptions site, SiteFrame frame, AboutPages about)
{
    private readonly PaperData paper = new(site);

    /// <param name="live">What its live blog shows; null where it is none.</param>
    public PageMeta Of(Story story, NewestPosts? live = null)
    {
        var data = new StoryData(site, frame, paper);
        var description = StoryWords.Description(story);
        return new PageMeta(StoryWords.Title(story))
        {
            ShareTitle = story.Headline,
            Description = description,
            Canonical = story is { IsSyndicated: true, SourceUrl: { } source } ? source : site.Root + story.Address,
            Robots = PageMeta.Index,
            Type = "article",
            Language = story.Language,
            Image = Share(
                Crops.Card(story.Id, story.VersionNumber, story.Picture is not null, site),
                story.Picture?.Alt ?? story.Headline
            ),
            Story = new StoryMeta(
                frame.Machine(story.FirstPublishedAt),
                frame.Machine(story.ShownUpdate ?? story.FirstPublishedAt),
                story.Categories[0].Name,
                [.. story.Tags.Select(t => t.Name)],
                [.. story.Authors.Select(a => a.Name)],
                [.. story.Authors.Select(a => site.Root + a.Address)]
            ),
            StructuredData = StructuredData.Write(
                live is null ? data.Article(story, description) : data.LiveBlog(story, live, description),
                data.Breadcrumb(story),
                paper.Brief()
            ),
        };
    }

    /// <summary>A page of a live blog's posts: nothing that a later post changes.</summary>
    public PageMeta Live(Story story, int page) =>
        Plain(
            $"{story.Headline}: live posts, page {page}",
            $"{story.Address}/live/{page}",
            StoryWords.Description(story)
        ) with
        {
            Language = story.Language,
        };

    public async Task<PageMeta> FrontAsync(Front front, CancellationToken cancel) =>
        (await AboutAsync("", "/", site.About, cancel)) with
        {
            Image = front.Lead is { } lead
                ? Share(
                    Crops.Card(lead.Id, lead.VersionNumber, lead.Picture is not null, site),
                    lead.Picture?.Alt ?? lead.Headline
                )
                : null,
        };

    /// <summary>The front page, and pages about the paper: they say in full who publishes the site.</summary>
    /// <param name="path">From the root of the site.</param>
    public async Task<PageMeta> AboutAsync(string title, string path, string? text, CancellationToken cancel)
    {
        var pages = await about.ListAsync(cancel);
        return Plain(title, path, text) with
        {
            StructuredData = StructuredData.Write(paper.InFull([.. pages.Select(p => p.Slug)]), paper.Site()),
        };
    }

    /// <summary>Any other page that search engines may keep.</summary>
    /// <param name="path">From the root of the site, with the query that belongs to it.</param>
    /// <param name="feed">The page's own feeds, where it has any.</param>
    public PageMeta Plain(string title, string path, string? text = null, FeedMeta? feed = null) =>
        new(title)
        {
            Description = Excerpt.Of(text ?? $"{title}. {site.About}", StoryWords.DescriptionLimit),
            Canonical = site.Root + path,
            Robots = PageMeta.Index,
            Feed = feed,
        };

    /// <param name="before">The cursor of an older page; null on the newest.</param>
    public PageMeta Of(CategoryView view, River river, string? before)
    {
        var (name, path) = (view.Category.Name, view.Category.Address);
        var meta = List(name, path, view.Description, before);
        var steps = view.Breadcrumb.Append(view.Category).Select(c => (c.Name, (string?)(site.Root + c.Address)));
        return meta with
        {
            Robots = view.IsHidden ? PageMeta.OnlyFollow : PageMeta.Index,
            StructuredData = StructuredData.Write(
                new ListData(site, paper).Collection(
                    meta.Canonical!,
                    name,
                    view.Description,
                    river.Stories,
                    view.MediaTopic
                ),
                view.Breadcrumb.Count == 0 ? null : StructuredData.Breadcrumb([("Home", site.Root + "/"), .. steps]),
                paper.Brief()
            ),
        };
    }

    /// <inheritdoc cref="Of(CategoryView, River, string?)"/>
    public PageMeta Of(TagView view, River river, string? before)
    {
        var meta = List(view.Tag.Name, view.Tag.Address, view.Description, before);
        var isThin = before is null && river.Stories.Count < SitemapLists.TopicLeast;
        return meta with
        {
            Robots = isThin ? PageMeta.OnlyFollow : PageMeta.Index,
            StructuredData = StructuredData.Write(
                new ListData(site, paper).Collection(meta.Canonical!, view.Tag.Name, view.Description, river.Stories),
                paper.Brief()
            ),
        };
    }

    /// <inheritdoc cref="Of(CategoryView, River, string?)"/>
    public PageMeta Of(AuthorView view, River river, string? before)
    {
        var author = view.Author;
        var text = view.Biography ?? $"Stories by {author.Name}{(author.Role is null ? "" : $", {author.Role}")}.";
        var meta = List(author.Name, author.Address, text, before);
        return meta with
        {
            Type = "profile",
            Image = author.Portrait is { } face ? Share(Crops.Square(face), face.Alt) : null,
            StructuredData = StructuredData.Write(
                new ListData(site, paper).Profile(meta.Canonical!, view),
                paper.Brief()
            ),
        };
    }

    private PageMeta List(string name, string path, string? text, string? before) =>
        Plain(
            before is null ? name : $"{name}, older stories",
            before is null ? path : $"{path}?before={before}",
            text ?? $"{name}: the latest stories from {site.Name}.",
            new FeedMeta($"{name} – {site.Name}", path)
        );

    private ShareImage Share(Crop crop, string alt) => new(site.Root + crop.Path, crop.Width, crop.Height, alt);
}
