using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <param name="At">When it was withdrawn.</param>
/// <param name="Reason">What readers are told.</param>
/// <param name="Outcome">Notice, Redirect or Gone.</param>
/// <param name="To">Where a redirect leads, from the root of the site.</param>
public sealed record Withdrawal(DateTimeOffset At, string? Reason, string Outcome, string? To);

/// <summary>Single stories.</summary>
public sealed class Stories(PublishedDb db, Sections sections)
{
    private const int RedirectLimit = 20;

    /// <returns>Null where no live story has this id.</returns>
    public async Task<Story?> FindAsync(long id, CancellationToken cancel) =>
        (await FindAllAsync([id], cancel)).SingleOrDefault();

    /// <returns>The stories whole, in the order of <paramref name="ids"/>; one that is not live is left out.</returns>
    public async Task<IReadOnlyList<Story>> FindAllAsync(IReadOnlyList<long> ids, CancellationToken cancel)
    {
        foreach (var id in ids)
        {
            db.Shown.Story(id);
        }

        var found = (await StoryRows.WholeAsync(db, [.. ids], sections, cancel)).ToDictionary(s => s.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <returns>
    /// Null where no story with this id was withdrawn, or nobody is to know of it. A redirect is the last of a chain: where the
    /// story that it leads to was withdrawn as well, readers are led on in one step.
    /// </returns>
    public async Task<Withdrawal?> FindWithdrawalAsync(long id, CancellationToken cancel)
    {
        var found = await WithdrawalAsync(id, cancel);
        for (var steps = 0; found is { Outcome: "Redirect" } && StoryId(found.To) is { } target; steps++)
        {
            var slug = await db.Articles.Where(a => a.Id == target).Select(a => a.Slug).SingleOrDefaultAsync(cancel);
            if (slug is not null)
            {
                return found with { To = $"/news/{target}/{slug}" };
            }

            var next = await WithdrawalAsync(target, cancel);
            if (steps == RedirectLimit || next is not { Outcome: "Redirect" })
            {
                return next is null ? null : found;
            }

            found = next;
        }

        if (found is { Outcome: "Notice" })
        {
            db.Shown.Add(Shown.Notice);
        }

        return found is { Outcome: "Redirect" }
            ? found with
            {
                To = await MovedNouns.TodayAsync(db, found.To, cancel),
            }
            : found;
    }

    private Task<Withdrawal?> WithdrawalAsync(long id, CancellationToken cancel) =>
        db
            .WithdrawnArticles.Where(w => w.Id == id)
            .Select(w => new Withdrawal(w.At, w.Reason, w.Outcome, w.To))
            .SingleOrDefaultAsync(cancel);

    private static long? StoryId(string? path) =>
        path?.Split('/') is ["", "news", var id, ..]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>The newest stories whose headline has all the words that somebody typed.</summary>
    public async Task<IReadOnlyList<StoryCard>> WithHeadlineAsync(string query, int count, CancellationToken cancel)
    {
        // Quotes are as readers' search takes them; the first condition is what the index can tell.
        var plain = query.Replace("\0", "", StringComparison.Ordinal).Replace('’', '\'').Replace('‘', '\'');
        var ids = await db
            .Articles.Where(a =>
                a.Search!.Matches(EF.Functions.WebSearchToTsQuery("site.news", plain))
                && EF.Functions.ToTsVector("site.news", a.Headline.Replace("’", "'"))
                    .Matches(EF.Functions.WebSearchToTsQuery("site.news", plain))
            )
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Select(a => a.Id)
            .Take(count)
            .ToListAsync(cancel);
        return await db.CardsAsync(ids, cancel);
    }
}
