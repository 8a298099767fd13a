using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

public sealed class PageCacheTests(PostgresFixture postgres)
{
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
    public async Task Nothing_that_a_page_does_not_know_makes_a_second_copy_or_gets_into_the_first()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("One copy");
        using var reader = site.Visitor();
        await InStepAsync(site);
        var address = $"/news/{id}/one-copy";
        var store = site.Services.GetRequiredService<PageStore>();
        var whole = "";
        await SiteProcess.UntilAsync(async () =>
        {
            whole = await reader.TextAsync(address);
            return store.Size > 0;
        });
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

        // The same of a page that knows no query at all.
        await reader.TextAsync("/sections");
        size = store.Size;
        for (var n = 0; n < 20; n++)
        {
            await reader.TextAsync($"/sections?n={n}");
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

            // Only the tag says that nothing changed: within one second, a page can change twice.
            Assert.InRange(
                DateTimeOffset.UtcNow - answer.Content.Headers.LastModified!.Value,
                TimeSpan.Zero,
                TimeSpan.FromMinutes(1)
            );
            using var dated = new HttpRequestMessage(HttpMethod.Get, address);
            dated.Headers.IfModifiedSince = answer.Content.Headers.LastModified;
            using var whole = await reader.SendAsync(dated);
            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        }

        using var head = await reader.SendAsync(new(HttpMethod.Head, address));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 1000);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Who_asks_for_the_head_of_a_page_first_makes_it_for_all()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Only its head");
        await InStepAsync(site);
        var store = site.Services.GetRequiredService<PageStore>();
        using var reader = site.Visitor();
        using var head = await reader.SendAsync(new(HttpMethod.Head, $"/news/{id}/only-its-head"));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.True(store.Size > 0);
        using var whole = await reader.GetAsync($"/news/{id}/only-its-head");
        Assert.Equal(head.Headers.GetValues("Made"), whole.Headers.GetValues("Made"));
        Assert.Equal(head.Headers.ETag, whole.Headers.ETag);
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
