using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>
/// Two server processes: one freezes with the work in its hands, both start anew at once, and every page of both changes
/// while they are read.
/// </summary>
public sealed partial class TwoServersTests(TwoServers paper) : IClassFixture<TwoServers>, IDisposable
{
    private const int Readers = 2;
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(10);

    // Twice what is promised: here two start on one machine, which does other things, too.
    private static readonly TimeSpan Ready = TimeSpan.FromSeconds(20);
    private readonly HttpClient reader = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    );

    public void Dispose() => reader.Dispose();

    /// <param name="hold">What the server waits for, its stories locked, at the moment in which it freezes; then it has it.</param>
    [Theory]
    [InlineData("select pg_advisory_xact_lock(hashtext('site'))")]
    [InlineData("lock table newsroom.category in row exclusive mode")]
    public async Task What_a_frozen_server_holds_another_publishes_and_the_frozen_one_does_nothing_twice(string hold)
    {
        long story;
        int frozen;
        Stopwatch stands;
        await using (var connection = await paper.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
#pragma warning disable CA2100 // The statements are this test's own.
            await using var held = new NpgsqlCommand(hold, connection, transaction);
#pragma warning restore CA2100
            await held.ExecuteNonQueryAsync();
            story = await paper.FallDueAsync();
            frozen = await HolderAsync();
            paper[frozen].Pause();
            stands = Stopwatch.StartNew();
            await transaction.CommitAsync();
        }

        var other = 1 - frozen;
        try
        {
            await SiteProcess.UntilAsync(() => IsPublishedAsync(story));
            Assert.InRange(stands.Elapsed, TimeSpan.Zero, Gap);
        }
        finally
        {
            paper[frozen].Resume();
        }

        // Now there is nobody but the one that was frozen: what it could not end does not keep it from the next.
        paper[other].Pause();
        long next;
        try
        {
            next = await paper.FallDueAsync();
            await SiteProcess.UntilAsync(() => IsPublishedAsync(next));
        }
        finally
        {
            paper[other].Resume();
        }

        foreach (var id in new[] { story, next })
        {
            Assert.Equal(
                ["1 1 1 1"],
                await paper.ListAsync(
                    FormattableString.Invariant(
                        $"""
                        select concat_ws(' ',
                          (select count(*) from newsroom.publication where article_id = {id}),
                          (select count(*) from newsroom.audit_entry where act = 'Publish' and subject = 'article:{id}'),
                          (select count(*) from newsroom.outbox where path like '/news/{id}/%'),
                          (select count(*) from newsroom.scheduled_act where article_id = {id} and done_at is not null and failure is null))
                        """
                    )
                )
            );
            var page = (
                await paper.ListAsync(
                    FormattableString.Invariant(
                        $"select '/news/' || id || '/' || slug from site.article where id = {id}"
                    )
                )
            ).Single();
            foreach (var address in paper.Addresses)
            {
                Assert.Contains(
                    "Due story",
                    await reader.GetStringAsync(new Uri(address, page)),
                    StringComparison.Ordinal
                );
            }
        }

        Write($"Published {stands.Elapsed.TotalSeconds:N1} s after the server froze, the next one included");
    }

    [Fact]
    public async Task Servers_that_all_start_anew_have_every_page_at_once()
    {
        var before = await Task.WhenAll(All().Select(AskAsync));
        var titles = before.ToDictionary(a => a.Page, a => TitleOf(a.Text));
        await paper.StopAsync();
        var answers = new ConcurrentBag<Answer>();
        using var end = new CancellationTokenSource();
        var reading = ReadAsync(answers, end.Token);
        var started = Stopwatch.StartNew();
        paper.Start();
        await paper.ReadyAsync();
        var ready = started.Elapsed;

        // Each address at least once.
        await SiteProcess.UntilAsync(() =>
            Task.FromResult(
                answers.Where(a => a.Status is not null).Select(a => a.Page).Distinct().Count() == titles.Count
            )
        );
        await end.CancelAsync();
        await reading;
        Tell($"Ready after {ready.TotalSeconds:N1} s", answers);
        Assert.InRange(ready, TimeSpan.Zero, Ready);
        foreach (var address in paper.Addresses)
        {
            // Before the port is open there is no answer; from the first on, there is one to each, and the right one.
            var own = answers.Where(a => a.Page.Port == address.Port).OrderBy(a => a.Sent).ToList();
            var open = own.Where(a => a.Status is not null).Min(a => a.Ended);
            Assert.Empty(
                own.Where(a => (a.Sent > open || a.Status is not null) && a.Status is not HttpStatusCode.OK)
                    .Select(Short)
            );
        }

        Assert.Empty(answers.Where(a => a.Status is not null && TitleOf(a.Text) != titles[a.Page]).Select(Short));
    }

    [Fact]
    public async Task A_change_of_every_page_at_once_is_on_each_when_it_is_acknowledged_and_fails_nobody()
    {
        using var admin = await paper.AdminAsync(0);
        var answers = new ConcurrentBag<Answer>();
        using var end = new CancellationTokenSource();
        var reading = ReadAsync(answers, end.Token);
        await SiteProcess.UntilAsync(() => Task.FromResult(answers.Count > 100));
        using var saved = await admin.SubmitAsync("/admin/settings", [("Input.Name", "The Purged Paper")]);
        var acknowledged = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var all = All().Count();
        await SiteProcess.UntilAsync(() =>
            Task.FromResult(answers.Where(a => a.Sent > acknowledged).Select(a => a.Page).Distinct().Count() == all)
        );
        await end.CancelAsync();
        await reading;
        var after = answers.Where(a => a.Sent > acknowledged).ToList();
        Tell("After every page changed", after);
        Assert.Empty(answers.Where(a => a.Status is not HttpStatusCode.OK).Select(Short));

        // A copy that says that it is one may come where a page takes too long to make; this machine may be busy.
        Assert.Empty(
            after
                .Where(a => a.Marked.Length == 0 && !a.Text.Contains("The Purged Paper", StringComparison.Ordinal))
                .Select(Short)
        );
    }

    /// <summary>Readers at both servers, who share the pages out and take them in no order, again and again.</summary>
    private Task ReadAsync(ConcurrentBag<Answer> answers, CancellationToken end) =>
        Task.WhenAll(
            All()
                .Shuffle()
                .GroupBy(page => page.Port)
                .SelectMany(pages => pages.Chunk((pages.Count() + Readers - 1) / Readers))
                .Select(async pages =>
                {
                    for (var n = 0; !end.IsCancellationRequested; n++)
                    {
                        answers.Add(await AskAsync(pages[n % pages.Length]));

                        // Readers, not a flood: the machine has other things to do.
                        await Task.Delay(TimeSpan.FromMilliseconds(4), CancellationToken.None);
                    }
                })
        );

    private async Task<Answer> AskAsync(Uri page)
    {
        var sent = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await reader.GetAsync(page);
            var text = await answer.Content.ReadAsStringAsync();
            var marked = answer.Headers.TryGetValues("Cache-Status", out var why) ? string.Join(' ', why) : "";
            return new(page, answer.StatusCode, text, marked, sent, Stopwatch.GetTimestamp());
        }
        catch (HttpRequestException)
        {
            return new(page, null, "", "", sent, Stopwatch.GetTimestamp());
        }
    }

    private IEnumerable<Uri> All() => paper.Addresses.SelectMany(a => paper.Pages.Select(p => new Uri(a, p)));

    /// <returns>The number of the server that has a due story in its hands, and waits.</returns>
    private async Task<int> HolderAsync()
    {
        List<string> found = [];
        await SiteProcess.UntilAsync(async () =>
        {
            // Only publishing holds, or wants, the tree as it is.
            found = await paper.ListAsync(
                """
                select right(application_name, 1) from pg_stat_activity a
                where datname = current_database() and application_name like 'server %'
                  and exists (select from pg_locks where pid = a.pid and not granted)
                  and exists (select from pg_locks where pid = a.pid and relation = 'newsroom.category'::regclass and mode = 'ShareLock')
                """
            );
            return found.Count > 0;
        });
        return int.Parse(found.Single(), CultureInfo.InvariantCulture);
    }

    private async Task<bool> IsPublishedAsync(long id) =>
        (await paper.ListAsync(FormattableString.Invariant($"select id from site.article where id = {id}"))).Count == 1;

    private static void Tell(string what, IReadOnlyCollection<Answer> answers)
    {
        var times = answers
            .Where(a => a.Status is not null)
            .Select(a => Stopwatch.GetElapsedTime(a.Sent, a.Ended).TotalMilliseconds)
            .Order()
            .ToList();
        var marked = answers.Where(a => a.Marked.Length > 0).CountBy(a => a.Marked);
        Write(
            $"{what}: {times.Count} answers, 99 in 100 within {times[times.Count * 99 / 100]:N0} ms, all within {times[^1]:N0} ms; copies: {string.Join(", ", marked)}"
        );
    }

    private static void Write(FormattableString line) =>
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(line));

    private static string Short(Answer answer) =>
        $"{answer.Page} {answer.Status} {answer.Marked} {TitleOf(answer.Text)}";

    private static string TitleOf(string text) => Title().Match(text).Value;

    [GeneratedRegex("<title>[^<]*</title>")]
    private static partial Regex Title();

    private sealed record Answer(Uri Page, HttpStatusCode? Status, string Text, string Marked, long Sent, long Ended);
}
