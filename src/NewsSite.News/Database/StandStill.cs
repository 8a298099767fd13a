using Microsoft.EntityFrameworkCore;

namespace NewsSite.News.Database;

/// <summary>
/// A server that stands still in the middle of a transaction, as a paused machine does, must not hold up all others with what
/// it has locked: after a while the database undoes what it began.
/// </summary>
internal static class StandStill
{
    /// <summary>Between two statements with nothing to do but to send the next, in seconds.</summary>
    public const int Brief = 4;

    /// <summary>Where a message is sent meanwhile: longer than any is waited for. In seconds.</summary>
    public const int Sending = 8;

    /// <summary>Where a body is laid out meanwhile, which may take ten, or thousands of stories are written. In seconds.</summary>
    public const int Working = 30;

    /// <summary>From now on until the transaction ends.</summary>
    public static Task LimitAsync(NewsroomDb db, int seconds, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(Sql(seconds), cancel);

    /// <summary>The statement for it, to be sent with another.</summary>
    public static string Sql(int seconds) =>
        FormattableString.Invariant($"set local idle_in_transaction_session_timeout = '{seconds}s'");
}
