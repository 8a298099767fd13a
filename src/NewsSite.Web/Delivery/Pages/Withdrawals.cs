using NewsSite.News.Database;
using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Sees to it that a withdrawal is done only when no copy of the story can come back on this server, and knows the others on
/// which one may; see <see cref="KnownEverywhere"/>.
/// </summary>
public sealed class Withdrawals(SiteChanges changes, CopyStore copies, ReadersDatabase database)
{
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
    }

    /// <returns>The servers that may still send an old copy of a story.</returns>
    public async Task<IReadOnlyList<ServerBehind>> BehindAsync(long story, CancellationToken cancel)
    {
        await using var connection = await database.WorkAsync(cancel);
        return await ServerRoll.BehindAsync(connection, Shown.NameOfStory(story), cancel);
    }
}
