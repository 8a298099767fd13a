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

    /// <summary>
    /// Holds a moment that another session has seen, until it is given back: all that is read meanwhile, of nouns too, is as it
    /// was then, so that what the two read fits together.
    /// </summary>
    /// <param name="moment">As PostgreSQL calls a snapshot that is exported, and still held where it was.</param>
    public async Task<IDbContextTransaction> HoldAsync(string moment, CancellationToken cancel)
    {
        var held = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        try
        {
#pragma warning disable EF1002 // The statement takes no parameter, and the database itself gave the name.
            await db.Database.ExecuteSqlRawAsync($"set transaction snapshot '{moment}'", cancel);
#pragma warning restore EF1002
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

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
