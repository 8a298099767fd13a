using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Wire;

/// <summary>Sources that are asked again and again, and what becomes of their entries.</summary>
[Collection<WireCollection>]
public sealed class WireTests(WireSite wire)
{
    private const string Item =
        "<guid isPermaLink='false'>one</guid><link>http://a.test/story</link><title>First</title><description>Text.</description>";

    [Fact]
    public async Task A_source_is_asked_whether_it_changed_and_a_change_renews_its_row()
    {
        var (feed, seen) = (WireSite.Rss(Item), new List<string>());
        wire.Answer(
            "/changing",
            async context =>
            {
                var mark = $"\"{feed.Length}\"";
                lock (seen)
                {
                    seen.Add($"{context.Request.Headers.IfNoneMatch}|{context.Request.Headers.IfModifiedSince}");
                }

                if (context.Request.Headers.IfNoneMatch == mark)
                {
                    context.Response.StatusCode = 304;
                    return;
                }

                context.Response.Headers.ETag = mark;
                context.Response.Headers.LastModified = "Fri, 27 Nov 2020 09:00:00 GMT";
                await context.Response.BodyWriter.WriteAsync(System.Text.Encoding.UTF8.GetBytes(feed));
            }
        );
        var id = await wire.AddAsync("/changing");
        Assert.Equal((1, 1), Counts(await wire.PollAsync(id)));
        var before = Assert.Single(await wire.RowsAsync(id));
        Assert.Equal("fr", before.Language);
        await wire.PollAsync(id);
        var same = Assert.Single(await wire.RowsAsync(id));
        Assert.True(same.SeenAt > before.SeenAt);
        Assert.Null(same.ChangedAt);

        feed = WireSite.Rss(Item.Replace("First", "First, corrected", StringComparison.Ordinal));
        Assert.Equal((1, 1), Counts(await wire.PollAsync(id)));
        var after = Assert.Single(await wire.RowsAsync(id));
        Assert.Equal((before.Id, "First, corrected"), (after.Id, after.Headline));
        Assert.NotNull(after.ChangedAt);
        Assert.Equal("|", seen[0]);
        Assert.EndsWith("|Fri, 27 Nov 2020 09:00:00 GMT", seen[1], StringComparison.Ordinal);

        static (int, int) Counts(WireSource source) => (source.Entries, source.News);
    }

    [Fact]
    public async Task The_same_story_of_two_sources_is_one_row_and_two_stories_of_one_page_are_two()
    {
        var (one, two) = (await wire.AddAsync("/first"), await wire.AddAsync("/second"));
        wire.Answer(
            "/first",
            WireSite.Rss("<title>A</title><link>http://www.b.test/same?id=1&amp;utm_source=x</link>")
        );
        wire.Answer(
            "/second",
            WireSite.Rss(
                "<title>B</title><link>https://www.B.test/same/?id=1#top</link>",
                "<title>C</title><link>http://b.test/</link><guid isPermaLink='false'>c</guid>",
                "<title>D</title><link>http://b.test/</link><guid isPermaLink='false'>d</guid>",
                "<title>D</title><link>http://b.test/</link><guid isPermaLink='false'>d</guid>"
            )
        );
        await wire.PollAsync(one);
        await wire.PollAsync(two);
        Assert.Equal("http://www.b.test/same?id=1", Assert.Single(await wire.RowsAsync(one)).Link);
        Assert.Equal(["C", "D"], (await wire.RowsAsync(two)).Select(r => r.Headline));
    }

    [Fact]
    public async Task A_draft_is_made_once_and_stays_as_it_was_taken()
    {
        var section = await wire.Site.CategoryAsync("Wire section");
        var id = await wire.AddAsync("/taken", section, isSyndicated: true);
        var item = """
            {"uri":"urn:taken","version":1,"headline":"Taken","description_text":"Above","body_html":"<p>Text</p>","url":"http://c.test/taken","embargoed":"2099-01-01T00:00:00Z"}
            """;
        wire.Answer("/taken", item);
        await wire.PollAsync(id);
        var row = Assert.Single(await wire.RowsAsync(id));
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(n =>
                    wire.Site.WithAsync<WireDrafts, (long, bool)>(drafts =>
                        drafts.MakeAsync(row.Id, ["en-GB"], wire.Site.Reporter, default)
                    )
                )
        );
        var (articleId, _) = Assert.Single(made, m => m.Item2);
        Assert.All(made, m => Assert.Equal(articleId, m.Item1));
        var (article, version) = await wire.Site.WithAsync<NewsroomDb, (Article, ArticleVersion)>(async db =>
            (
                await db.Articles.SingleAsync(a => a.Id == articleId),
                await db.ArticleVersions.SingleAsync(v => v.ArticleId == articleId)
            )
        );
        Assert.Equal((ArticleState.Draft, wire.Site.Reporter.Id), (article.State, article.CreatedById));
        Assert.Equal(2099, article.EmbargoUntil?.Year);
        Assert.Equal(
            ("Taken", "Above", "Text", "Northern Press Agency", "http://c.test/taken", section, true),
            (
                version.Content.Headline,
                version.Content.Standfirst,
                version.Content.Body,
                version.Content.SourceCredit,
                version.Content.SourceUrl,
                version.Content.PrimaryCategoryId,
                version.Content.IsSyndicated
            )
        );
        Assert.Empty(version.Content.AuthorIds);

