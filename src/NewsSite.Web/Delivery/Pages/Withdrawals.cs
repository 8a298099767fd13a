using System.Diagnostics;
using NewsSite.News.Database;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Sees to it that a withdrawal is confirmed only when no copy of the story can come back: not on this server, and not on any
/// other that answers.
/// </summary>
public sealed class Withdrawals(
    SiteChanges changes,
    CopyStore copies,
    ReadersDatabase database,
    ILogger<Withdrawals> log
)
{
    // So long the others have; then they are named.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <param name="act">Withdraws the story, or throws.</param>
    /// <exception cref="Exception">It may be withdrawn or not; until that is known, this server sends no copy of it.</exception>
    public async Task ConfirmAsync(long story, Func<Task> act, CancellationToken cancel)
    {
        var isDone = false;
        try
        {
            await act();
            isDone = true;
            await changes.CatchUpAsync(cancel);
        }
        catch (Exception e)
            when (isDone || e is not (News.Articles.NotAllowedException or News.Publishing.PublishRefusedException))
        {
            changes.Forget(Shown.NameOfStory(story), Shown.Stories);
            copies.Doubt(story);
            throw;
        }

        // It is done, and the receipt asks once more: whatever goes wrong here is no reason to say that it is not.
        var watch = Stopwatch.StartNew();
        try
        {
            while (watch.Elapsed < Patience && (await BehindAsync(story, cancel)).Count > 0)
            {
                await Task.Delay(Look, cancel);
            }
        }
        catch (NpgsqlException e)
        {
            log.LogWarning(e, "Which servers know that story {Id} is withdrawn could not be asked", story);
        }
    }

    /// <returns>The servers that may still send an old copy of a story.</returns>
    public async Task<IReadOnlyList<ServerBehind>> BehindAsync(long story, CancellationToken cancel)
    {
        await using var connection = await database.WorkAsync(cancel);
        return await ServerRoll.BehindAsync(connection, Shown.NameOfStory(story), cancel);
    }
}
