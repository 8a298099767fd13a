using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publications;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Publishing.Copies;

/// <summary>What readers' history of a story is to hold.</summary>
/// <param name="Count">All of it, with what is there already.</param>
/// <param name="Missing">Laid out, and to be added.</param>
internal sealed record ToldEditions(int Count, IReadOnlyList<PublishedEdition> Missing);

/// <summary>
/// The published versions that readers can compare. What a story said before it was withdrawn does not come back with it:
/// a text that had to go would else be public again. A story that went out once has none: its page says all there is.
/// </summary>
internal sealed class Editions(NewsroomDb db)
{
    private sealed record Step(int Version, PublicationKind Kind, DateTimeOffset At);

    /// <summary>Before the turn, because it lays texts out.</summary>
    public async Task<ToldEditions> PrepareAsync(TurnedLive turned, DateTimeOffset now, CancellationToken cancel)
    {
        if (turned.WasLive is not { } former)
        {
            return new(1, []);
        }

        var article = turned.Article;
        var steps = await StepsAsync(article.Id, cancel);
        if (steps.Count == 0)
        {
            // It came here live: its history begins with what readers see at this moment.
            db.Publications.Add(
                new Publication
                {
                    ArticleId = article.Id,
                    Kind = PublicationKind.Published,
                    VersionNumber = former,
                    At = article.FirstPublishedAt!.Value,
                    ById = null,
                }
            );
            await db.SaveChangesAsync(cancel);
            steps = await StepsAsync(article.Id, cancel);
        }

        steps.Add(new(article.LiveNumber!.Value, turned.Kind, turned.Act.Order.UpdatedAt ?? now));
        return await LayOutAsync(article, steps, turned.Body, cancel);
    }

    /// <summary>The same for a story that nothing happens to: for a rebuild.</summary>
    public async Task<ToldEditions> RememberAsync(Article article, LaidOutBody live, CancellationToken cancel)
    {
        var steps = await StepsAsync(article.Id, cancel);
        return steps.Count < 2 ? new(1, []) : await LayOutAsync(article, steps, live, cancel);
    }

    /// <summary>Adds them, inside the caller's turn.</summary>
    public async Task AddAsync(ToldEditions told, CancellationToken cancel)
    {
        foreach (var e in told.Missing)
        {
            // A rebuild may have added it while this act waited for its turn.
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into site.article_edition (article_id, number, kind, at, headline, standfirst, body_text)
                values ({e.ArticleId}, {e.Number}, {e.Kind}, {e.At}, {e.Headline}, {e.Standfirst}, {e.BodyText})
                on conflict do nothing
                """,
                cancel
            );
        }
    }

    private async Task<ToldEditions> LayOutAsync(
        Article article,
        List<Step> steps,
        LaidOutBody live,
        CancellationToken cancel
    )
    {
        var known = await db.Set<PublishedEdition>()
            .Where(e => e.ArticleId == article.Id)
            .Select(e => e.Number)
            .ToListAsync(cancel);
        var bodies = new Dictionary<int, string> { [article.LiveNumber!.Value] = live.Text.Text };
        var missing = new List<PublishedEdition>();
        foreach (var number in Enumerable.Range(1, steps.Count).Except(known))
        {
            var step = steps[number - 1];
            var content = await db
                .ArticleVersions.AsNoTracking()
                .Where(v => v.ArticleId == article.Id && v.Number == step.Version)
                .Select(v => v.Content)
                .SingleAsync(cancel);
            if (!bodies.TryGetValue(step.Version, out var text))
            {
                bodies.Add(step.Version, text = await TextAsync(content.Body, cancel));
            }

            missing.Add(
                new PublishedEdition
                {
                    ArticleId = article.Id,
                    Number = number,
                    Kind = $"{step.Kind}",
                    At = step.At,
                    Headline = content.Headline,
                    Standfirst = content.Standfirst,
                    BodyText = text,
                }
            );
        }

        return new(steps.Count, missing);
    }

    private async Task<string> TextAsync(string markdown, CancellationToken cancel) =>
        (await LaidOutBody.OrPlainAsync(db, markdown, cancel)).Text.Text;

    private Task<List<Step>> StepsAsync(long articleId, CancellationToken cancel) =>
        db
            .Publications.Where(p =>
                p.ArticleId == articleId
                && p.VersionNumber != null
                && !db.Publications.Any(later =>
                    later.ArticleId == articleId && later.VersionNumber == null && later.Id > p.Id
                )
            )
            .OrderBy(p => p.Id)
            .Select(p => new Step(p.VersionNumber!.Value, p.Kind, p.At))
            .ToListAsync(cancel);
}