        wire.Answer("/taken", item.Replace("\"Taken\"", "\"Changed\"", StringComparison.Ordinal));
        await wire.PollAsync(id);
        var after = Assert.Single(await wire.RowsAsync(id));
        Assert.Equal(("Taken", "Rita Reporter"), (after.Headline, after.TakenByName));
        Assert.NotNull(after.ChangedAt);
    }

    [Fact]
    public async Task An_agency_that_withdraws_an_entry_is_heard_and_an_older_version_is_not()
    {
        static string At(int version, string status, string headline) =>
            $$"""{"uri":"urn:kill","version":"{{version}}","headline":"{{headline}}","pubstatus":"{{status}}"}""";
        wire.Answer("/kill", At(2, "usable", "Second"));
        var id = await wire.AddAsync("/kill");
        await wire.PollAsync(id);
        wire.Answer("/kill", At(1, "usable", "First"));
        await wire.PollAsync(id);
        var row = Assert.Single(await wire.RowsAsync(id));
        Assert.Equal("Second", row.Headline);
        wire.Answer("/kill", At(3, "canceled", "Second"));
        await wire.PollAsync(id);
        Assert.NotNull(Assert.Single(await wire.RowsAsync(id)).KilledAt);
        await Assert.ThrowsAsync<WireRefusedException>(() =>
            wire.Site.WithAsync<WireDrafts, (long, bool)>(d => d.MakeAsync(row.Id, ["en"], wire.Site.Reporter, default))
        );
    }

    [Fact]
    public async Task A_source_that_fails_is_told_in_words_and_asked_less_and_less_often()
    {
        var id = await wire.AddAsync("/failing");
        var first = await wire.PollAsync(id);
        Assert.Equal("It answered 404 (NotFound).", first.Failure);
        Assert.InRange(first.NextAt - first.TriedAt!.Value, TimeSpan.FromMinutes(29), TimeSpan.FromMinutes(31));
        await wire.PollAsync(id);
        var third = await wire.PollAsync(id);
        Assert.Equal(3, third.Failures);
        Assert.InRange(third.NextAt - third.TriedAt!.Value, TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(121));
        wire.Answer(
            "/failing",
            context =>
            {
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, "36000");
                return Task.CompletedTask;
            }
        );
        var fourth = await wire.PollAsync(id);
        Assert.InRange(fourth.NextAt - fourth.TriedAt!.Value, TimeSpan.FromHours(9.9), TimeSpan.FromHours(10.1));
        wire.Answer("/failing", WireSite.Rss(Item.Replace("a.test", "d.test", StringComparison.Ordinal)));
        var well = await wire.PollAsync(id);
        Assert.Equal((null, 0), (well.Failure, well.Failures));
        Assert.Single(await wire.RowsAsync(id));
    }

    [Fact]
    public async Task What_is_too_large_too_deep_or_too_slow_is_let_go()
    {
        wire.Answer(
            "/packed",
            async context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await packed.WriteAsync("<rss>"u8.ToArray());
                for (var n = 0; n < 6; n++)
                {
                    await packed.WriteAsync(new byte[1024 * 1024]);
                }
            }
        );
        wire.Answer("/deep", WireSite.Rss(string.Concat(Enumerable.Repeat("<a>", 200))));
        wire.Answer(
            "/slow",
            async context =>
            {
                await context.Response.Body.WriteAsync("<rss>"u8.ToArray());
                await context.Response.Body.FlushAsync();
                await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { });
            }
        );
        wire.Answer(
            "/many",
            WireSite.Rss([.. Enumerable.Range(0, 300).Select(n => $"<title>{n}</title><guid>{n}</guid><description/>")])
        );
        wire.Answer(
            "/long",
            WireSite.Rss($"<title>Long</title><guid>long</guid><description>{new string('a', 600_000)}</description>")
        );
        Assert.Equal("It is larger than 4 MB.", (await PollAsync("/packed")).Failure);
        Assert.Contains("more than 100 deep", (await PollAsync("/deep")).Failure, StringComparison.Ordinal);
        Assert.Equal("It did not answer within 2 seconds.", (await PollAsync("/slow")).Failure);
        Assert.Equal(200, (await PollAsync("/many")).Entries);
        var row = Assert.Single(await wire.RowsAsync((await PollAsync("/long")).Id));
        Assert.Equal(("", "Its text is too long to be taken. Read it at the source."), (row.Body, row.Remark));

        async Task<WireSource> PollAsync(string path) => await wire.PollAsync(await wire.AddAsync(path));
    }

    [Fact]
    public async Task Nothing_of_this_network_is_asked_for_by_name_or_redirect()
    {
        wire.Answer("/inside", WireSite.Rss(Item));
        using (var guarded = new WireFetcher(PublicNetwork.Has))
        {
            foreach (var host in new[] { "localhost", "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]" })
            {
                var id = await wire.AddAsync("/inside", host: host);
                await wire.Site.WithAsync<NewsroomDb>(db =>
                    db.WireSources.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsOn, true))
                );
                await wire.Site.WithAsync<NewsroomDb, int>(db =>
                    new WireRun(db, guarded, TimeProvider.System).RunAsync(default)
                );
                var source = await wire.SourceAsync(id);
                Assert.Equal("Its address is not on the public web.", source.Failure);
            }
        }

        // The server of this site may ask 127.0.0.1, and no other.
        wire.Answer(
            "/away",
            context =>
            {
                context.Response.Redirect($"http://127.0.0.2:{wire.Web.Port}/inside");
                return Task.CompletedTask;
            }
        );
        Assert.Equal(
            "Its address is not on the public web.",
            (await wire.PollAsync(await wire.AddAsync("/away"))).Failure
        );
        Assert.Equal((1, 0), (wire.Asked("/away"), wire.Asked("/inside")));
        wire.Answer(
            "/file",
            context =>
            {
                context.Response.Redirect("file:///etc/passwd");
                return Task.CompletedTask;
            }
        );
        Assert.StartsWith(
            "It could not be reached",
            (await wire.PollAsync(await wire.AddAsync("/file"))).Failure,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_many_servers_one_asks()
    {
        wire.Answer("/once", WireSite.Rss("<title>Once</title>"));
        var id = await wire.AddAsync("/once");
        await wire.Site.WithAsync<NewsroomDb>(db =>
            db.WireSources.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsOn, true))
        );
        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => wire.Site.WithAsync<WireRun, int>(run => run.RunAsync(default)))
        );
        await wire.PollAsync(id);
        Assert.Equal(2, wire.Asked("/once"));
    }

    [Fact]
    public async Task What_is_cut_off_before_it_is_kept_comes_whole_and_once_the_next_time()
    {
        wire.Answer(
            "/cut-off",
            async context =>
            {
                context.Response.Headers.ETag = "\"1\"";
                if (context.Request.Headers.IfNoneMatch == "\"1\"")
                {
                    context.Response.StatusCode = 304;
                    return;
                }

                await context.Response.WriteAsync(
                    WireSite.Rss("<title>Cut 1</title>", "<title>Cut 2</title>", "<title>Cut 3</title>")
                );
            }
        );
        var id = await wire.AddAsync("/cut-off");
        await wire.Site.WithAsync<NewsroomDb>(db =>
            db.WireSources.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.IsOn, true))
        );
        await using (var scope = wire.Site.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlRawAsync("lock table newsroom.wire_entry in share mode");
            var polling = wire.Site.WithAsync<WireRun, int>(run => run.RunAsync(default));

            // It has read the source, and waits to write its rows.
            await SiteProcess.UntilAsync(async () =>
                await wire.Site.WithAsync<NewsroomDb, int>(other =>
                    other
                        .Database.SqlQuery<int>(
                            $"""
                            select count(pg_terminate_backend(pid))::int as "Value" from pg_stat_activity
                            where wait_event_type = 'Lock' and datname = current_database()
                            """
                        )
                        .SingleAsync()
                ) > 0
            );
            await polling.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        Assert.Empty(await wire.RowsAsync(id));
        for (var n = 0; n < 2; n++)
        {
            Assert.Null((await wire.PollAsync(id)).Failure);
            Assert.Equal(["Cut 1", "Cut 2", "Cut 3"], (await wire.RowsAsync(id)).Select(row => row.Headline));
        }
    }

    [Fact]
    public async Task Old_rows_and_too_many_go_and_those_that_somebody_took_stay()
    {
        var id = await wire.AddAsync("/swept");
        var article = (await wire.Site.DraftAsync("Taken from the wire")).ArticleId;
        await wire.Site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.wire_entry
                    (source_id, entry_id, version, headline, body, at, seen_at, digest, article_id)
                select {id}, n, 0, n, '', now() - make_interval(mins => n),
                    now() - make_interval(days => case when n <= 2 then 15 else 0 end), '',
                    case when n in (1, 6000) then {article} end
                from generate_series(1, 6000) n
                """
            )
        );
        await wire.Site.WithAsync<WireTray, int>(tray => tray.SweepAsync(default));
        var rows = (await wire.RowsAsync(id))
            .Select(r => int.Parse(r.EntryId, CultureInfo.InvariantCulture))
            .Order()
            .ToList();
        Assert.Equal(WireTray.SourceLimit + 1, rows.Count(n => n != 1));
        Assert.Equal([1, 3, 4], rows.Take(3));
        Assert.Equal(6000, rows[^1]);
        await wire.Site.WithAsync<WireSources>(s => s.RemoveAsync(id, wire.Site.Admin, default));
    }
}
