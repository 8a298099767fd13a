using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Audit;

/// <summary>The database seals every entry into one chain.</summary>
public sealed class AuditChainTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_noted_head_stays_part_of_a_chain_that_grows()
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var noted = (await site.CheckAsync()).Head!;
        await site.WriteAsync("Later");
        var check = await site.CheckAsync(noted: noted);
        Assert.Null(check.Break);
        Assert.Equal((SealedAudit.Entries + 1, SealedAudit.Entries + 1), ((int)check.Links, (int)check.Head!.Number));
    }

    [Fact]
    public async Task The_newest_are_proved_from_the_link_before_them()
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var ids = await site.IdsAsync();
        Assert.Equal((3, null), ((int)(await site.CheckAsync(newest: 3)).Links, (await site.CheckAsync(3)).Break));
        await site.TamperAsync($"update newsroom.audit_entry set act = 'Spike' where id = {ids[1]}");
        Assert.Null((await site.CheckAsync(newest: 3)).Break);
        await site.TamperAsync($"update newsroom.audit_entry set act = 'Spike' where id = {ids[4]}");
        Assert.NotNull((await site.CheckAsync(newest: 3)).Break);
    }

    [Theory]
    [InlineData("update newsroom.audit_entry set act = 'Spike'")]
    [InlineData("delete from newsroom.audit_entry")]
    [InlineData("truncate newsroom.audit_entry")]
    [InlineData("update newsroom.audit_seal set number = number + 100")]
    [InlineData("delete from newsroom.audit_seal")]
    [InlineData("truncate newsroom.audit_seal")]
    public async Task Even_the_owner_of_the_tables_can_only_add(string sql)
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => site.RunAsync(sql));
        Assert.EndsWith("is append-only", refused.MessageText, StringComparison.Ordinal);
        Assert.Equal(
            (SealedAudit.Entries, null),
            ((int)(await site.CheckAsync()).Links, (await site.CheckAsync()).Break)
        );
    }

    [Fact]
    public async Task Many_who_write_at_once_in_any_order_of_locks_make_one_unbroken_chain()
    {
        const int Writers = 8;
        const int Each = 25;
        await using var site = await SealedAudit.StartAsync(postgres);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Writers),
            new ParallelOptions { MaxDegreeOfParallelism = Writers },
            async (writer, cancel) =>
            {
                for (var n = 0; n < Each; n++)
                {
                    await using var scope = site.Services.CreateAsyncScope();
                    var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
                    await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                    if (writer % 3 == 0)
                    {
                        await TurnAsync(db);
                    }

                    SealedAudit.Add(db, $"Writer {writer}");
                    await db.SaveChangesAsync(cancel);
                    if (writer % 3 == 1)
                    {
                        await TurnAsync(db);
                    }

                    if (n % 5 == 4)
                    {
                        // Its number of the identity is lost, and no link must be.
                        await transaction.RollbackAsync(cancel);
                    }
                    else
                    {
                        await transaction.CommitAsync(cancel);
                    }
                }
            }
        );
        var check = await site.CheckAsync();
        Assert.Equal((SealedAudit.Entries + (Writers * Each * 4 / 5), null), ((int)check.Links, check.Break));
        Assert.Equal(check.Links, check.Head!.Number);

        static Task TurnAsync(NewsroomDb db) =>
            db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('site'))");
    }

    [Fact]
    public async Task Who_saw_an_old_state_of_the_chain_fails_rather_than_forks_it()
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await db.AuditEntries.CountAsync();
        await site.WriteAsync("Meanwhile");
        SealedAudit.Add(db, "Late");
        await db.SaveChangesAsync();
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync());
        Assert.Contains("pk_audit_seal", refused.GetBaseException().ToString(), StringComparison.Ordinal);
        Assert.Equal(
            (SealedAudit.Entries + 1, null),
            ((int)(await site.CheckAsync()).Links, (await site.CheckAsync()).Break)
        );
    }

    [Fact]
    public async Task The_command_prints_the_last_link_and_fails_where_the_chain_is_broken()
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var head = (await site.CheckAsync()).Head!;
        var (code, said) = await VerifyAsync(site);
        Assert.Equal(0, code);
        Assert.Contains(
            $"holds: {SealedAudit.Entries} entries. Note the last link somewhere else: {head}",
            said,
            StringComparison.Ordinal
        );
        await site.TamperAsync("update newsroom.audit_entry set act = 'Spike' where act = 'Publish'");
        (code, said) = await VerifyAsync(site, $"{head}");
        Assert.Equal(1, code);
        Assert.Contains("is broken. Entry 1 is not what was sealed as link 1.", said, StringComparison.Ordinal);
        (code, said) = await VerifyAsync(site, "12:34");
        Assert.Equal(1, code);
        Assert.Contains("Usage: audit verify", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(SealedAudit site, params string[] noted)
    {
        await using var command = SiteProcess.Start(
            [("ConnectionStrings__NewsSite", site.ConnectionString), ("NewsSite__Address", "http://news.test")],
            ["audit", "verify", .. noted]
        );
        return (await command.EndAsync(), command.Output);
    }
}
