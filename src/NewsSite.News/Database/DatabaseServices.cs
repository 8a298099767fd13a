using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace NewsSite.News.Database;

public static class DatabaseServices
{
    /// <summary>The role that readers' pages take; the first migration makes it.</summary>
    public const string ReaderRole = "newssite_reader";

    /// <summary>The role that holds all rights that a serving site needs, for a user that does not own the tables.</summary>
    public const string WriterRole = "newssite_writer";

    internal const string MigrationTable = "migration";

    /// <param name="connectionString">A PostgreSQL 16 or newer, and a user that owns the database.</param>
    public static IServiceCollection AddDatabase(this IServiceCollection services, string connectionString) =>
        services
            .AddSingleton<ReadersMemory>()
            .AddDbContext<NewsroomDb>(
                (provider, options) =>
                    options.UseNewsroom(connectionString).AddInterceptors(provider.GetServices<IInterceptor>())
            )
            .AddDbContext<PublishedDb>(options =>
                options
                    .UseNpgsql(ReaderConnectionString(connectionString))
                    .UseSnakeCaseNamingConvention()
                    .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            );

    internal static DbContextOptionsBuilder UseNewsroom(
        this DbContextOptionsBuilder options,
        string connectionString
    ) =>
        options
            .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable(MigrationTable, NewsroomDb.Schema))
            .UseSnakeCaseNamingConvention();

    // A page that comes later than this does not come at all: a database that hangs must not hold every reader up. In
    // seconds, for a connection and for a query; then in milliseconds, for the end of a query that was given up.
    private const int ReaderConnectLimit = 2;
    private const int ReaderQueryLimit = 3;
    private const int ReaderCancelLimit = 500;

    // So many questions a connection keeps planned: of a page's few, some take longer to plan than to answer.
    private const int ReaderPrepared = 50;

    /// <summary>The same server, with every session limited to <see cref="ReaderRole"/> and to reading, and in its patience.</summary>
    public static string ReaderConnectionString(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = ReaderConnectLimit,
            CommandTimeout = ReaderQueryLimit,
            CancellationTimeout = ReaderCancelLimit,
            MaxAutoPrepare = ReaderPrepared,

            // Nobody leaves anything in a session; to make sure of it costs as much as the smallest questions.
            NoResetOnClose = true,
        };
        builder.Options = $"{builder.Options} -c role={ReaderRole} -c default_transaction_read_only=on".Trim();
        return builder.ConnectionString;
    }
}

/// <summary>For the migrations tool only, which needs no server to write a migration.</summary>
internal sealed class NewsroomDbFactory : IDesignTimeDbContextFactory<NewsroomDb>
{
    public NewsroomDb CreateDbContext(string[] args) =>
        new(
            (DbContextOptions<NewsroomDb>)
                new DbContextOptionsBuilder<NewsroomDb>().UseNewsroom("Host=localhost").Options
        );
}
