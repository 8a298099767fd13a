using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Fronts;

/// <summary>The first words of a story that cannot wait.</summary>
/// <param name="Key">Chosen by the form; the same flash sent again makes no second story.</param>
/// <param name="FirstLine">What is known; becomes the standfirst. May be empty.</param>
/// <param name="For">How long label and banner last from now.</param>
public sealed record Flash(Guid Key, string Headline, string? FirstLine, long CategoryId, long AuthorId, TimeSpan For);

/// <param name="By">Who wrote it.</param>
public sealed record SimilarStory(long Id, string Headline, DateTimeOffset At, string By);

/// <summary>Breaking news: from an empty form to a live story in one act.</summary>
public sealed class BreakingDesk(NewsroomDb db, Writing writing, Publisher publisher, TimeProvider clock)
{
    /// <summary>The text of a story that only has its first line yet.</summary>
    public const string Developing = "This is a developing story. More soon.";

    private const double Alike = 0.4;
    private static readonly TimeSpan Recent = TimeSpan.FromHours(2);

    /// <summary>
    /// Writes the story and publishes it. Each of the two happens once, so that what broke off between them is finished
    /// by the same flash sent again, also with other words.
    /// </summary>
    /// <returns>The story's id.</returns>
    /// <exception cref="NotAllowedException">The actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">The message says what is missing. The words are kept as a draft.</exception>
    public async Task<long> PublishAsync(Flash flash, Actor actor, CancellationToken cancel)
    {
        if (!actor.IsEditor)
        {
            throw new NotAllowedException();
        }

        var content = new ArticleContent
        {
            Headline = flash.Headline,
            Standfirst = string.IsNullOrWhiteSpace(flash.FirstLine) ? null : flash.FirstLine.Trim(),
            Body = Developing,
            PrimaryCategoryId = flash.CategoryId,
            AuthorIds = [flash.AuthorId],
        };
        var version = await writing.BeginAsync(flash.Key, content, actor, cancel);
        var id = version.ArticleId;
        if (await db.Articles.AnyAsync(a => a.Id == id && a.LiveNumber != null, cancel))
        {
            return id;
        }

        if (!version.Content.SameAs(content))
        {
            var saved = await writing.SaveAsync(id, version.Number, content, actor, cancel);
            version =
                saved.Saved ?? throw new PublishRefusedException("Somebody is writing this story. Look at it first.");
        }

        await publisher.PublishAsync(id, new PublishOrder(version.Number, null, flash.For), actor, cancel);
        return id;
    }

    /// <returns>The section of the actor's last story; null where there is none.</returns>
    public Task<long?> LastSectionAsync(Actor actor, CancellationToken cancel) =>
        (
            from a in db.Articles
            join v in db.ArticleVersions
                on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
            where a.CreatedById == actor.Id && v.Content.PrimaryCategoryId != null
            orderby a.Id descending
            select v.Content.PrimaryCategoryId
        ).FirstOrDefaultAsync(cancel);

    /// <returns>The live story of the last two hours whose headline is most like this one; null where none is.</returns>
    public Task<SimilarStory?> SimilarAsync(string headline, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Recent;
        return (
            from a in db.Articles
            join v in db.ArticleVersions
                on new { a.Id, Number = a.LiveNumber!.Value } equals new { Id = v.ArticleId, v.Number }
            where a.State == ArticleState.Published && a.ChangedAt > since && a.FirstPublishedAt > since
            let likeness = EF.Functions.TrigramsSimilarity(v.Content.Headline, headline)
            where likeness > Alike
            orderby likeness descending
            select new SimilarStory(a.Id, v.Content.Headline, a.FirstPublishedAt!.Value, v.CreatedByName)
        ).FirstOrDefaultAsync(cancel);
    }
}
