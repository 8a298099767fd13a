using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Addresses;
using NewsSite.News.Alerts;
using NewsSite.News.Database;
using NewsSite.News.Generating;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

/// <summary>What the screens of the newsroom and of admins ask costs the same however large the archive is.</summary>
public sealed class StaffPlansTests(PostgresFixture postgres)
{
    private const int Few = 1500;
    private const int Many = 6000;

    // Of tables that grow with the archive, in both schemas.
    private static readonly string[] Growing =
    [
        "article",
        "article_version",
        "story_head",
        "audit_entry",
        "publication",
        "correction",
        "note",
        "picture",
        "article_category",
        "article_tag",
        "article_byline",
        "article_edition",
        "article_picture",
        "withdrawn_article",
        "related_choice",
        "live_entry",
        "preview_link",
        "schedule",
        "wire_entry",
        "word",
        "former_slug",
        "webhook_delivery",
        "alert",
    ];

    [Fact]
    public async Task No_screen_reads_a_whole_table_nor_more_where_there_is_more()
    {
        var (newsroom, published) = (new Asked(), new Asked());
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services
                        .ConfigureDbContext<NewsroomDb>(options => options.AddInterceptors(newsroom))
                        .ConfigureDbContext<PublishedDb>(options => options.AddInterceptors(published))
                )
        );
        var id = await site.PublishedAsync("Harbour bridge closed by a ferry", category: "Plans", tags: ["Plans"]);
        await site.WithAsync<LiveBlogDesk>(desk => desk.StartAsync(id, site.Editor, default));
        await site.PostManyAsync(id, 2000);
        var (_, few) = await CostAsync(site, newsroom, published, id, Few);
        var (wrong, many) = await CostAsync(site, newsroom, published, id, Many);
        Assert.All(many, page => Assert.True(page.Value > 0, $"{page.Key} asks for nothing"));
        wrong.AddRange(
            // What would move is counted, which costs what there is to move.
            many.Where(p => p.Key != "merge" && p.Value > (few[p.Key] * 3 / 2) + 100)
                .Select(p => $"{p.Key}: {few[p.Key]} buffers of {Few} stories, {p.Value} of {Many}")
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    private static async Task<(List<string> Wrong, Dictionary<string, int> Pages)> CostAsync(
        SiteFixture site,
        Asked newsroom,
        Asked published,
        long id,
        int stories
    )
    {
        var have = await site.WithAsync<PublishedDb, int>(db => db.Articles.CountAsync());
        await site.WithAsync<ArchiveGenerator>(g => g.RunAsync(stories - have, stories, null, default));
        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("vacuum analyze"));
        var category = await site.WithAsync<NewsroomDb, long>(db =>
            db.Categories.OrderBy(c => c.Id).Select(c => c.Id).LastAsync()
        );
        var other = await site.WithAsync<NewsroomDb, long>(db =>
            db.Categories.OrderBy(c => c.Id).Select(c => c.Id).FirstAsync()
        );
        var rare = await site.WithAsync<NewsroomDb, string>(db =>
            db.Database.SqlQuery<string>($"select word as \"Value\" from site.word order by count, word").FirstAsync()
        );
        await site.WithAsync<AddressCounts>(counts =>
            counts.AddMissedAsync(
                new Dictionary<string, Missed>
                {
                    ["/2013/05/harbour-board-and-council"] = new(2, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, null),
                    ["/news/12/minister-calls-for-a-vote"] = new(1, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, null),
                },
                DateTimeOffset.UtcNow,
                default
            )
        );
        var receiver = await TellAsync(site, stories);
        using var admin = await site.VisitorAsync(site.Admin);
        var cost = new PlanCost(site, Growing);
        foreach (
            var (name, address) in new[]
            {
                ("desk", "/newsroom"),
                ("stories", "/newsroom/stories"),
                ("stories found", $"/newsroom/stories?q={Uri.EscapeDataString(rare)}"),
                ("wire", "/newsroom/wire"),
                ("wire of a source", $"/newsroom/wire?source={await WireAsync(site, stories)}"),
                ("wire taken", "/newsroom/wire?show=Taken"),
                ("wire hidden", "/newsroom/wire?show=Hidden"),
                ("wire all", "/newsroom/wire?show=All"),
                ("breaking", "/newsroom/breaking"),
                ("front", "/newsroom/front"),
                ("pictures", "/newsroom/pictures"),
                ("pictures found", "/newsroom/pictures?q=harbour"),
                // Of a word that more stories bring more tags of, there would be more to read.
                ("tags", "/newsroom/tags?q=plans"),
                ("write", $"/newsroom/write/{id}"),
                ("history", $"/newsroom/history/{id}"),
                ("links", $"/newsroom/links/{id}"),
                ("preview", $"/newsroom/preview/{id}"),
                ("publish", $"/newsroom/publish/{id}"),
                ("published", $"/newsroom/published/{id}"),
                ("related", $"/newsroom/related/{id}"),
                ("live", $"/newsroom/live/{id}"),
                ("alert", $"/newsroom/alert/{await AlertAsync(site, id, stories)}"),
                ("withdraw", $"/newsroom/withdraw/{id}"),
                ("admin", "/admin"),
                ("categories", "/admin/categories"),
                ("category", $"/admin/categories/{category}"),
                ("merge", $"/admin/categories/{category}/merge?into={other}"),
                ("pages", "/admin/pages"),
                ("staff", "/admin/staff"),
                ("member", $"/admin/staff/{site.Editor.Id}"),
                ("authors", "/admin/authors"),
                ("notes", $"/newsroom/notes/{id}"),
                ("wire sources", "/admin/wire"),
                ("frozen", $"/admin/staff/{site.Editor.Id}/frozen"),
                ("audit", "/admin/audit"),
                ("addresses", "/admin/addresses?q=har"),
                ("addresses missed", "/admin/addresses/missing"),
                ("webhooks", "/admin/webhooks"),
                ("webhook", $"/admin/webhooks/{receiver}"),
                ("imports", "/admin/import"),
                ("import", $"/admin/import/{await ImportAsync(site)}"),
            }
        )
        {
            newsroom.Commands.Clear();
            published.Commands.Clear();
            using (var answer = await admin.GetAsync(address))
            {
                Assert.True((int)answer.StatusCode < 400, $"{address}: {answer.StatusCode}");
            }

            await cost.AddAsync<NewsroomDb>(name, newsroom);
            await cost.AddAsync<PublishedDb>(name, published);
        }

        return (cost.Wrong, cost.Pages);
    }

    /// <returns>The id of a receiver that was told of all stories.</returns>
    private static async Task<long> TellAsync(SiteFixture site, int stories)
    {
        var (receiver, _) = await site.WithAsync<WebhookDesk, (long, string)>(desk =>
            desk.AddAsync(new("https://example.org/", WebhookEvents.All, false), site.Admin, default)
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.webhook_delivery
                    (webhook_id, message_id, event, article_id, path, created_at, begun_at, due_at, ended_at, attempts)
                select {receiver}, gen_random_uuid(), 'story.published', n, '/news/' || n || '/told', now(), now(), now(), now(), 1
                from generate_series(1, {stories}) n
                """
            )
        );
        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("analyze newsroom.webhook_delivery"));
        return receiver;
    }

    // As many as stories, all of them decided but the last.
    private static async Task<long> AlertAsync(SiteFixture site, long story, int alerts)
    {
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.alert
                    (key, article_id, words, asked_by_id, asked_by_name, asked_at, decided_by_name, decided_at, outcome)
                select gen_random_uuid(), a.id, 'Words', {site.Editor.Id}, 'Edda Editor', now() - make_interval(days => 1),
                    'Olga Other', now(), 'No'
                from newsroom.article a limit {alerts}
                """
            )
        );
        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("vacuum analyze newsroom.alert"));
        return await site.WithAsync<NewsroomDb, long>(async db =>
        {
            var waiting = new Alert
            {
                Key = Guid.NewGuid(),
                ArticleId = story,
                Words = "Waits",
                AskedById = site.Editor.Id!.Value,
                AskedByName = site.Editor.Name,
                AskedAt = DateTimeOffset.UtcNow,
            };
            db.Alerts.Add(waiting);
            await db.SaveChangesAsync();
            return waiting.Id;
        });
    }

    // One that waits for a file that nobody has.
    private static Task<long> ImportAsync(SiteFixture site) =>
        site.WithAsync<NewsroomDb, long>(async db =>
        {
            if (!await db.AskedImports.AnyAsync())
            {
                db.AskedImports.Add(
                    new()
                    {
                        File = "none.xml",
                        Kind = ImportFileKind.WordPress,
                        AskedAt = DateTimeOffset.UtcNow,
                        ByName = "Ada Admin",
                        Stage = ImportStage.Trying,
                    }
                );
                await db.SaveChangesAsync();
            }

            return await db.AskedImports.Select(i => i.Id).SingleAsync();
        });

    // As many entries as stories, some of them taken or hidden.
    private static async Task<long> WireAsync(SiteFixture site, int entries)
    {
        var address = $"http://news.test/{entries}.xml";
        var source = await site.WithAsync<WireSources, long>(sources =>
            sources.AddAsync(new("Plans", address, "Plans", 60, null, false, false), site.Admin, default)
        );
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.wire_entry
                    (source_id, entry_id, version, headline, body, at, seen_at, digest, hidden_at, article_id)
                select {source}, n, 0, 'Plans', '', now() - make_interval(mins => n), now(), '',
                    case when n % 10 = 0 then now() end,
                    case when n % 10 = 1 then (select min(id) from newsroom.article) end
                from generate_series(1, {entries}) n
                """
            )
        );
        await site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync("vacuum analyze newsroom.wire_entry"));
        return source;
    }
}
