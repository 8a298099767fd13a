using System.Net.Sockets;
using Npgsql;

namespace NewsSite.Web.Shared;

/// <summary>Tells a database that does not answer, or takes nothing, for a while from an error of ours.</summary>
public static class DatabaseOutage
{
    /// <summary>What Npgsql says, and how, where it noticed between two statements that the connection is gone.</summary>
    public const string TransactionIsGone = "Transaction is already completed";

    /// <returns>Whether the same may well succeed later, by no hand of whoever asked.</returns>
    public static bool Caused(Exception error) =>
        error
            is NpgsqlException { IsTransient: true }
                or NpgsqlException { InnerException: SocketException }
                or PostgresException
                {
                    SqlState: PostgresErrorCodes.ReadOnlySqlTransaction
                        or PostgresErrorCodes.AdminShutdown
                        or PostgresErrorCodes.CrashShutdown,
                }
                or TimeoutException
                or InvalidOperationException { Message: TransactionIsGone }
        || (error.InnerException is { } inner && Caused(inner));
}
