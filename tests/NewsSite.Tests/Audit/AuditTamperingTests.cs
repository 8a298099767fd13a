using NewsSite.News.Audit;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Audit;

/// <summary>Whoever gets round the rules of the database is found out.</summary>
public sealed class AuditTamperingTests(PostgresFixture postgres)
{
    // As somebody who may do anything in the database; {1} to {6} are the ids of the entries.
    public static TheoryData<string, string> Tampering { get; } =
        new()
        {
            {
                "update newsroom.audit_entry set detail = 'Nothing.' where id = {3}",
                "Entry {3} is not what was sealed"
            },
            { "update newsroom.audit_entry set detail = null where id = {3}", "Entry {3} is not what was sealed" },
            { "update newsroom.audit_entry set act = 'Spike' where id = {3}", "Entry {3} is not what was sealed" },
            { "update newsroom.audit_entry set subject = 'a:9' where id = {3}", "Entry {3} is not what was sealed" },
            {
                "update newsroom.audit_entry set staff_member_id = 9 where id = {3}",
                "Entry {3} is not what was sealed"
            },
            { "update newsroom.audit_entry set way = 'Scheduler' where id = {3}", "Entry {3} is not what was sealed" },
            { "update newsroom.audit_entry set address = '::2' where id = {3}", "Entry {3} is not what was sealed" },
            {
                "update newsroom.audit_entry set at = at + interval '1 microsecond' where id = {3}",
                "Entry {3} is not what was sealed"
            },
            {
                "update newsroom.audit_entry set changes = replace(changes::text, 'old', 'odd')::json where id = {3}",
                "Entry {3} is not what was sealed"
            },
            {
                // What one field loses, the next one gains.
                "update newsroom.audit_entry set act = 'Publis', subject = 'ha:3' where id = {3}",
                "Entry {3} is not what was sealed"
            },
            { "update newsroom.audit_entry set id = 1003 where id = {3}", "Entry {3}, of link 3, is missing" },
            { "delete from newsroom.audit_entry where id = {3}", "Entry {3}, of link 3, is missing" },
            {
                "delete from newsroom.audit_entry where id = {3}; delete from newsroom.audit_seal where entry_id = {3}",
                "Link 3 is missing"
            },
            { "delete from newsroom.audit_seal where entry_id = {3}", "Link 3 is missing" },
            {
                """
                    delete from newsroom.audit_entry where id = {3}; delete from newsroom.audit_seal where number = 3;
                    update newsroom.audit_seal set number = number - 1 where number > 3
                    """,
                "Entry {4} is not what was sealed"
            },
            {
                "insert into newsroom.audit_entry (at, act, subject) select at, 'Spike', 'a:9' from newsroom.audit_entry where id = {3}",
                "was never sealed"
            },
            {
                // In between, with a seal that fits to what is before it.
                """
                    insert into newsroom.audit_entry (id, at, act, subject) overriding system value
                        select 1003, at, 'Spike', 'a:9' from newsroom.audit_entry where id = {3};
                    create temp table after as select * from newsroom.audit_seal where number > 3;
                    delete from newsroom.audit_seal where number > 3;
                    select newsroom.seal(e) from newsroom.audit_entry e where id = 1003;
                    insert into newsroom.audit_seal select number + 1, entry_id, hash from after
                    """,
                "Entry {4} is not what was sealed as link 5"
            },
            {
                """
                    update newsroom.audit_entry set id = -1 where id = {3}; update newsroom.audit_entry set id = {3} where id = {4};
                    update newsroom.audit_entry set id = {4} where id = -1
                    """,
                "Entry {3} is not what was sealed"
            },
            {
                """
                    update newsroom.audit_seal set entry_id = -1 where number = 3;
                    update newsroom.audit_seal set entry_id = {3} where number = 4;
                    update newsroom.audit_seal set entry_id = {4} where number = 3
                    """,
                "Entry {4} is not what was sealed"
            },
            {
                "update newsroom.audit_seal set hash = sha256('x') where number = 3",
                "Entry {3} is not what was sealed"
            },
        };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Whatever_is_done_to_it_behind_the_rules_is_found(string sql, string found)
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var ids = await site.IdsAsync();
        Assert.Null((await site.CheckAsync()).Break);
        await site.TamperAsync(Named(sql));
        Assert.Contains(Named(found), (await site.CheckAsync()).Break ?? "nothing", StringComparison.Ordinal);

        string Named(string text) =>
            ids.Select((id, n) => (Place: $"{{{n + 1}}}", Id: $"{id}"))
                .Aggregate(text, (all, x) => all.Replace(x.Place, x.Id, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delete from newsroom.audit_seal; delete from newsroom.audit_entry where id = {0}")]
    [InlineData("delete from newsroom.audit_seal; update newsroom.audit_entry set act = 'Spike' where id = {0}")]
    [InlineData("delete from newsroom.audit_seal; delete from newsroom.audit_entry where id > {0}")]
    public async Task Sealing_all_anew_or_taking_the_end_away_is_found_by_whoever_noted_a_head(string sql)
    {
        await using var site = await SealedAudit.StartAsync(postgres);
        var noted = (await site.CheckAsync()).Head!;
        var ids = await site.IdsAsync();
        await site.TamperAsync(
            sql.Replace("{0}", $"{ids[3]}", StringComparison.Ordinal)
                + ";\ndo $$ declare e newsroom.audit_entry; begin for e in select * from newsroom.audit_entry order by id "
                + "loop perform newsroom.seal(e); end loop; end $$"
        );
        Assert.Null((await site.CheckAsync()).Break);
        Assert.Equal(
            $"Link {SealedAudit.Entries} is not the one that was noted.",
            (await site.CheckAsync(noted: AuditHead.Parse($"{noted}"))).Break
        );
    }
}
