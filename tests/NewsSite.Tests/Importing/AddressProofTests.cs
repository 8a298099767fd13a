using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Imports;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What the proof says of addresses that do not lead where they must: it has to be able to fail.</summary>
public sealed class AddressProofTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task It_says_of_each_address_what_it_answers_and_where_it_must_lead()
    {
        foreach (
            var (from, to, code) in new[]
            {
                ("/old-follow", "/follow", null),
                ("/for-a-while", "/follow", "302"),
                ("/elsewhere", "/corrections", null),
                ("/to-nothing", "/nothing-there", null),
            }
        )
        {
            await AddAsync(from, to, code);
        }

        var before = await UsesAsync();
        var proof = await ProveAsync(
            new("/follow", ["/old-follow", "/follow", "/for-a-while", "/elsewhere", "/unknown"]),
            new("/nothing-there", ["/to-nothing"])
        );

        Assert.Equal((6, 1, 4), (proof.Asked, proof.Own, proof.Wrong));
        Assert.Equal(
            [
                "/elsewhere answers 301 /corrections and must lead to /follow",
                "/for-a-while answers 302 /follow and must lead to /follow",
                "/to-nothing must lead to /nothing-there, which answers 404",
                "/unknown answers 404  and must lead to /follow",
            ],
            proof.Examples.Order(StringComparer.Ordinal)
        );

        // Nobody read anything. What a reader asks for afterwards is counted, and would be after what was asked before.
        using (var reader = site.Visitor())
        {
            await reader.StatusAsync("/old-follow");
        }

        await SiteProcess.UntilAsync(async () => await UsesAsync() == before + 1);
        Assert.Equal(0, await site.WithAsync<NewsroomDb, int>(db => db.MissingAddresses.CountAsync()));
    }

    [Fact]
    public async Task What_came_in_a_moment_ago_is_there()
    {
        for (var n = 0; n < 20; n++)
        {
            var name = $"Proved {n}";
            await site.CategoryAsync(name);
            var proof = await ProveAsync(new MovedPage($"/category/proved-{n}", [$"/category/proved-{n}"]));
            Assert.True(proof.Own == 1, string.Join(' ', proof.Examples));
        }
    }

    [Fact]
    public async Task A_page_that_never_answers_is_wrong_and_the_rest_is_asked_for()
    {
        var to = await HangingAsync("hangs");
        var begun = Stopwatch.StartNew();
        ProofResult proof;
        await using (await HoldAsync())
        {
            proof = await ProveAsync(new(to, ["/hangs"]), new MovedPage("/follow", ["/follow"]));
        }

        Assert.Equal(1, proof.Wrong);
        Assert.Matches($"^/hangs must lead to {to}, which answers 50[34]$", Assert.Single(proof.Examples));
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_page_that_is_held_up_once_is_asked_for_again()
    {
        var to = await HangingAsync("waits");
        Task<ProofResult> proof;
        await using (await HoldAsync())
        {
            proof = ProveAsync(new MovedPage(to, ["/waits"]));
            await SiteProcess.UntilAsync(async () => await WaitingAsync() > 0);
            await SiteProcess.UntilAsync(async () => await WaitingAsync() == 0);
        }

        Assert.Equal((1, 0), ((await proof).Asked, (await proof).Wrong));
    }

    /// <returns>The address of a story that is kept nowhere, to which the other leads.</returns>
    private async Task<string> HangingAsync(string from)
    {
        var id = await site.PublishedAsync($"A story that {from}");
        var to = $"/news/{id}/a-story-that-{from}";
        await AddAsync($"/{from}", to, null);
        site.Services.GetRequiredService<SiteChanges>().Forget(Shown.All);
        return to;
    }

    /// <returns>Who keeps readers from every story until it is disposed of.</returns>
    private async Task<NpgsqlConnection> HoldAsync()
    {
        var holder = new NpgsqlConnection(site.ConnectionString);
        await holder.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; lock table site.article in access exclusive mode", holder);
        await hold.ExecuteNonQueryAsync();
        return holder;
    }

    private Task<int> WaitingAsync() =>
        site.WithAsync<NewsroomDb, int>(db =>
            db.Database.SqlQuery<int>(
                    $"""
                    select count(*)::int as "Value" from pg_locks l join pg_database d on d.oid = l.database
                    where not l.granted and d.datname = current_database()
                    """
                )
                .SingleAsync()
        );

    private Task AddAsync(string from, string to, string? code) =>
        site.WithAsync<RedirectDesk>(d =>
            d.AddAsync(RedirectLine.Read(from, to, code, "http://news.test"), site.Admin, default)
        );

    private Task<int> UsesAsync() =>
        site.WithAsync<NewsroomDb, int>(db =>
            db.Database.SqlQuery<int>($"select coalesce(sum(hits), 0)::int as \"Value\" from newsroom.redirect_use")
                .SingleAsync()
        );

    private async Task<ProofResult> ProveAsync(params MovedPage[] pages) =>
        await site
            .Services.GetRequiredService<AddressProof>()
            .RunAsync(pages.ToAsyncEnumerable(), new Progress<string>(), TestContext.Current.CancellationToken);
}
