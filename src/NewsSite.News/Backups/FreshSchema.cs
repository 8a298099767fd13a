using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Backups;

/// <summary>
/// Makes the tables of the moment of a backup, and later those of today, in a transaction that is open already: what the
/// migrations do, but for the transactions that they would make of it.
/// </summary>
internal static class FreshSchema
{
    /// <summary>Removes all tables, and makes empty ones.</summary>
    /// <param name="migration">The last one that they have.</param>
    public static async Task MakeAsync(NewsroomDb db, string migration, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await connection.RunAsync("drop schema if exists newsroom, site, delivery cascade", cancel);
        await connection.RunAsync(db.GetService<IHistoryRepository>().GetCreateIfNotExistsScript(), cancel);
        await RunAsync(db, id => string.CompareOrdinal(id, migration) <= 0, cancel);
    }

    /// <summary>Brings them to today.</summary>
    /// <param name="migration">The last one that they have.</param>
    public static Task UpdateAsync(NewsroomDb db, string migration, CancellationToken cancel) =>
        RunAsync(db, id => string.CompareOrdinal(id, migration) > 0, cancel);

    private static async Task RunAsync(NewsroomDb db, Func<string, bool> isMeant, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var assembly = db.GetService<IMigrationsAssembly>();
        var generator = db.GetService<IMigrationsSqlGenerator>();
        var models = db.GetService<IModelRuntimeInitializer>();
        var history = db.GetService<IHistoryRepository>();
        foreach (var (id, type) in assembly.Migrations.Where(m => isMeant(m.Key)))
        {
            var migration = assembly.CreateMigration(type, db.Database.ProviderName!);
            var model = models.Initialize(migration.TargetModel);
            foreach (var command in generator.Generate(migration.UpOperations, model))
            {
                await connection.RunAsync(command.CommandText, cancel);
            }

            await connection.RunAsync(history.GetInsertScript(new HistoryRow(id, ProductInfo.GetVersion())), cancel);
        }
    }
}
