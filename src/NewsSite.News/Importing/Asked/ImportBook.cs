using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing.Asked;

/// <summary>What servers write down of the import that they work on.</summary>
public sealed class ImportBook(NewsroomDb db, TimeProvider clock)
{
    private IQueryable<AskedImport> Running =>
        db.AskedImports.Where(i =>
            i.Failure == null
            && (i.Stage == ImportStage.Trying || i.Stage == ImportStage.Importing || i.Stage == ImportStage.Proving)
        );

    /// <returns>The import that is to be worked on; null where there is none.</returns>
    public Task<AskedImport?> NextAsync(CancellationToken cancel) =>
        Running.AsNoTracking().OrderBy(i => i.Id).FirstOrDefaultAsync(cancel);

    /// <summary>A server begins with it; it has the turn of importing.</summary>
    /// <returns>It as it is now; null where it is not to be worked on any more.</returns>
    public async Task<AskedImport?> BeginAsync(long id, string server, CancellationToken cancel)
    {
        await Running
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(i => i.Tries, i => i.Tries + 1).SetProperty(i => i.Server, server),
                cancel
            );
        return await Running.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancel);
    }

    /// <returns>Whether it is to go on.</returns>
    public async Task<bool> TellAsync(long id, string words, int done, CancellationToken cancel)
    {
        var told = words.Length > AskedImport.ProgressLimit ? words[..AskedImport.ProgressLimit] : words;
        var now = clock.GetUtcNow();
        return await Running
                .Where(i => i.Id == id)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(i => i.Progress, told)
                            .SetProperty(i => i.Done, done)
                            .SetProperty(i => i.ProgressAt, now),
                    cancel
                ) > 0;
    }

    /// <summary>It is known what would come in.</summary>
    /// <param name="total">How many posts and pages there are.</param>
    public Task TriedAsync(
        long id,
        ToldReport report,
        IReadOnlyList<FoundSection> found,
        int total,
        CancellationToken cancel
    )
    {
        var (told, sections) = (AskedImport.Write(report), AskedImport.Write(found));
        return Running
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.Stage, ImportStage.Tried)
                        .SetProperty(i => i.Report, told)
                        .SetProperty(i => i.Found, sections)
                        .SetProperty(i => i.Total, total),
                cancel
            );
    }

    /// <summary>All is in.</summary>
    public Task ImportedAsync(long id, ToldReport report, CancellationToken cancel)
    {
        var told = AskedImport.Write(report);
        return Running
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(i => i.Stage, ImportStage.Proving).SetProperty(i => i.Report, told),
                cancel
            );
    }

    /// <summary>The old addresses were asked for, and that is its end.</summary>
    /// <param name="proof">See <see cref="AskedImport.Proof"/>.</param>
    public async Task EndAsync(long id, string[] proof, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await Running
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(i => i.Stage, ImportStage.Ended)
                        .SetProperty(i => i.Proof, proof)
                        .SetProperty(i => i.EndedAt, now),
                cancel
            );
        if (ended > 0)
        {
            db.Record(Actor.System with { Way = Way.Scheduler }, "EndImport", ImportDesk.SubjectOf(id), proof[0], now);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>It stands still until an admin has looked.</summary>
    public Task FailAsync(long id, string why, CancellationToken cancel)
    {
        var told = why.Length > AskedImport.FailureLimit ? why[..AskedImport.FailureLimit] : why;
        return Running.Where(i => i.Id == id).ExecuteUpdateAsync(s => s.SetProperty(i => i.Failure, told), cancel);
    }
}
