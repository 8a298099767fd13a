using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;
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
                $"/api/v1/stories/{draft.ArticleId}",
                $"/api/v1/stories/{live}",
                $"/api/v1/stories/{gone}",
                $"/api/v1/stories/{draft.ArticleId}/ninjs",
                $"/api/v1/stories/{live}/ninjs",
                $"/api/v1/stories/{gone}/ninjs",
                $"/api/v1/tags/{Draft}-tag",
                $"/api/v1/search?q={Newer}",
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
    public async Task A_withdrawn_story_leaves_nothing_of_what_it_showed_anywhere()
    {
        // An ordinary story on both sides, so that no list is empty.
        var beside = await site.PublishedAsync("Beside", "Body of bandicoot.", tags: ["Bandicoots"]);
        var file = await site.PictureAsync("Secret alt");
        var hash = Path.GetFileNameWithoutExtension(file);
        var at = new DateTimeOffset(2019, 5, 6, 12, 0, 0, TimeSpan.Zero);
        var id = await site.PublishedAsync(
            "Zyzzyvaone secret",
            $"Words.\n\n![Secret](/media/{file})",
            "Secret section",
            ["Bandicoots", "Zyzzyva topic"],
            site.OtherReporter,
            at
        );
        await site.SaveAsync(id, c => c with { Standfirst = "Zyzzyvatwo secret" });
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(
                id,
                new PublishOrder(2, 1) { Correction = new CorrectionNote(CorrectionKind.Correction, "Zyzzyvathree") },
                site.Editor,
                default
            )
        );
        await site.WithAsync<FrontDesk>(d => d.PinAsync("lead", id, null, site.Editor, default));
        await site.WithAsync<RelatedDesk>(d => d.PinAsync(beside, id, site.Editor, default));
        await site.WithAsync<ReadingBook>(b =>
            b.AddAsync(new Dictionary<long, int> { [id] = 9 }, DateTimeOffset.UtcNow, default)
        );
        await site.WithAsync<MostReadDesk>(d => d.RefreshAsync(default));
        string[] own =
        [
            $"/media/{hash}/320.jpg",
            $"/media/{hash}/320.avif",
            $"/media/card/{id}-2.jpg",
            $"/media/card/{id}-1.jpg",
            "/tag/zyzzyva-topic",
            "/tag/zyzzyva-topic/feed.xml",
            "/author/otto-other",
            "/author/otto-other/feed.json",
            "/sitemaps/stories-2019-05.xml",
        ];
        using var stranger = site.Visitor();
        foreach (var address in own)
        {
            using var answer = await stranger.GetAsync(address);
            Assert.False(answer.StatusCode == HttpStatusCode.NotFound, address);
        }

        await site.WithdrawAsync(id);

        foreach (var address in own)
        {
            using var answer = await stranger.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, address);
        }

        foreach (
            var address in Addresses()
                .Concat([
                    $"/news/{id}",
                    $"/news/{beside}/beside",
                    "/tag/bandicoots",
                    "/category/secret-section",
                    "/category/secret-section/feed.xml",
                    "/archive",
                    "/archive/2019",
                    "/archive/2019/05",
                    "/archive/2019/05/06",
                    "/search?q=zyzzyvaon",
                    "/search?q=zyzzyva",
                    "/search?q=zyzyva+topic",
                    "/search?q=oto+other",
                    "/search?tag=zyzzyva-topic&author=otto-other&section=secret-section",
                ])
        )
        {
            using var answer = await stranger.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            foreach (
                var token in new[] { "zyzzyvaone", "zyzzyvatwo", "zyzzyvathree", "Zyzzyva topic", "Otto Other", hash }
            )
            {
                Assert.False(text.Contains(token, StringComparison.OrdinalIgnoreCase), $"{address} tells {token}");
            }
        }

        var archive = await stranger.PageAsync("/archive/2019/05/06");
        Assert.Empty(archive.QuerySelectorAll("main a[href^='/news/']"));
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
            site.WithAsync<Workflow>(workflow =>
                workflow.ActAsync(draft.ArticleId, StoryAct.Submit, null, site.Reporter, default)
            )
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
