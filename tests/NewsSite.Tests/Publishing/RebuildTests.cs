using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

public sealed class RebuildTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task What_was_published_before_a_limit_came_stays_public_in_plain_paragraphs()
    {
        var kept = await site.PublishedAsync("Kept numbat", "Words with **weight**.");
        var old = await site.PublishedAsync("Old quokka", "Fine.");
        await site.WithAsync<StandingPageDesk>(desk =>
            desk.SaveAsync(
                new StandingPageForm("rules", "Rules", "Fine.", 1, new(2026, 3, 17)),
                null,
                site.Admin,
                default
            )
        );

        // As if a version of former days had been let through.
        var body = "First <b>words</b> & more.\r\n\r\n" + new string('[', 3001) + "\n\nLast words.";
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await site.SaveAsync(old, c => c with { Body = body });
        await ExecuteAsync(source, "update newsroom.article set live_number = 2 where id = $1", old);
        await ExecuteAsync(source, "update newsroom.standing_page set body = $1 where slug = 'rules'", body);

        var rebuilt = await site.WithAsync<Rebuild, Rebuilt>(rebuild => rebuild.RunAsync(null, default));

        Assert.Equal(2, rebuilt.Stories);
        Assert.Equal([$"/news/{old}/old-quokka", "/about/rules"], rebuilt.Plain);
        using var reader = site.Visitor();
        foreach (var address in rebuilt.Plain)
        {
            var text = (await reader.PageAsync(address)).QuerySelector(".prose")!;
            Assert.Equal("First <b>words</b> & more.", text.Children[0].TextContent);
            Assert.Equal(["P", "P", "P"], text.Children.Select(c => c.TagName));
        }

        var other = await reader.PageAsync($"/news/{kept}/kept-numbat");
        Assert.Equal("weight", other.QuerySelector(".prose strong")!.TextContent);
        Assert.Contains("Old quokka", (await reader.PageAsync("/search?q=%22last+words%22")).Body!.TextContent);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql, object value)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
