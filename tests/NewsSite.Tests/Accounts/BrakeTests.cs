using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>Who guesses is slowed down, the owner is not, and no answer tells who has an account.</summary>
public sealed class BrakeTests(ClockedSite clocked) : IClassFixture<ClockedSite>
{
    private const string Wrong = "wrong password";
    private const int Rounds = 9;
    private readonly SiteFixture site = clocked.Site;
    private readonly FakeTimeProvider clock = clocked.Clock;

    [Fact]
    public async Task After_wrong_tries_the_right_password_waits_longer_and_longer_but_not_for_long()
    {
        var actor = await site.AddStaffAsync("Lotte Locked", StaffRole.Reporter);
        var email = SiteFixture.EmailOf(actor);
        const string From = "127.0.1.1";
        for (var n = 0; n < 5; n++)
        {
            Assert.False(await TryAsync(From, email, Wrong));
        }

        Assert.False(await TryAsync(From, email, SiteFixture.Password));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await TryAsync(From, email, Wrong));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await TryAsync(From, email, SiteFixture.Password));
        for (var n = 0; n < 10; n++)
        {
            clock.Advance(TimeSpan.FromMinutes(5));
            Assert.False(await TryAsync(From, email, Wrong));
        }

        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await TryAsync(From, email, SiteFixture.Password));
        for (var n = 0; n < 4; n++)
        {
            Assert.False(await TryAsync(From, email, Wrong));
        }

        Assert.True(await TryAsync(From, email, SiteFixture.Password));
    }

    [Fact]
    public async Task Whoever_guesses_elsewhere_does_not_shut_the_owner_out()
    {
        var actor = await site.AddStaffAsync("Owen Owner", StaffRole.Reporter);
        var email = SiteFixture.EmailOf(actor);
        for (var n = 0; n < 20; n++)
        {
            Assert.False(await TryAsync($"127.0.2.{n % 3}", email.ToUpperInvariant(), Wrong));
        }

        Assert.False(await TryAsync("127.0.2.1", email, SiteFixture.Password));
        Assert.True(await TryAsync("127.0.2.9", email, SiteFixture.Password));
    }

    [Fact]
    public async Task A_place_that_tries_many_accounts_rests_as_a_whole_for_a_moment()
    {
        const string From = "127.0.3.1";
        await Parallel.ForAsync(
            0,
            100,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (n, _) => await TryAsync(From, $"nobody{n}@example.org", Wrong)
        );
        var email = SiteFixture.EmailOf(site.Editor);
        Assert.False(await TryAsync(From, email, SiteFixture.Password));
        Assert.True(await TryAsync("127.0.3.2", email, SiteFixture.Password));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await TryAsync(From, email, SiteFixture.Password));
    }

    [Fact]
    public async Task Right_passwords_that_come_at_once_all_let_in()
    {
        var email = SiteFixture.EmailOf(site.OtherReporter);
        for (var round = 0; round < 5; round++)
        {
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, 4).Select(_ => TryAsync("127.0.6.1", email, SiteFixture.Password))
            );
            Assert.DoesNotContain(false, outcomes);
        }
    }

    [Fact]
    public async Task A_server_whose_clock_is_behind_lets_in_whoever_tried_at_another_a_moment_ago()
    {
        var behind = new FakeTimeProvider(clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        await using var there = await SiteFixture.BesideAsync(
            site,
            builder => builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(behind))
        );
        var email = SiteFixture.EmailOf(site.Editor);
        Assert.False(await TryAsync("127.0.9.1", email, Wrong));
        using var visitor = there.Visitor("127.0.9.1");
        await visitor.SignInAsync(email, SiteFixture.Password);
    }

    [Fact]
    public async Task A_password_that_was_hashed_long_ago_lets_in_many_at_once_and_is_hashed_as_it_is_today()
    {
        var actor = await site.AddStaffAsync("Olga Old", StaffRole.Reporter);
        var old = new PasswordHasher<StaffMember>(Options.Create(new PasswordHasherOptions { IterationCount = 900 }));
        Task<string> HashAsync() =>
            site.WithAsync<NewsroomDb, string>(db =>
                db.Users.Where(u => u.Id == actor.Id).Select(u => u.PasswordHash!).SingleAsync()
            );
        var hash = old.HashPassword(null!, SiteFixture.Password);
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(u => u.Id == actor.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, hash))
        );
        var email = SiteFixture.EmailOf(actor);
        Assert.False(await TryAsync("127.0.8.1", email, Wrong));
        Assert.Equal(hash, await HashAsync());
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => TryAsync("127.0.8.2", email, SiteFixture.Password))
        );
        Assert.DoesNotContain(false, outcomes);
        Assert.NotEqual(hash, await HashAsync());
        Assert.Equal(
            PasswordVerificationResult.Success,
            new PasswordHasher<StaffMember>().VerifyHashedPassword(null!, await HashAsync(), SiteFixture.Password)
        );
    }

    [Fact]
    public async Task Tries_that_come_at_once_are_all_counted()
    {
        var actor = await site.AddStaffAsync("Mia Many", StaffRole.Reporter);
        var email = SiteFixture.EmailOf(actor);
        const string From = "127.0.4.1";
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TryAsync(From, email, Wrong)));
        Assert.False(await TryAsync(From, email, SiteFixture.Password));
    }

    [Fact]
    public async Task No_answer_tells_by_words_headers_or_time_whether_there_is_an_account()
    {
        var disabled = await site.AddStaffAsync("Dirk Disabled", StaffRole.Reporter);
        await site.WithAsync<StaffDesk>(d => d.DisableAsync(disabled.Id!.Value, true, site.Admin, default));
        await site.WithAsync<StaffDesk>(d =>
            d.AddAsync("invited@example.org", "Ines Invited", StaffRole.Reporter, null, Actor.System, default)
        );
        (string Kind, string Email, string Password)[] kinds =
        [
            ("known", SiteFixture.EmailOf(site.Reporter), Wrong),
            ("unknown", "nobody@example.org", Wrong),
            ("disabled", SiteFixture.EmailOf(disabled), SiteFixture.Password),
            ("invited", "invited@example.org", Wrong),
            ("resting", SiteFixture.EmailOf(site.OtherReporter), SiteFixture.Password),
        ];
        const string Tired = "127.0.5.255";
        for (var n = 0; n < 8; n++)
        {
            Assert.False(await TryAsync(Tired, SiteFixture.EmailOf(site.OtherReporter), Wrong));
        }

        var times = kinds.ToDictionary(k => k.Kind, _ => new List<double>());
        var answers = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (kind, email, password) in kinds)
            {
                using var visitor = site.Visitor(kind == "resting" ? Tired : $"127.0.5.{round}");
                var page = await visitor.PageAsync("/account/sign-in");
                var watch = Stopwatch.StartNew();
                using var answer = await visitor.SubmitAsync(
                    page,
                    "/account/sign-in",
                    [("Input.Email", email), ("Input.Password", password)]
                );
                times[kind].Add(watch.Elapsed.TotalMilliseconds);
                answers.Add(await SaidAsync(answer, email));
            }
        }

        Assert.Single(answers);
        var medians = times.ToDictionary(t => t.Key, t => t.Value.Order().ElementAt(Rounds / 2));
        var known = medians["known"];
        Assert.All(
            medians,
            m =>
                Assert.True(
                    m.Value > known * 0.6 && m.Value < known * 1.6,
                    $"{m.Key}: {m.Value:0.0} ms, known: {known:0.0} ms"
                )
        );
    }

    private static async Task<string> SaidAsync(HttpResponseMessage answer, string email)
    {
        var page = await Visitor.ParseAsync(answer);
        foreach (var token in page.QuerySelectorAll("[name=__RequestVerificationToken]"))
        {
            token.SetAttribute("value", "");
        }

        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h => h.Key is not "Date" and not "Content-Length")
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        return $"{answer.StatusCode}\n{string.Join('\n', headers.Order(StringComparer.Ordinal))}\n{page.DocumentElement.OuterHtml.Replace(email, "EMAIL", StringComparison.Ordinal)}";
    }

    private async Task<bool> TryAsync(string from, string email, string password)
    {
        using var visitor = site.Visitor(from);
        using var answer = await visitor.SubmitAsync(
            "/account/sign-in",
            [("Input.Email", email), ("Input.Password", password)]
        );
        return answer.StatusCode == HttpStatusCode.Redirect;
    }
}
