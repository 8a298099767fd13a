using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Generating;
using NewsSite.News.Notes;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class DeskTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Each_story_stands_where_somebody_has_to_do_something_with_it()
    {
        await site.DraftAsync("Otter draft");
        var review = await SubmittedAsync("Otter unassigned");
        var given = await SubmittedAsync("Otter for Otto");
        await site.WithAsync<Workflow>(w => w.AssignAsync(given, site.OtherReporter.Id, site.Editor, default));
        var ready = await SubmittedAsync("Otter approved");
        await site.WithAsync<Workflow>(w => w.ActAsync(ready, StoryAct.Approve, null, site.Editor, default));
        await site.PublishedAsync("Otter out");
        var back = await SubmittedAsync("Otter returned");
        await site.WithAsync<NoteBook>(n =>
            n.ReturnAsync(back, new(Guid.NewGuid(), "Which otter?"), null, site.Editor, default)
        );
        var noted = (await site.DraftAsync("Otter noted")).ArticleId;
        await site.WithAsync<NoteBook>(n => n.AddAsync(noted, new(Guid.NewGuid(), "Hm."), site.Editor, default));

        using var editor = await site.VisitorAsync(site.Editor);
        using var rita = await site.VisitorAsync(site.Reporter);
        using var otto = await site.VisitorAsync(site.OtherReporter);
        var (edda, ritas, ottos) = (
            await editor.PageAsync("/newsroom"),
            await rita.PageAsync("/newsroom"),
            await otto.PageAsync("/newsroom")
        );

        Assert.Equal("", Column(edda, "Mine"));
        Assert.Equal("Otter unassigned", Column(edda, "Waiting"));
        Assert.Equal("Otter for Otto|Otter unassigned", Column(edda, "InReview"));
        Assert.Equal("Otter approved", Column(edda, "Ready"));
        Assert.Equal("Otter out", Column(edda, "Published"));
        Assert.Null(edda.QuerySelector(".attention"));

        Assert.Equal("Otter noted|Otter returned|Otter draft", Column(ritas, "Mine"));
        Assert.Equal("Otter returned", Column(ritas, "Waiting"));
        var attention = ritas.QuerySelector(".attention")!.TextContent;
        Assert.Contains("by Edda Editor: “Which otter?”", attention, StringComparison.Ordinal);
        Assert.Contains("1 open note", attention, StringComparison.Ordinal);

        Assert.Equal("Otter for Otto", Column(ottos, "Waiting"));
        Assert.Equal("Otter for Otto", Column(ottos, "InReview"));
        Assert.Equal("", Column(ottos, "Published"));
    }

    [Fact]
    public async Task Neither_the_desk_nor_the_list_reads_a_whole_archive()
    {
        var asked = new Asked();
        await using var large = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.ConfigureDbContext<NewsroomDb>(options => options.AddInterceptors(asked))
                )
        );
        await large.WithAsync<ArchiveGenerator>(g => g.RunAsync(6000, 1, null, default));
        using var editor = await large.VisitorAsync(large.Editor);
        using var reporter = await large.VisitorAsync(large.Reporter);
        var rare = await large.WithAsync<NewsroomDb, string>(db =>
            db.Database.SqlQuery<string>($"select word as \"Value\" from site.word order by count, word").FirstAsync()
        );
        var first = await editor.PageAsync("/newsroom/stories");
        var older = first.QuerySelector(".stories__pager a[href*=before]")!.GetAttribute("href")!;
        var wrong = new List<string>();
        foreach (
            var (visitor, address, most) in new[]
            {
                (editor, "/newsroom", 24),
                (reporter, "/newsroom", 24),
                (editor, "/newsroom/stories", 8),
                (editor, older, 8),
                (editor, "/newsroom/stories?state=Withdrawn", 8),
                (editor, $"/newsroom/stories?q={Uri.EscapeDataString(rare)}", 8),
                (editor, $"/newsroom/stories?section=world&q={Uri.EscapeDataString(rare)}", 9),
                (reporter, "/newsroom/stories", 8),
            }
        )
        {
            asked.Commands.Clear();
            await visitor.PageAsync(address);
            if (asked.Commands.Count > most)
            {
                wrong.Add($"{address}: {asked.Commands.Count} questions, at most {most}");
            }

            foreach (var (sql, parameters) in asked.Commands.ToList())
            {
                var plan = await large.WithAsync<NewsroomDb, List<string>>(db => Asked.PlanAsync(db, sql, parameters));
                wrong.AddRange(
                    plan.Where(line =>
                            line.Contains("Seq Scan on article", StringComparison.Ordinal)
                            || line.Contains("Seq Scan on story_head", StringComparison.Ordinal)
                        )
                        .Select(line => $"{address}: {line.Trim()} in {sql}")
                );
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Column(IHtmlDocument desk, string id) =>
        string.Join(
            '|',
            desk.QuerySelectorAll($"[aria-labelledby=column-{id}] .desk__headline").Select(h => h.TextContent)
        );

    private async Task<long> SubmittedAsync(string headline)
    {
        var id = (await site.DraftAsync(headline)).ArticleId;
        await site.WithAsync<Workflow>(w => w.ActAsync(id, StoryAct.Submit, null, site.Reporter, default));
        return id;
    }
}
