using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published;
using NewsSite.News.Tags;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Copies;

/// <summary>What readers would see, from the newsroom's tables, without publishing anything.</summary>
public sealed class Preview(NewsroomDb db, TimeProvider clock)
{
    /// <summary>Where the newsroom serves pictures that readers may not see yet.</summary>
    public const string MediaRoot = BodyPictures.StaffRoot;

    /// <summary>Lays out a body with every picture that the newsroom has.</summary>
    /// <param name="mediaRoot">Where the pictures will be asked for.</param>
    /// <exception cref="BodyRefusedException">The body cannot be shown.</exception>
    public async Task<RenderedBody> RenderAsync(string markdown, CancellationToken cancel, string mediaRoot = MediaRoot)
    {
        var pictures = await TextPictures.FindAsync(db, markdown, mediaRoot, cancel);
        return await StoryMarkdown.RenderAsync(markdown, cancel, pictures.Known);
    }

    /// <returns>Why a body cannot be laid out, and so cannot be published; null where it can.</returns>
    public static async Task<string?> RefusalAsync(string? markdown, CancellationToken cancel)
    {
        try
        {
            // What is longer than a body may be has its own message.
            if (markdown?.Length is > 0 and <= ArticleContent.BodyLimit)
            {
                await StoryMarkdown.RenderAsync(markdown, cancel);
            }

            return null;
        }
        catch (BodyRefusedException refused)
        {
            return refused.Message;
        }
    }

    /// <param name="article">Its dates are shown; a story never published shows the present moment.</param>
    /// <inheritdoc cref="RenderAsync"/>
    public async Task<Story> ShowAsync(
        Article article,
        ArticleVersion version,
        CancellationToken cancel,
        string mediaRoot = MediaRoot
    )
    {
        PictureView View(Picture p) => Preview.View(p) with { Root = mediaRoot };
        var content = version.Content;
        var body = await RenderAsync(content.Body, cancel, mediaRoot);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var categories = Projection.Categories(content, tree);
        var tagIds = await TagHeirs.LivingAsync(db, content.TagIds, cancel);
        var tags = await db.Tags.Where(t => tagIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        var authors = await db
            .Authors.AsNoTracking()
            .Include(a => a.Portrait)
            .Where(a => content.AuthorIds.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancel);
        var picture = await db.Pictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == content.PictureId, cancel);
        return new Story
        {
            Id = article.Id,
            VersionNumber = version.Number,
            Slug = article.Slug ?? Slug.From(content.Headline),
            Headline = content.Headline,
            Standfirst = content.Standfirst,
            BodyHtml = body.Html,
            BodyText = body.Text,
            Categories = [.. categories.Select(Link)],
            Breadcrumb = categories.Count == 0 ? [] : [.. tree.Path(categories[0]).Select(Link)],
            Tags = [.. tagIds.Where(tags.ContainsKey).Select(id => new TagLink(tags[id].Slug, tags[id].Name))],
            Authors =
            [
                .. content
                    .AuthorIds.Where(authors.ContainsKey)
                    .Select(id => authors[id])
                    .Select(a => new AuthorLink(a.Slug, a.Name, a.Role, a.Portrait is null ? null : View(a.Portrait))),
            ],
            Dateline = content.Dateline,
            SourceCredit = content.SourceCredit,
            SourceUrl = content.SourceUrl,
            Picture = picture is null ? null : View(picture),
            FirstPublishedAt = article.FirstPublishedAt ?? clock.GetUtcNow(),
            UpdatedAt = article.UpdatedAt,
            BreakingUntil = article.BreakingUntil,
            WordCount = body.WordCount,
            Label = content.Label?.ToString(),
            Language = content.Language,
            IsSyndicated = content.IsSyndicated,
            SearchTitle = content.SearchTitle,
            Corrections = await CorrectionPen
                .Shown(db, article.Id)
                .Select(c => new CorrectionView(
                    c.Kind.ToString(),
                    c.Text,
                    c.At,
                    db.Corrections.Where(later =>
                            later.SupersedesId == c.Id
                            && !db.Corrections.Any(t =>
                                t.SupersedesId == later.Id && t.Kind == CorrectionKind.TakenBack
                            )
                        )
                        .Select(later => (DateTimeOffset?)later.At)
                        .FirstOrDefault()
                ))
                .ToListAsync(cancel),
        };
    }

    /// <returns>The record of a picture, where a version shows it; several where its file was added twice.</returns>
    public async Task<IReadOnlyList<Picture>> PicturesAsync(
        ArticleContent content,
        string fileName,
        CancellationToken cancel
    )
    {
        var isInText = StoryMarkdown.PictureFiles(content.Body).Contains(fileName);
        var authorIds = content.AuthorIds;
        return await db
            .Pictures.AsNoTracking()
            .Where(p =>
                p.FileName == fileName
                && (
                    isInText
                    || p.Id == content.PictureId
                    || db.Authors.Any(a => authorIds.Contains(a.Id) && a.PortraitId == p.Id)
                )
            )
            .ToListAsync(cancel);
    }

    private static CategoryLink Link(Category c) => new(c.Id, c.Slug, c.Name, c.ColourKey);

    /// <returns>A picture as staff see it, published or not.</returns>
    public static PictureView View(Picture p) =>
        new(MediaRoot, p.FileName, p.Width, p.Height, p.Alt, p.Caption, p.Credit, p.FocalX, p.FocalY);
}
