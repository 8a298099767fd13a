using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Backups;

/// <summary>What the database does not let its user do, in words that say what to do about it.</summary>
internal static class BackupRights
{
    /// <summary>Refuses who could not bring a backup back, before anything is written.</summary>
    /// <exception cref="BackupRefusedException">The user does not own what is to be replaced, or may make nothing.</exception>
    public static async Task CheckOwnerAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        const string owns = """
            select case when to_regnamespace('newsroom') is null then has_database_privilege(current_database(), 'create')
                else (select bool_and(pg_has_role(nspowner, 'usage')) from pg_namespace
                    where nspname in ('newsroom', 'site', 'delivery')) end
            """;
        if (!await connection.AskAsync<bool>(owns, cancel))
        {
            throw Owner(connection, "it does not own the database", null);
        }
    }

    /// <returns>Whether it says that a right is missing.</returns>
    public static bool IsMissing(PostgresException error) => error.SqlState == PostgresErrorCodes.InsufficientPrivilege;

    /// <summary>Of who would bring a backup back.</summary>
    public static BackupRefusedException Owner(NpgsqlConnection connection, string why, Exception? error) =>
        new(
            $"The database user “{connection.UserName}” may not bring a backup back: {why}. "
                + "Nothing was changed in the database. Let restore run with the user that owns the database and may create roles, as for migrate "
                + "(Username=… in ConnectionStrings__NewsSite). Servers can then go on with the lesser one.",
            error
        );

    /// <summary>Of who would make one.</summary>
    public static BackupRefusedException Reader(NpgsqlConnection connection, PostgresException error) =>
        new(
            $"The database user “{connection.UserName}” may not read all of the paper: {error.MessageText}. "
                + $"Give it what a site needs (grant {DatabaseServices.WriterRole} to \"{connection.UserName}\"), or let backup run with the user that "
                + "owns the database. If it has that role, the owner runs migrate once.",
            error
        );
}
