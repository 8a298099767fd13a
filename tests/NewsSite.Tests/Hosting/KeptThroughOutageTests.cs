using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The database is away for a while: what readers have read, others go on reading.</summary>
public sealed class KeptThroughOutageTests(PostgresFixture postgres)
{
    private static readonly string[] Lists = ["/", "/category/marks", "/author/rita-reporter", "/feed.xml", "/archive"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pages_stay_as_they_were_and_are_fresh_as_soon_as_it_is_back(bool hangs)
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        var behind = database.ConnectionString;
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
        );
        var (_, story) = await site.PicturedAsync("Quokka");
        var unread = (await site.PicturedAsync("Nobody read this")).Story;
        var changes = site.Services.GetRequiredService<SiteChanges>();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));

        // All that the publications changed is forgotten before the first page is read, not after.
        await changes.CatchUpAsync(default);
        using var reader = site.Visitor();
        var addresses = Lists.Append(story).ToList();
        var before = new Dictionary<string, string>();
        foreach (var address in addresses)
        {
            before[address] = await reader.TextAsync(address);
        }

        // Several connections lie ready when they break; none of them may cost a reader an error afterwards.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => reader.StatusAsync("/search?q=quokka")));
        if (hangs)
        {
            gate.Freeze();
        }
        else
        {
            gate.Break();
        }

        await SiteProcess.UntilAsync(() => Task.FromResult(changes is { IsAlone: true, IsLost: true }));
        foreach (var address in addresses)
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
            Assert.Equal(before[address], await answer.Content.ReadAsStringAsync());
            Assert.Equal("newssite; hit; detail=database-away", answer.Headers.GetValues("Cache-Status").Single());
            Assert.True(answer.Headers.Age >= TimeSpan.FromSeconds(1));
        }

        // Whoever saves data gets the page with the larger pictures rather than none.
        using var saving = new HttpRequestMessage(HttpMethod.Get, story) { Headers = { { "Save-Data", "on" } } };
        using var saved = await reader.SendAsync(saving);
        Assert.Equal(before[story], await saved.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await reader.StatusAsync(unread));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await reader.StatusAsync("/search?q=quokka"));

        // Somebody else changes it meanwhile.
        await using (var source = NpgsqlDataSource.Create(behind))
        {
            await using var change = source.CreateCommand(
                "update site.article set headline = 'Quokka found' where headline = 'Quokka'"
            );
            Assert.Equal(1, await change.ExecuteNonQueryAsync());
        }

        gate.Mend();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
        Assert.Contains("Quokka found", await reader.TextAsync(story), StringComparison.Ordinal);
        Assert.Contains("Quokka found", await reader.TextAsync("/category/marks"), StringComparison.Ordinal);
        using var fresh = await reader.GetAsync("/");
        Assert.False(fresh.Headers.Contains("Cache-Status"));
    }
}
