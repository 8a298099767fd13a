using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace NewsSite.News.Database;

/// <summary>
/// What a start asks of the database before it serves. In plain SQL, because the model of all tables takes most of a
/// second to build, which the first reader would wait for.
/// </summary>
public static class StartingChecks
{
    /// <returns>Whether nothing is to be migrated.</returns>
    /// <exception cref="NpgsqlException">The database cannot be asked.</exception>
    public static async Task<bool> IsUpToDateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var exists = new NpgsqlCommand(
            $"select to_regclass('{NewsroomDb.Schema}.{DatabaseServices.MigrationTable}') is not null",
            connection
        );
        if (await exists.ExecuteScalarAsync() is not true)
        {
            return false;
        }

        await using var pending = new NpgsqlCommand(
            $"""
            select not exists (
                select from unnest($1::text[]) known
                where known not in (select migration_id from {NewsroomDb.Schema}.{DatabaseServices.MigrationTable})
            )
            """,
            connection
        )
        {
            Parameters = { new() { Value = Known() } },
        };
        return await pending.ExecuteScalarAsync() is true;
    }

    /// <returns>Whether anybody has an account.</returns>
    /// <exception cref="NpgsqlException">The database cannot be asked.</exception>
    public static async Task<bool> HasAccountsAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var any = source.CreateCommand($"select exists (select from {NewsroomDb.Schema}.staff_member)");
        return await any.ExecuteScalarAsync() is true;
    }

    private static string[] Known() =>
        [
            .. typeof(NewsroomDb)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(Migration)))
                .Select(type => type.GetCustomAttribute<MigrationAttribute>()!.Id),
        ];
}
