using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.Web.Hosting;

internal static class Migrating
{
    /// <summary>Brings the database up to date; several servers may start at once.</summary>
    /// <exception cref="StartRefusedException">The server refuses, mostly for want of rights.</exception>
    public static async Task MigrateAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        try
        {
            // The migrations' own lock is a table, which an empty database does not have yet.
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync("select pg_advisory_lock(hashtext('newssite.migrate'))");
            try
            {
                await db.Database.MigrateAsync();
            }
            finally
            {
                await db.Database.ExecuteSqlRawAsync("select pg_advisory_unlock(hashtext('newssite.migrate'))");
                await db.Database.CloseConnectionAsync();
            }
        }
        catch (PostgresException e)
        {
            throw new StartRefusedException(
                $"""
                The database could not be brought up to date: {e.MessageText}
                The user that ConnectionStrings__NewsSite names must own the database and may create roles. Ways out:
                  - give those rights: alter database … owner to …; alter role … createrole
                  - remove the setting: the site then starts a private PostgreSQL
                """,
                e
            );
        }
    }
}
