using Microsoft.EntityFrameworkCore;

namespace NewsSite.News.Database;

/// <summary>
/// A server that stands still in the middle of a transaction, as a paused machine does, must not hold up all others with what
/// it has locked: after a while the database undoes what it began.
/// </summary>
internal static class StandStill
{
    /// <summary>Between two statements with nothing to do but to send the next, in seconds.</summary>
    public const int Brief = 5;

    /// <summary>Where a message is sent meanwhile: longer than any is waited for. In seconds.</summary>
    public const int Sending = 8;

    /// <summary>Where a body is laid out meanwhile, which may take ten, or thousands of stories are written. In seconds.</summary>
    public const int Working = 30;

    /// <summary>From now on until the transaction ends.</summary>
    public static Task LimitAsync(NewsroomDb db, int seconds, CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(Sql(seconds), cancel);

    /// <summary>Gives more time to a transaction that is limited, and leaves alone one that is not, as that of a restore.</summary>
    public static Task ExtendAsync(NewsroomDb db, int seconds, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            select set_config('idle_in_transaction_session_timeout', {FormattableString.Invariant($"{seconds}s")}, true)
            where current_setting('idle_in_transaction_session_timeout') <> '0'
            """,
            cancel
        );

    /// <summary>The statement for it, to be sent with another.</summary>
    public static string Sql(int seconds) =>
        FormattableString.Invariant($"set local idle_in_transaction_session_timeout = '{seconds}s'");
}
