using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Wire;

/// <summary>Makes stories of entries: drafts like any other, which somebody reads before readers do.</summary>
public sealed class WireDrafts(NewsroomDb db, Writing writing, TimeProvider clock)
{
    /// <summary>Makes a draft of an entry; of one that somebody took already, none.</summary>
    /// <param name="languages">The paper's, its own first.</param>
    /// <returns>The story's id, and whether it was made now.</returns>
    /// <exception cref="NotAllowedException">There is no such entry.</exception>
    /// <exception cref="WireRefusedException">The source said that nobody is to use it.</exception>
    public async Task<(long ArticleId, bool IsNew)> MakeAsync(
        long id,
        IReadOnlyList<string> languages,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from newsroom.wire_entry where id = {id} for update", cancel);
        var entry =
            await db.WireEntries.SingleOrDefaultAsync(e => e.Id == id, cancel) ?? throw new NotAllowedException();
        if (entry.ArticleId is { } made)
        {
            return (made, false);
        }

        if (entry.KilledAt is not null)
        {
            throw new WireRefusedException("The source has withdrawn this entry. No draft was made.");
        }

        var source = await db.WireSources.AsNoTracking().SingleAsync(s => s.Id == entry.SourceId, cancel);
        var now = clock.GetUtcNow();
        var article = new Article
        {
            Key = Guid.NewGuid(),
            State = ArticleState.Draft,
            HeadNumber = 0,
            CreatedById = actor.Id,
            ChangedAt = now,
            EmbargoUntil = entry.EmbargoUntil > now ? entry.EmbargoUntil : null,
        };
        db.Articles.Add(article);
        await db.SaveChangesAsync(cancel);
        var content = new ArticleContent
        {
            Headline = entry.Headline,
            Standfirst = entry.Standfirst,
            Body = entry.Body,
            PrimaryCategoryId = await SectionAsync(source.CategoryId, actor, cancel),
            SourceCredit = source.Credit,
            SourceUrl = entry.Link,
            IsSyndicated = source.IsSyndicated && entry.Link is not null,
            Language = EntryLanguage.OfDraft(entry.Language, languages),
        };
        await writing.AddAsync(article, basedOn: null, content, actor, ArticleVersion.Imported, cancel);
        (entry.ArticleId, entry.TakenAt, entry.TakenByName) = (article.Id, now, actor.Name);
        (entry.HiddenAt, entry.HiddenByName) = (null, null);
        if (article.EmbargoUntil is { } until)
        {
            db.Record(actor, "Embargo", $"article:{article.Id}", until.ToString("u"), now);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (article.Id, true);
    }

    // Whoever has rights in some sections only begins without one where this is another.
    private async Task<long?> SectionAsync(long? id, Actor actor, CancellationToken cancel) =>
        id is { } section
        && new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel)).Living(section) is { } living
        && actor.Covers(living.Id)
            ? living.Id
            : null;
}
