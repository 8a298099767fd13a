using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Web.Delivery.Pages;
using Npgsql;

namespace NewsSite.Web.Hosting;

internal static class Migrating
{
    /// <summary>Brings the database up to date; several servers may start at once.</summary>
    /// <exception cref="StartRefusedException">The server refuses, mostly for want of rights.</exception>
    public static async Task MigrateAsync(this IServiceProvider services)
    {
        try
        {
            // A user that does not own the tables may serve, but could not even ask whether it is its turn to migrate.
            if (await StartingChecks.IsUpToDateAsync(services.GetRequiredService<SiteDatabase>().ConnectionString))
            {
                return;
            }

            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();

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
                  - run the command migrate once with such a user, and serve with one that has {DatabaseServices.WriterRole}
                  - remove the setting: the site then starts a private PostgreSQL
                """,
                e
            );
        }
    }
}

/// <summary>
/// Of a server that was started while the database was away: it sends its copies, and brings the database up to date as soon
/// as it answers.
/// </summary>
internal sealed class LateMigration(IServiceProvider services, SiteChanges changes, ILogger<LateMigration> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first reader comes, so that none waits to find it out.
        changes.Lose();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.LogWarning("The database does not answer: readers get the copies on this disk until it does");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await services.MigrateAsync();
                log.LogInformation("The database answers");
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.Log(
                    e is StartRefusedException ? LogLevel.Error : LogLevel.Debug,
                    e,
                    "The database is not to be had yet"
                );
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
