using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>All that is published, for whoever carries it elsewhere: a few stories at a time, however many there are.</summary>
public sealed class WholePaper(PublishedDb db, Sections sections)
{
    private const int Batch = 100;

    /// <summary>Holds one moment until it is given back: all that is read meanwhile, of nouns too, is as it was then.</summary>
    public Task<IDbContextTransaction> HoldAsync(CancellationToken cancel) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

    /// <returns>The greatest id of a story; 0 where there is none.</returns>
    public async Task<long> LastIdAsync(CancellationToken cancel) =>
        await db.Articles.MaxAsync(a => (long?)a.Id, cancel) ?? 0;

    public Task<bool> HasAsync(long id, CancellationToken cancel) => db.Articles.AnyAsync(a => a.Id == id, cancel);

    /// <returns>Each story whole, by id.</returns>
    public async IAsyncEnumerable<Story> StoriesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        for (long last = 0; ; )
        {
            var ids = await db
                .Articles.Where(a => a.Id > last)
                .OrderBy(a => a.Id)
                .Select(a => a.Id)
                .Take(Batch)
                .ToArrayAsync(cancel);
            if (ids.Length == 0)
            {
                yield break;
            }

            last = ids[^1];
            foreach (var story in (await StoryRows.WholeAsync(db, ids, sections, cancel)).OrderBy(s => s.Id))
            {
                yield return story;
            }
        }
    }
}
