using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>
/// Which stories somebody may work on: a reporter on their own and on those given to them, an editor on any, and both only in
/// the sections that their rights are limited to. A story that lies in no section yet is its writer's.
/// </summary>
internal static class StoryRights
{
    public static async Task<bool> MayWriteAsync(
        this NewsroomDb db,
        Article article,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Sections is null || !article.MayBeWrittenBy(actor))
        {
            return article.MayBeWrittenBy(actor);
        }

        var section = await db
            .StoryHeads.Where(h => h.ArticleId == article.Id)
            .Select(h => h.SectionId)
            .SingleOrDefaultAsync(cancel);
        return section is null ? article.IsOf(actor) : actor.Covers(section);
    }

    /// <summary>
    /// Whether an editor may change what readers see of a story: what it says now, and what it would say, must both lie in
    /// the editor's sections.
    /// </summary>
    public static async Task<bool> MayPublishAsync(
        this NewsroomDb db,
        Article article,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Sections is null || !actor.IsEditor)
        {
            return actor.IsEditor;
        }

        var sections = await db
            .ArticleVersions.Where(v =>
                v.ArticleId == article.Id && (v.Number == article.HeadNumber || v.Number == article.LiveNumber)
            )
            .Select(v => v.Content.PrimaryCategoryId)
            .ToListAsync(cancel);
        return sections.TrueForAll(actor.Covers);
    }

    /// <summary>Those of these stories that the actor may see in lists; see <see cref="MayWriteAsync"/>.</summary>
    public static IQueryable<Article> SeenBy(this IQueryable<Article> stories, NewsroomDb db, Actor actor)
    {
        var me = actor.Id;
        if (!actor.IsEditor)
        {
            stories = stories.Where(a => a.CreatedById == me || a.AssignedToId == me);
        }

        if (actor.Sections is null)
        {
            return stories;
        }

        long[] sections = [.. actor.Sections];
        return stories.Where(a =>
            db.StoryHeads.Any(h =>
                h.ArticleId == a.Id
                && (
                    h.SectionId == null
                        ? a.CreatedById == me || a.AssignedToId == me
                        : sections.Contains(h.SectionId.Value)
                )
            )
        );
    }
}
