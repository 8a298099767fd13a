using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>The bell says what changed: its pages are forgotten before the record of changes is read, and only once.</summary>
public sealed class BellTests(PostgresFixture postgres)
{
    [Fact]
    public async Task It_is_believed_before_the_record_of_changes_says_so()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var rung = await site.PublishedAsync("Rung for");
        await site.PublishedAsync("Left alone", category: "Elsewhere");
        await InStepAsync(site);
        using var reader = site.Visitor();
        var (address, beside) = ($"/news/{rung}/rung-for", "/category/elsewhere");
        var (made, left) = (await KeptAsync(reader, address), await KeptAsync(reader, beside));

        // There is no such change in the record.
        await RunAsync(site, "select pg_notify('site_changed', $1)", $"1000000\nstory:{rung}");
        await SiteProcess.UntilAsync(async () => await MadeAsync(reader, address) != made);
        Assert.Equal(left, await MadeAsync(reader, beside));
    }

    [Fact]
    public async Task What_does_not_fit_into_a_notice_is_everything()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("One of many");
        await InStepAsync(site);
        using var reader = site.Visitor();
        var address = $"/news/{id}/one-of-many";
        var made = await KeptAsync(reader, address);
        await RunAsync(
            site,
            "select delivery.tell(array(select 'story:' || $1 || n from generate_series(1000000, 1000800) n))",
            "9"
        );
        await SiteProcess.UntilAsync(async () => await MadeAsync(reader, address) != made);
    }

    [Fact]
    public void Nothing_is_forgotten_twice_whoever_tells_it_first()
    {
        var forgotten = new List<string>();
        var heard = new HeardChanges(names => forgotten.AddRange(names));

        // In parts, as a transaction rings; then the record tells the whole, and another one.
        heard.Hear(new(5, ["story:1"]));
        heard.Hear(new(5, ["story:1", "front"]));
        Assert.Equal(["story:1", "front"], forgotten);
        Assert.Equal(5, heard.Last);
        heard.Read([new(5, ["story:1", "front", "tag:2"]), new(6, ["story:1"])]);
        Assert.Equal(["story:1", "front", "tag:2", "story:1"], forgotten);

        // The record was faster.
        heard.Hear(new(6, ["story:1"]));
        Assert.Equal(4, forgotten.Count);
        heard.Hear(new(7, [Shown.All]));
        heard.Read([new(7, ["story:3"])]);
        Assert.Equal(["story:1", "front", "tag:2", "story:1", Shown.All], forgotten);

        // Some of it is not written down any more.
        heard.Hear(new(8, ["story:3"]));
        heard.Read([new(9, [Shown.All])]);
        Assert.Equal(["story:3", Shown.All], forgotten[5..]);
    }

    private static Task InStepAsync(SiteFixture site) =>
        SiteProcess.UntilAsync(() => Task.FromResult(site.Services.GetRequiredService<SiteChanges>().IsInStep));

    // What the publication itself rang for may come after the first page.
    private static async Task<string> KeptAsync(Visitor reader, string address)
    {
        var made = "";
        await SiteProcess.UntilAsync(async () =>
        {
            var before = made;
            return (made = await MadeAsync(reader, address)) == before;
        });
        return made;
    }

    private static async Task<string> MadeAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Made").Single();
    }

    private static async Task RunAsync(SiteFixture site, string sql, string value)
    {
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }
}
