using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

public sealed partial class PageCacheTests(PostgresFixture postgres)
{
    private static readonly int Steps = int.TryParse(
        Environment.GetEnvironmentVariable("NEWSSITE_CACHE_STEPS"),
        CultureInfo.InvariantCulture,
        out var steps
    )
        ? steps
        : 15;

    [Fact]
    public async Task A_page_is_sent_from_memory_until_what_it_shows_has_changed()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("The first headline");
        var other = await site.PublishedAsync("Another story", category: "Elsewhere");
        var address = $"/news/{id}/the-first-headline";
        using var reader = site.Visitor();
        await InStepAsync(site);
        Assert.Contains("The first headline", await reader.TextAsync(address), StringComparison.Ordinal);

        // Behind the back of the bell: whoever still reads the old words had them from memory.
        await SilentlyAsync(site, "update site.article set headline = 'Behind the back' where id = $1", id);
        Assert.Contains("The first headline", await reader.TextAsync(address), StringComparison.Ordinal);
        using (var own = new HttpRequestMessage(HttpMethod.Get, address))
        {
            own.Headers.Add("Cookie", "a=b");
            using var answer = await reader.SendAsync(own);
            Assert.Contains("Behind the back", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Contains("The first headline", await reader.TextAsync(address), StringComparison.Ordinal);
        await site.WithdrawAsync(other);
        Assert.Contains("The first headline", await reader.TextAsync(address), StringComparison.Ordinal);
        await SilentlyAsync(site, "update site.article set headline = 'The first headline' where id = $1", id);
        await site.SaveAsync(id, c => c with { Headline = "The second headline" });
        await site.PublishAsync(id, 2, 1);
        Assert.Contains("The second headline", await reader.TextAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_the_newsroom_does_no_address_says_anything_old()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        var sections = new List<string> { "News", "Sport", "Opinion" };
        foreach (var section in sections)
        {
            await site.CategoryAsync(section);
        }

        await InStepAsync(site);
        var dice = new Random(11);
        var stories = new List<(long Id, int Version, bool IsLive)>();
        var walk = new List<string>();
        using var reader = site.Visitor();

        // A server that keeps neither pages nor parts of them.
        await using var other = await SiteFixture.BesideAsync(
            site,
            builder => builder.UseSetting("NewsSite:PageCacheMegabytes", "0")
        );
        using var forgetful = other.Visitor();
        for (var step = 0; step < Steps; step++)
        {
            walk.Add(await ActAsync(site, dice, sections, stories, step));
            await Assert.AllAsync(
                await AddressesAsync(site),
                async address =>
                {
                    var kept = await AnswerAsync(reader, address);
                    var fresh = await AnswerAsync(forgetful, address);
                    var (was, should) = (Bare(kept), Bare(fresh));
                    var same = was.Zip(should).TakeWhile(pair => pair.First == pair.Second).Count();
                    Assert.True(
                        was == should,
                        $"{address} is old after {string.Join("; ", walk.TakeLast(3))}: …{was[Math.Max(0, same - 40)..Math.Min(was.Length, same + 160)]}… instead of …{should[Math.Max(0, same - 40)..Math.Min(should.Length, same + 160)]}…"
                    );

                    // What it suggests may be a minute older than what it could, but must be there, and say what it says.
                    foreach (var story in stories.Where(s => !s.IsLive))
                    {
                        Assert.DoesNotContain($"/news/{story.Id}/", Own(kept, address), StringComparison.Ordinal);
                    }
                }
            );
        }

        Assert.True(site.Services.GetRequiredService<PageStore>().Size > 100_000);
    }

    [Fact]
    public async Task Nothing_that_a_page_does_not_know_makes_a_second_copy_or_gets_into_the_first()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("One copy");
        using var reader = site.Visitor();
        await InStepAsync(site);
        var address = $"/news/{id}/one-copy";
        var whole = await reader.TextAsync(address);
        var store = site.Services.GetRequiredService<PageStore>();
        var size = store.Size;
        for (var n = 0; n < 20; n++)
        {
            using var odd = new HttpRequestMessage(HttpMethod.Get, $"{address}?utm_source=x{n}&id=7&x[]={n}");
            odd.Headers.Add("X-Forwarded-Host", "evil.example");
            odd.Headers.Add("Forwarded", "host=evil.example");
            using var answer = await reader.SendAsync(odd);
            Assert.Equal(whole, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(size, store.Size);

        // A form that comes with a GET reads before the path.
        var other = await site.PublishedAsync("Somebody else's story");
        using (var form = new HttpRequestMessage(HttpMethod.Get, address))
        {
            form.Content = new FormUrlEncodedContent([
                new("id", other.ToString(CultureInfo.InvariantCulture)),
                new("slug", "somebody-elses-story"),
            ]);
            using var answer = await reader.SendAsync(form);
        }

        Assert.Contains("One copy", await reader.TextAsync(address), StringComparison.Ordinal);
        foreach (var spelling in new[] { address + "/", address.ToUpperInvariant(), $"/category/News" })
        {
            size = store.Size;
            using var answer = await reader.GetAsync(spelling);
            Assert.Equal(size, store.Size);
        }

        // What may be left out of the path does not come in by the query.
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync("/about?slug=nothing"));
        Assert.Equal(await reader.TextAsync("/archive"), await reader.TextAsync("/archive?utm=1"));
        using var year = await reader.GetAsync("/archive?year=2020");
        Assert.Equal(HttpStatusCode.MovedPermanently, year.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("/archive"));
    }

    [Fact]
    public async Task It_is_sent_as_each_reader_takes_it_and_not_at_all_to_one_who_has_it()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("In every form");
        var address = $"/news/{id}/in-every-form";
        using var reader = new HttpClient { BaseAddress = site.Address };
        await InStepAsync(site);
        var plain = await reader.GetStringAsync(new Uri(address, UriKind.Relative));
        foreach (
            var (accepts, encoding) in new[]
            {
                ("br", "br"),
                ("gzip, deflate, br, zstd", "br"),
                ("gzip", "gzip"),
                ("br;q=0, gzip;q=0.5", "gzip"),
                ("identity", null),
                ("broken", null),
            }
        )
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, address);
            asked.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);
            using var answer = await reader.SendAsync(asked);
            Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
            Assert.Equal(plain, await UnpackedAsync(answer, encoding));
            Assert.Contains("Accept-Encoding", answer.Headers.Vary);
            Assert.Contains("no-cache", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.True(answer.Headers.Contains("Content-Security-Policy"));
            Assert.True(answer.Headers.Contains("tdm-reservation"));
            using var again = new HttpRequestMessage(HttpMethod.Get, address);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var known = await reader.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
            Assert.Empty(await known.Content.ReadAsByteArrayAsync());
        }

