using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Markdown;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Publishing;

/// <summary>
/// Writes what readers may see of a story into <c>site</c>. It works inside the caller's transaction and depends on
/// nothing but the newsroom's tables, so that a rebuild gives the same rows.
/// </summary>
internal sealed class Projection(NewsroomDb db)
{
    /// <summary>Makes the live copy of <paramref name="article"/> say what <paramref name="version"/> says.</summary>
    public async Task PublishAsync(Article article, ArticleVersion version, CategoryTree tree, CancellationToken cancel)
    {
        await ClearAsync(article.Id, cancel);
        var content = version.Content;
        var body = StoryMarkdown.Render(content.Body);
        var categories = Categories(content, tree);
        var at = article.FirstPublishedAt!.Value;

        await ShowNounsAsync(content, cancel);
        db.Add(
            new PublishedArticle
            {
                Id = article.Id,
                VersionNumber = version.Number,
                Slug = article.Slug!,
                Headline = content.Headline,
                Standfirst = content.Standfirst,
                BodyHtml = body.Html,
                BodyText = body.Text,
                WordCount = body.WordCount,
                PrimaryCategoryId = categories[0].Id,
                Dateline = content.Dateline,
                SourceCredit = content.SourceCredit,
                SourceUrl = content.SourceUrl,
                PictureId = content.PictureId,
                FirstPublishedAt = at,
                UpdatedAt = article.UpdatedAt,
                BreakingUntil = article.BreakingUntil,
                Filings = Filings(article.Id, at, categories, tree),
                Taggings =
                [
                    .. content.TagIds.Select(
                        (id, n) =>
                            new PublishedTagging
                            {
                                ArticleId = article.Id,
                                TagId = id,
                                Position = n,
                                FirstPublishedAt = at,
                            }
                    ),
                ],
                Bylines =
                [
                    .. content.AuthorIds.Select(
                        (id, n) =>
                            new PublishedByline
                            {
                                ArticleId = article.Id,
                                AuthorId = id,
                                Position = n,
                                FirstPublishedAt = at,
                            }
                    ),
                ],
            }
        );
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Takes the story out of everything that readers see, and leaves the notice that it was withdrawn.</summary>
    public async Task WithdrawAsync(Article article, CancellationToken cancel)
    {
        await ClearAsync(article.Id, cancel);
        db.Add(
            new WithdrawnArticle
            {
                Id = article.Id,
                At = article.WithdrawnAt!.Value,
                Reason = article.WithdrawnReason,
            }
        );
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Removes tags, authors and pictures that no live story shows any more.</summary>
    public Task SweepAsync(CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(
            """
            delete from site.tag t where not exists (select from site.article_tag x where x.tag_id = t.id);
            delete from site.author a where not exists (select from site.article_byline x where x.author_id = a.id);
            delete from site.picture p
            where not exists (select from site.article x where x.picture_id = p.id)
              and not exists (select from site.author x where x.portrait_id = p.id);
            """,
            cancel
        );

    /// <summary>The living categories of a story, primary first.</summary>
    public static IReadOnlyList<Category> Categories(ArticleContent content, CategoryTree tree) =>
        [.. content.CategoryIds().Select(tree.Living).OfType<Category>().DistinctBy(c => c.Id)];

    /// <summary>The story's rows in the lists of its categories and of all that lie above them.</summary>
    public static List<PublishedFiling> Filings(
        long articleId,
        DateTimeOffset at,
        IReadOnlyList<Category> categories,
        CategoryTree tree
    )
    {
        PublishedFiling File(long categoryId, int? position) =>
            new()
            {
                ArticleId = articleId,
                CategoryId = categoryId,
                Position = position,
                FirstPublishedAt = at,
            };
        return
        [
            .. categories.Select((c, n) => File(c.Id, n)),
            .. categories
                .SelectMany(tree.Path)
                .Select(c => c.Id)
                .Distinct()
                .Except(categories.Select(c => c.Id))
                .Select(id => File(id, null)),
        ];
    }

    private async Task ClearAsync(long id, CancellationToken cancel)
    {
        await db.Set<PublishedArticle>().Where(a => a.Id == id).ExecuteDeleteAsync(cancel);
        await db.Set<WithdrawnArticle>().Where(w => w.Id == id).ExecuteDeleteAsync(cancel);
        foreach (var row in db.ChangeTracker.Entries().Where(e => IsSite(e.Entity)).ToList())
        {
            row.State = EntityState.Detached;
        }
    }

    private static bool IsSite(object entity) => entity.GetType().Namespace == typeof(PublishedArticle).Namespace;

    // Copied by the database from one schema to the other. Two editors may publish with the same new tag in the same
    // moment: "on conflict" makes the second wait and agree.
    private Task ShowNounsAsync(ArticleContent content, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into site.picture (id, file_name, width, height, alt, caption, credit, focal_x, focal_y)
            select id, file_name, width, height, alt, caption, credit, focal_x, focal_y from newsroom.picture
            where id = {content.PictureId}
               or id in (select portrait_id from newsroom.author where id = any({content.AuthorIds}))
            order by id
            on conflict (id) do update set alt = excluded.alt, caption = excluded.caption, credit = excluded.credit,
                focal_x = excluded.focal_x, focal_y = excluded.focal_y;
            insert into site.author (id, slug, name, role, biography, portrait_id)
            select id, slug, name, role, biography, portrait_id from newsroom.author where id = any({content.AuthorIds})
            order by id
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, role = excluded.role,
                biography = excluded.biography, portrait_id = excluded.portrait_id;
            insert into site.tag (id, slug, name, kind, description)
            select id, slug, name, kind, description from newsroom.tag where id = any({content.TagIds})
            order by id
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, kind = excluded.kind,
                description = excluded.description;
            """,
            cancel
        );
}
