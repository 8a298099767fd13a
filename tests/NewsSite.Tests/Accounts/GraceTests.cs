using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

public sealed class GraceTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Who_is_asked_for_a_second_step_works_on_for_seven_days_and_not_once_more_later()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:RequireSecondFactor", "true")
                    .ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock))
        );
        using var editor = await site.VisitorAsync(site.Editor);
        var notice = (await editor.PageAsync("/newsroom")).QuerySelector("main .notice")!;
        Assert.Contains("needs a second step", notice.TextContent, StringComparison.Ordinal);
        Assert.NotNull(notice.QuerySelector("a[href='/account/sign-in-codes']"));
        using var reporter = await site.VisitorAsync(site.Reporter);
        Assert.Null((await reporter.PageAsync("/newsroom")).QuerySelector("main .notice"));

        // A new sign-in begins no new week.
        clock.Advance(TimeSpan.FromDays(6.9));
        await editor.SignInAsync(SiteFixture.EmailOf(site.Editor), SiteFixture.Password);
        await editor.PageAsync("/newsroom");
        clock.Advance(TimeSpan.FromDays(0.2));
        using var late = await editor.GetAsync("/newsroom");
        Assert.Equal("/account/sign-in-codes", new Uri(site.Address, late.Headers.Location!).AbsolutePath);
        await editor.SignInAsync(SiteFixture.EmailOf(site.Editor), SiteFixture.Password);
        await Phone.SetUpAsync(editor, clock);
        Assert.Null((await editor.PageAsync("/newsroom")).QuerySelector("main .notice"));

        // The machine's owner lets in whoever has lost everything; a week is not given twice.
        var id = site.Editor.Id!.Value;
        await site.WithAsync<SecondFactorDesk>(d => d.ResetAsync(id, Actor.System, default));
        Assert.Empty(
            await site.WithAsync<PasswordDesk, IReadOnlyList<string>>(d =>
                d.ReplaceAsync(id, "set by the owner", Actor.System, default)
            )
        );
        using var back = site.Visitor();
        await back.SignInAsync(SiteFixture.EmailOf(site.Editor), "set by the owner");
        Assert.Equal(HttpStatusCode.Redirect, await back.StatusAsync("/newsroom"));
        await back.PageAsync("/account/sign-in-codes");
        var ways = await site.WithAsync<NewsroomDb, List<(string, Way?, long?)>>(async db =>
            [
                .. (
                    await db
                        .AuditEntries.Where(e => e.Act == "ResetSecondFactor" || e.Act == "ReplacePassword")
                        .OrderBy(e => e.Id)
                        .ToListAsync()
                ).Select(e => (e.Act, e.Way, e.StaffMemberId)),
            ]
        );
        Assert.Equal(
            [("ResetSecondFactor", (Way?)Way.CommandLine, (long?)null), ("ReplacePassword", Way.CommandLine, null)],
            ways
        );
    }
}
