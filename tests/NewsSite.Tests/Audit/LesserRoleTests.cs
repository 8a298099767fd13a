using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Audit;

/// <summary>A site whose database user does not own the tables works, and cannot get round what they refuse.</summary>
public sealed class LesserRoleTests(SiteFixture first) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    private readonly string user = $"serving_{Guid.NewGuid():N}";
    private string serving = "";

    public async ValueTask InitializeAsync()
    {
        // As OPERATING says.
        await RunAsync(
            first.ConnectionString,
            $"create role {user} login password 'lesser' in role {DatabaseServices.WriterRole}"
        );
        serving = new NpgsqlConnectionStringBuilder(first.ConnectionString)
        {
            Username = user,
            Password = "lesser",
        }.ConnectionString;
    }

    public async ValueTask DisposeAsync() => await RunAsync(first.ConnectionString, $"drop role {user}");

    [Fact]
    public async Task The_newsroom_and_readers_are_served_as_ever()
    {
        await using var site = await SiteFixture.BesideAsync(
            first,
            builder => builder.UseSetting("ConnectionStrings:NewsSite", serving)
        );
        var id = await site.PublishedAsync("Served by a lesser user", tags: ["Lesser"]);
        using var admin = await site.VisitorAsync(site.Admin);
        using var reader = site.Visitor();
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync($"/news/{id}/served-by-a-lesser-user"));
        var category = await site.CategoryAsync("Lesser things");
        using (
            var saved = await admin.SubmitAsync(
                $"/admin/categories/{category}",
                [("Input.Name", "Least things")],
                $"/{category}"
            )
        )
        {
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        await site.WithdrawAsync(id);
        Assert.Equal(HttpStatusCode.Gone, await reader.StatusAsync($"/news/{id}/served-by-a-lesser-user"));
        foreach (
            var address in new[]
            {
                "/",
                "/search?q=lesser",
                "/newsroom",
                "/newsroom/stories",
                $"/newsroom/history/{id}",
                "/newsroom/pictures",
                "/newsroom/front",
                "/admin/staff",
                "/admin/audit?prove=true",
            }
        )
        {
            Assert.Equal((address, HttpStatusCode.OK), (address, await admin.StatusAsync(address)));
        }

        var check = await site.WithAsync<AuditChain, AuditCheck>(chain => chain.CheckAsync(null, null, default));
        Assert.Null(check.Break);
        Assert.Equal(check.Links, await site.WithAsync<NewsroomDb, long>(db => db.AuditEntries.LongCountAsync()));
    }

    [Fact]
    public async Task It_makes_whole_backups_and_is_told_who_may_bring_one_back()
    {
        var folder = Directory.CreateTempSubdirectory("newssite-lesser-");
        await using var site = await SiteFixture.BesideAsync(
            first,
            builder => builder.UseSetting("ConnectionStrings:NewsSite", serving)
        );
        try
        {
            await site.PublishedAsync("Backed up by a lesser user");
            var made = await BackUpAsync();
            Assert.Empty(made.Holds.Missing);
            Assert.Contains(made.Holds.Tables, t => t is { Name: "article", Schema: "newsroom", Rows: > 0 });
            var before = await RowsAsync();
            var refused = await Assert.ThrowsAsync<BackupRefusedException>(() =>
                site.WithAsync<RestoreDesk>(desk => desk.RunAsync(made.Path, true, null, default))
            );
            Assert.Contains($"“{user}” may not bring a backup back", refused.Message, StringComparison.Ordinal);
            Assert.Contains("the user that owns the database", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, await RowsAsync());

            // A right that somebody took away.
            await RunAsync(
                first.ConnectionString,
                $"revoke select on newsroom.note from {DatabaseServices.WriterRole}"
            );
            refused = await Assert.ThrowsAsync<BackupRefusedException>(BackUpAsync);
            Assert.Contains("permission denied for table note", refused.Message, StringComparison.Ordinal);
            Assert.Contains($"grant {DatabaseServices.WriterRole} to", refused.Message, StringComparison.Ordinal);
            Assert.Equal([made.Path], Directory.GetDirectories(folder.FullName));
        }
        finally
        {
            await RunAsync(first.ConnectionString, $"grant select on newsroom.note to {DatabaseServices.WriterRole}");
            folder.Delete(recursive: true);
        }

        // What the site's own jobs note of themselves goes on meanwhile.
        async Task<IEnumerable<string>> RowsAsync() =>
            (await first.DumpAsync("newsroom")).Where(row => !row.StartsWith("job(", StringComparison.Ordinal));

        Task<BackupMade> BackUpAsync() =>
            site.WithAsync<BackupDesk, BackupMade>(desk => desk.MakeAsync(folder.FullName, null, default));
    }

    [Theory]
    [InlineData("update newsroom.audit_entry set detail = 'Nothing.'")]
    [InlineData("delete from newsroom.audit_entry")]
    [InlineData("truncate newsroom.audit_entry")]
    [InlineData("alter table newsroom.audit_entry disable trigger append_only")]
    [InlineData("alter table newsroom.audit_entry disable trigger all")]
    [InlineData("drop trigger append_only on newsroom.audit_entry")]
    [InlineData("drop table newsroom.audit_entry cascade")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("insert into newsroom.audit_seal (number, entry_id, hash) values (1000000, 1, sha256('x'))")]
    [InlineData("update newsroom.audit_seal set hash = sha256('x')")]
    [InlineData("delete from newsroom.audit_seal")]
    [InlineData("truncate newsroom.audit_seal")]
    [InlineData("alter table newsroom.audit_seal disable trigger all")]
    [InlineData("select newsroom.seal(e) from newsroom.audit_entry e limit 1")]
    [InlineData(
        "create or replace function newsroom.refuse_change() returns trigger language plpgsql as 'begin return new; end'"
    )]
    [InlineData(
        "create or replace function newsroom.seal_entry() returns trigger language plpgsql as 'begin return null; end'"
    )]
    [InlineData("update newsroom.article_version set number = number")]
    [InlineData("delete from newsroom.article_version")]
    [InlineData("delete from newsroom.migration")]
    public async Task What_the_tables_refuse_is_out_of_its_reach(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(serving, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.DoesNotContain("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_a_right_to_every_table_that_the_site_writes()
    {
        var lacking = await first.WithAsync<NewsroomDb, List<string>>(db =>
            db.Database.SqlQuery<string>(
                    $"""
                    select c.oid::regclass::text as "Value" from pg_class c
                    where c.relnamespace in ('newsroom'::regnamespace, 'site'::regnamespace, 'delivery'::regnamespace)
                        and c.relkind = 'r' and c.relname not in ('audit_seal', 'migration')
                        and not (has_table_privilege({DatabaseServices.WriterRole}, c.oid, 'select')
                            and has_table_privilege({DatabaseServices.WriterRole}, c.oid, 'insert'))
                    """
                )
                .ToListAsync()
        );
        Assert.Empty(lacking);
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
