using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What is not published is nowhere that a stranger can look.</summary>
public sealed class LeaksTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // Each token is the only one of its kind, in the words, the headline, a tag and the standfirst of one unpublished thing.
    private const string Draft = "quokkadraft";
    private const string Newer = "quokkanewer";
    private const string Gone = "quokkagone";

    [Fact]
    public async Task No_public_address_tells_anything_of_a_draft_a_newer_version_or_a_withdrawn_story()
    {
        var draft = await site.DraftAsync(
            $"{Draft} head",
            $"{Draft} body",
            tags: [$"{Draft} tag"],
            standfirst: $"{Draft} standfirst"
        );
        var live = await site.PublishedAsync("Public words", "Public body", tags: ["Public"]);
        await site.SaveAsync(
            live,
            c => c with { Headline = $"{Newer} head", Body = $"{Newer} body", Standfirst = Newer }
        );
        var gone = await site.PublishedAsync($"{Gone} head", $"{Gone} body", tags: [$"{Gone} tag"]);
        await site.WithdrawAsync(gone);

        using var stranger = site.Visitor();
        var addresses = Addresses()
            .Concat([
                $"/news/{draft.ArticleId}",
                $"/news/{draft.ArticleId}/{Draft}-head",
                $"/news/{live}/public-words",
                $"/news/{gone}",
                $"/news/{gone}/{Gone}-head",
                $"/tag/{Draft}-tag",
                $"/tag/{Gone}-tag",
                $"/tag/{Draft}-tag/feed.xml",
                $"/newsroom/write/{draft.ArticleId}",
                $"/newsroom/preview/{draft.ArticleId}",
            ])
            .Concat(new[] { Draft, Newer, Gone }.Select(token => $"/search?q={token}"));
        foreach (var address in addresses)
        {
            using var answer = await stranger.GetAsync(address);

            // The answer may repeat what was asked for, and nothing else.
            var text = $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}".Replace(
                Uri.UnescapeDataString(address),
                "",
                StringComparison.Ordinal
            );
            foreach (
                var token in new[] { Draft, Newer, Gone }.Where(t => !address.Contains(t, StringComparison.Ordinal))
            )
            {
                Assert.False(text.Contains(token, StringComparison.OrdinalIgnoreCase), $"{address} tells {token}");
            }

            foreach (var part in new[] { "body", "standfirst", "tag" })
            {
                Assert.False(
                    text.Contains($"{Draft} {part}", StringComparison.OrdinalIgnoreCase),
                    $"{address} tells the {part}"
                );
            }
        }
    }

    [Fact]
    public async Task The_search_for_a_draft_finds_nothing()
    {
        await site.DraftAsync("Unfindable numbat", "Numbat body");
        using var stranger = site.Visitor();
        var page = await stranger.PageAsync("/search?q=numbat");
        Assert.Empty(page.QuerySelectorAll(".river li"));
    }

    [Fact]
    public async Task The_readers_role_is_refused_on_every_newsroom_table_and_may_write_nothing()
    {
        await using var source = NpgsqlDataSource.Create(
            DatabaseServices.ReaderConnectionString(site.ConnectionString)
        );
        var tables = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Database.SqlQuery<string>(
                    $"select format('%I.%I', schemaname, tablename) as \"Value\" from pg_tables where schemaname in ('newsroom', 'site')"
                )
                .ToListAsync()
        );
        Assert.Contains("newsroom.article_version", tables);
        Assert.Contains("site.article", tables);
        foreach (var table in tables)
        {
            await using var read = source.CreateCommand($"select count(*) from {table}");
            if (table.StartsWith("site.", StringComparison.Ordinal))
            {
                await read.ExecuteScalarAsync();
            }
            else
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => read.ExecuteScalarAsync());
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }

            await using var write = source.CreateCommand($"set transaction read write; delete from {table}");
            var writing = await Assert.ThrowsAsync<PostgresException>(() => write.ExecuteNonQueryAsync());
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, writing.SqlState);
        }
    }

    [Fact]
    public async Task A_reporter_sees_nothing_of_another_reporters_draft()
    {
        var draft = await site.DraftAsync("Otto's secret wombat", "Wombat", by: site.OtherReporter);
        using var reporter = await site.VisitorAsync(site.Reporter);
        var desk = await reporter.PageAsync("/newsroom");
        Assert.DoesNotContain("wombat", desk.Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<Writing>(writing => writing.SubmitAsync(draft.ArticleId, site.Reporter, default))
        );
    }

    /// <summary>Every address that takes no variable, and the lists.</summary>
    private IEnumerable<string> Addresses() =>
        site
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => !route.Contains('{', StringComparison.Ordinal))
            .Append("/category/news")
            .Append("/category/news/feed.xml")
            .Append("/tag/public")
            .Append("/author/rita-reporter")
            .Append("/author/rita-reporter/feed.xml")
            .Append("/error/404");
}
