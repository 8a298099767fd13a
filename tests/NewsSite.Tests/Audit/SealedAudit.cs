using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Npgsql;

namespace NewsSite.Tests.Audit;

/// <summary>A database of a test's own with some sealed entries, and somebody who may do anything in it.</summary>
internal sealed class SealedAudit : IAsyncDisposable
{
    /// <summary>How many there are at first.</summary>
    public const int Entries = 6;

    private SealedAudit(string connection)
    {
        ConnectionString = connection;
        Services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddDatabase(connection)
            .AddScoped<AuditChain>()
            .BuildServiceProvider();
    }

    public string ConnectionString { get; }
    public ServiceProvider Services { get; }

    public static async Task<SealedAudit> StartAsync(PostgresFixture postgres)
    {
        var site = new SealedAudit(await postgres.CloneAsync() + ";Pooling=false");
        for (var n = 0; n < Entries; n++)
        {
            await site.WriteAsync(n % 2 == 0 ? "Größe 🚢" : null);
        }

        return site;
    }

    public ValueTask DisposeAsync() => Services.DisposeAsync();

    public async Task WriteAsync(string? detail)
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        Add(db, detail);
        await db.SaveChangesAsync();
    }

    public static void Add(NewsroomDb db, string? detail) =>
        db.Record(
            new Actor(1, "Ada", StaffRole.Admin) { Way = Way.Web, Address = "::1" },
            "Publish",
            "a:3",
            detail,
            DateTimeOffset.UtcNow,
            [new("Name", "old", "new"), new("Text", null, "“\u0000<Größe>”")]
        );

    public async Task<AuditCheck> CheckAsync(long? newest = null, AuditHead? noted = null)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuditChain>().CheckAsync(newest, noted, default);
    }

    public async Task<List<long>> IdsAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        return await db.AuditEntries.OrderBy(e => e.Id).Select(e => e.Id).ToListAsync();
    }

    /// <summary>Does it with all triggers of the audit switched off.</summary>
    public Task TamperAsync(string sql) =>
        RunAsync(
            "alter table newsroom.audit_entry disable trigger all; alter table newsroom.audit_seal disable trigger all; "
                + sql
        );

    public async Task RunAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