        using var head = await reader.SendAsync(new(HttpMethod.Head, address));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 1000);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_staff_see_is_never_kept_and_what_is_kept_is_never_shown_to_staff()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("For all");
        using var editor = await site.VisitorAsync(site.Editor);
        await InStepAsync(site);
        var store = site.Services.GetRequiredService<PageStore>();
        await editor.TextAsync($"/news/{id}/for-all");
        await editor.TextAsync("/newsroom");
        Assert.Equal(0, store.Size);
        using var reader = site.Visitor();
        await reader.TextAsync($"/news/{id}/for-all");
        Assert.True(store.Size > 0);
    }

    [Fact]
    public async Task Another_server_knows_soon_and_one_whose_connection_was_cut_trusts_nothing_until_it_is_back()
    {
        await using var here = await SiteFixture.StartAsync(postgres, _ => { });
        await here.CategoryAsync("News");
        var id = await here.PublishedAsync("On two servers");
        await using var there = await SiteFixture.BesideAsync(here);
        using var reader = there.Visitor();
        await InStepAsync(there);
        var address = $"/news/{id}/on-two-servers";
        await reader.TextAsync(address);
        for (var version = 2; version < 6; version++)
        {
            if (version > 3)
            {
                await SilentlyAsync(
                    here,
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'newssite changes' and $1 > 0 and datname = current_database()",
                    id
                );
            }

            var words = string.Create(CultureInfo.InvariantCulture, $"Words of version {version}.");
            await here.SaveAsync(id, c => c with { Body = words });
            await here.PublishAsync(id, version, version - 1);
            await SiteProcess.UntilAsync(async () =>
                (await reader.TextAsync(address)).Contains(words, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task However_many_wait_a_page_is_made_once()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("A crowd");
        await InStepAsync(site);
        var address = $"/news/{id}/a-crowd";

        // Nobody can read while the table is held; then all ask, and it is let go.
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var hold = await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand(
                "lock table site.article in access exclusive mode",
                connection,
                hold
            );
            await command.ExecuteNonQueryAsync();
            var readers = Enumerable
                .Range(0, 100)
                .Select(async _ =>
                {
                    using var reader = site.Visitor();
                    return await reader.TextAsync(address);
                })
                .ToList();
            await SiteProcess.UntilAsync(async () =>
            {
                await using var waiting = source.CreateCommand(
                    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                );
                return (long)(await waiting.ExecuteScalarAsync())! > 0;
            });
            await hold.RollbackAsync();
            Assert.Single((await Task.WhenAll(readers)).Distinct());
            Assert.Equal(1, site.Services.GetRequiredService<PageStore>().Made);
        }
    }

    [Fact]
    public async Task It_keeps_no_more_than_it_may()
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            web => web.UseSetting("NewsSite:PageCacheMegabytes", "1")
        );
        await site.CategoryAsync("News");
        await InStepAsync(site);
        using var reader = site.Visitor();
        var store = site.Services.GetRequiredService<PageStore>();
        var dice = new Random(5);
        for (var n = 0; n < 30; n++)
        {
            var body = string.Join(
                ' ',
                Enumerable.Range(0, 3_000).Select(_ => $"{(char)('a' + dice.Next(26))}{dice.Next(1000)}")
            );
            var id = await site.PublishedAsync($"Long story {n}", body, category: $"Only {n}");
            Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync($"/news/{id}/long-story-{n}"));
            Assert.InRange(store.Size, 1, 1024 * 1024);
        }
    }

    [GeneratedRegex(
        "<section class=\"page strip related\".*?</section>|<p class=\"story__next\">.*?</p>",
        RegexOptions.Singleline
    )]
    private static partial Regex Suggestions();

    private static string Bare(string page) =>
        string.Join(' ', Suggestions().Replace(page, "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // Without the address itself, under which a story may say that it was withdrawn.
    private static string Own(string page, string address) =>
        page.Replace(address.Replace("/history", "", StringComparison.Ordinal), "", StringComparison.Ordinal);

    private static async Task<string> ActAsync(
        SiteFixture site,
        Random dice,
        List<string> sections,
        List<(long Id, int Version, bool IsLive)> stories,
        int step
    )
    {
        var live = stories.FindIndex(s => s.IsLive && dice.Next(3) > 0);
        var act = live < 0 || step < 4 ? 0 : dice.Next(9);
        switch (act)
        {
            case 0 or 1:
                var section = sections[dice.Next(sections.Count)];
                string[] tags = dice.Next(2) == 0 ? ["Harbour"] : ["Harbour", "Bridges"];
                var by = dice.Next(2) == 0 ? site.Reporter : site.OtherReporter;
                var id = await site.PublishedAsync($"Story of step {step}", $"Words {step}.", section, tags, by);
                stories.Add((id, 1, true));
                return $"published {id} in {section}";
            case 2 or 3:
                var (changed, version, _) = stories[live];
                await site.SaveAsync(
                    changed,
                    c => c with { Headline = $"Changed at step {step}", Body = $"New words {step}." }
                );
                var note = act == 3 ? new CorrectionNote(CorrectionKind.Correction, $"It was wrong at {step}.") : null;
                await site.WithAsync<Publisher>(p =>
                    p.PublishAsync(
                        changed,
                        new PublishOrder(version + 1, version, IsSignificant: true) { Correction = note },
                        site.Editor,
                        default
                    )
                );
                stories[live] = (changed, version + 1, true);
                return $"changed {changed}";
            case 4:
                var outcome = (WithdrawOutcome)new[] { 0, 2, 3 }[dice.Next(3)];
                await site.WithdrawAsync(
                    stories[live].Id,
                    new WithdrawOrder(outcome, "A test") { Words = "Taken back." }
                );
                stories[live] = stories[live] with { IsLive = false };
                return $"withdrew {stories[live].Id} as {outcome}";
            case 5:
                await site.WithAsync<FrontDesk>(d => d.PinAsync("lead", stories[live].Id, null, site.Editor, default));
                return $"pinned {stories[live].Id}";
            case 6:
                await site.WithAsync<Publisher>(p =>
                    p.PublishAsync(
                        stories[live].Id,
                        new PublishOrder(stories[live].Version, stories[live].Version, TimeSpan.FromHours(1)),
                        site.Editor,
                        default
                    )
                );
                return $"broke {stories[live].Id}";
            case 7:
                var name = sections[dice.Next(sections.Count)];
                var category = await site.CategoryAsync(name);
                await site.WithAsync<CategoryDesk>(d =>
                    d.ChangeAsync(
                        category,
                        new CategoryForm(
                            name,
                            NewsSite.News.Addresses.Slug.From(name),
                            $"Described at {step}",
                            "news",
                            null
                        ),
                        site.Admin,
                        default
                    )
                );
                return $"described {name}";
            default:
                var others = stories.Where((s, n) => s.IsLive && n != live).ToList();
                if (others.Count > 0)
                {
                    await site.WithAsync<RelatedDesk>(d =>
                        d.PinAsync(stories[live].Id, others[dice.Next(others.Count)].Id, site.Editor, default)
                    );
                }

                return $"related {stories[live].Id}";
        }
    }

    private static async Task<List<string>> AddressesAsync(SiteFixture site) =>
        await site.WithAsync<NewsroomDb, List<string>>(async db =>
            [
                "/",
                "/feed.xml",
                "/feed.json",
                "/corrections",
                "/corrections/feed.xml",
                "/archive",
                DateTime.UtcNow.ToString("/'archive'/yyyy", CultureInfo.InvariantCulture),
                "/sections",
                "/journalists",
                "/follow",
                .. await db
                    .Categories.Where(c => c.ReplacedById == null)
                    .Select(c => "/category/" + c.Slug)
                    .ToListAsync(),
                .. await db
                    .Categories.Where(c => c.ReplacedById == null)
                    .Select(c => "/category/" + c.Slug + "/feed.xml")
                    .ToListAsync(),
                .. await db.Tags.Select(t => "/tag/" + t.Slug).ToListAsync(),
                .. await db.Authors.Select(a => "/author/" + a.Slug).ToListAsync(),
                .. await db
                    .Articles.Where(a => a.Slug != null)
                    .Select(a => "/news/" + a.Id + "/" + a.Slug)
                    .ToListAsync(),
                .. await db
                    .Articles.Where(a => a.Slug != null)
                    .Select(a => "/news/" + a.Id + "/" + a.Slug + "/history")
                    .ToListAsync(),
            ]
        );

    private static async Task<string> AnswerAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        return $"{(int)answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task<string> UnpackedAsync(HttpResponseMessage answer, string? encoding)
    {
        await using var sent = await answer.Content.ReadAsStreamAsync();
        await using var plain = encoding switch
        {
            "br" => new System.IO.Compression.BrotliStream(sent, System.IO.Compression.CompressionMode.Decompress),
            "gzip" => new System.IO.Compression.GZipStream(sent, System.IO.Compression.CompressionMode.Decompress),
            _ => sent,
        };
        using var text = new StreamReader(plain);
        return await text.ReadToEndAsync();
    }

    /// <summary>Waits until the site trusts what it keeps.</summary>
    private static Task InStepAsync(SiteFixture site) =>
        SiteProcess.UntilAsync(() => Task.FromResult(site.Services.GetRequiredService<SiteChanges>().IsInStep));

    /// <summary>Changes something without a bell.</summary>
    private static async Task SilentlyAsync(SiteFixture site, string sql, long id)
    {
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using (var quiet = new NpgsqlCommand("set session_replication_role = replica", connection))
        {
            await quiet.ExecuteNonQueryAsync();
        }

#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter { Value = id });
        await command.ExecuteNonQueryAsync();
    }
}
