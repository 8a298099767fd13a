using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Shared;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

public sealed class DatabaseOutageTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_connection_that_went_in_the_middle_of_an_act_is_an_outage_at_each_later_statement()
    {
        var connectionString = await postgres.CloneAsync();
        await using var db = new NewsroomDb(
            new DbContextOptionsBuilder<NewsroomDb>().UseNpgsql(connectionString).Options
        );
        await using var transaction = await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var own = (NpgsqlConnection)db.Database.GetDbConnection();
        await using (var other = NpgsqlDataSource.Create(connectionString))
        await using (var end = other.CreateCommand("select pg_terminate_backend($1, 5000)"))
        {
            end.Parameters.Add(new NpgsqlParameter { Value = own.ProcessID });
            Assert.Equal(true, await end.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        var first = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(db));
        Assert.True(DatabaseOutage.Caused(first), $"{first}");

        // What a query that has its row already keeps to itself.
        var second = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(db));
        Assert.IsType<InvalidOperationException>(second);
        Assert.True(DatabaseOutage.Caused(second), $"{second}");
    }

    [Fact]
    public async Task An_error_of_ours_is_none()
    {
        await using var db = new NewsroomDb(
            new DbContextOptionsBuilder<NewsroomDb>().UseNpgsql(await postgres.CloneAsync()).Options
        );
        var error = await Assert.ThrowsAnyAsync<Exception>(() =>
            db.Database.ExecuteSqlRawAsync("select 1 / 0", TestContext.Current.CancellationToken)
        );
        Assert.False(DatabaseOutage.Caused(error));
        Assert.False(DatabaseOutage.Caused(new InvalidOperationException("Sequence contains no elements")));
    }

    private static Task AskAsync(NewsroomDb db) =>
        db.Database.ExecuteSqlRawAsync("select 1", TestContext.Current.CancellationToken);
}
