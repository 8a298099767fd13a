using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>The audit log costs the same however long it is.</summary>
public sealed class AuditPlansTests(PostgresFixture postgres)
{
    [Fact]
    public async Task No_page_of_it_costs_more_where_there_is_more()
    {
        const int Few = 2000;
        const int Many = 20_000;
        var asked = new Asked();
        await using var own = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.ConfigureDbContext<NewsroomDb>(options => options.AddInterceptors(asked))
                )
        );
        using var admin = await own.VisitorAsync(own.Admin);
        var (_, few) = await CostAsync(Few);
        var (wrong, many) = await CostAsync(Many);
        wrong.AddRange(
            many.Where(p => p.Value > (few[p.Key] * 3 / 2) + 30)
                .Select(p => $"{p.Key}: {few[p.Key]} buffers of {Few} entries, {p.Value} of {Many}")
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));

        async Task<(List<string> Wrong, Dictionary<string, int> Pages)> CostAsync(int entries)
        {
            await own.WithAsync<NewsroomDb>(db =>
                db.Database.ExecuteSqlAsync(
                    $"""
                    insert into newsroom.audit_entry (at, act, subject, staff_member_id, way)
                    select timestamptz '2025-01-01' + n * interval '1 minute', 'Act' || n % 20, 'kind' || n % 7 || ':' || n % 900,
                        n % 40, case when n % 50 = 0 then 'CommandLine' else 'Web' end
                    from generate_series((select count(*) from newsroom.audit_entry), {entries}) n
                    """
                )
            );
            await own.WithAsync<NewsroomDb>(db =>
                db.Database.ExecuteSqlRawAsync("vacuum analyze newsroom.audit_entry, newsroom.audit_seal")
            );
            var cost = new PlanCost(own, ["audit_entry", "audit_seal"]);
            foreach (
                var query in new[]
                {
                    "",
                    "person=7",
                    "person=command",
                    "act=Act3",
                    "kind=kind3",
                    "subject=kind3:3",
                    "person=7&act=Act7",
                    "person=7&kind=kind3",
                    "person=9&from=2025-01-01&to=2025-01-01",
                    "from=2025-01-02&to=2025-01-02",
                    "act=Act3&before=1735776000000000-1500",
                }
            )
            {
                lock (asked.Commands)
                {
                    asked.Commands.Clear();
                }

                await admin.PageAsync($"/admin/audit?{query}");
                await cost.AddAsync<NewsroomDb>(query, asked);
            }

            return (cost.Wrong, cost.Pages);
        }
    }
}
