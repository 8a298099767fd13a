using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using NewsSite.Web.Shared;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Somebody has stolen an editor's account, and defaces one story after the other.</summary>
public sealed class MassChangeTests(PostgresFixture postgres)
{
    private const int Limit = 20;

    [Fact]
    public async Task Whoever_does_nothing_but_withdraw_is_frozen_too()
    {
        await using var site = await SiteFixture.StartAsync(postgres, Freezing);
        var thief = await site.AddStaffAsync("Theo Thief", StaffRole.Editor);
        var ids = await PublishAsync(site, Limit + 1);
        foreach (var id in ids[..Limit])
        {
            await site.WithAsync<WithdrawDesk>(d => d.WithdrawAsync(id, Order, thief, default));
        }

        Assert.Null(await FrozenAtAsync(site, thief));
        await site.WithAsync<WithdrawDesk>(d => d.WithdrawAsync(ids[^1], Order, thief, default));
        Assert.NotNull(await FrozenAtAsync(site, thief));
    }

    [Fact]
    public async Task The_account_is_frozen_and_one_act_takes_back_all_that_it_did()
    {
        await using var site = await SiteFixture.StartAsync(postgres, Freezing);
        var thief = await site.AddStaffAsync("Theo Thief", StaffRole.Editor);
        var ids = await PublishAsync(site, Limit + 2);
        var (gone, takedown, mended, last) = (ids[18], ids[19], ids[3], ids[^1]);
        await site.WithdrawAsync(takedown, "A court says so");
        await site.WithAsync<ScheduleDesk>(d =>
            d.WithdrawAtAsync(last, DateTimeOffset.UtcNow.AddHours(1), Order, thief, default)
        );
        await CorrectAsync(site, ids[1], site.Editor, "An honest note.");
        var honest = (await NotesAsync(site, ids[1])).Single().Id;
        foreach (var id in ids[..18].Append(ids[20]))
        {
            await DefaceAsync(site, id, thief, NoteOf(id));
        }

        CorrectionNote? NoteOf(long id) =>
            id == ids[0] ? new(CorrectionKind.Retraction, "Vile retraction.")
            : id == ids[1] ? new(CorrectionKind.Correction, "Vile correction.") { Supersedes = honest }
            : id == mended ? new(CorrectionKind.Correction, "Vile note.")
            : null;

        // A second time is no second story.
        await DefaceAsync(site, ids[0], thief);
        await site.WithAsync<WithdrawDesk>(d => d.WithdrawAsync(gone, Order, thief, default));
        Assert.Null(await FrozenAtAsync(site, thief));
        await site.WithAsync<Publisher>(p => p.PublishAsync(takedown, new PublishOrder(1, null), thief, default));
        Assert.NotNull(await FrozenAtAsync(site, thief));

        // From here on nothing works, whatever door it tries, nor what it had planned.
        await Assert.ThrowsAsync<PublishRefusedException>(() => DefaceAsync(site, last, thief));
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<WithdrawDesk>(d => d.WithdrawAsync(last, Order, thief, default))
        );
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            site.WithAsync<ScheduleDesk>(d =>
                d.WithdrawAtAsync(last, DateTimeOffset.UtcNow.AddHours(1), Order, thief, default)
            )
        );
        await RunAsync(site, "update newsroom.scheduled_act set due_at = now()");
        await site.WithAsync<DueRun>(run => run.RunAsync(_ => { }, default));
        await SiteProcess.UntilAsync(async () =>
            await site.WithAsync<NewsroomDb, bool>(db => db.ScheduledActs.AllAsync(s => s.Failure != null))
        );
        using var theirs = await site.VisitorAsync(thief);
        using var refused = await theirs.SubmitAsync(
            $"/newsroom/withdraw/{last}",
            [("Input.Outcome", "Gone"), ("Input.Reason", "Because")],
            $"/newsroom/withdraw/{last}"
        );
        Assert.Contains(
            "Ask an admin to look at it",
            await refused.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );

        // Somebody has put one of them right by hand.
        await site.SaveAsync(mended, c => c with { Headline = "Mended by Edda", Body = "Mended." });
        await site.PublishAsync(mended, 3, 2);
        using var admin = await site.VisitorAsync(site.Admin);
        var desk = await admin.TextAsync("/newsroom");
        Assert.Contains($"/admin/staff/{thief.Id}/frozen", desk, StringComparison.Ordinal);
        var page = await admin.PageAsync($"/admin/staff/{thief.Id}/frozen");
        Assert.Contains("Take back all 20 changes and 3 notes", page.Body!.TextContent, StringComparison.Ordinal);
        using var done = await admin.SubmitAsync(page, page.Url, [], "TakeBack");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);

        using var reader = site.Visitor();
        foreach (var id in ids.Except([takedown, mended]))
        {
            var n = Array.IndexOf(ids, id);
            Assert.Contains(
                $"Honest words {n}",
                await reader.TextAsync($"/news/{id}/honest-{n}"),
                StringComparison.Ordinal
            );
            Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync($"/news/{id}/honest-{n}/history"));
        }

        Assert.Equal(HttpStatusCode.Gone, await reader.StatusAsync($"/news/{takedown}/honest-19"));
        Assert.Contains("Mended by Edda", await reader.TextAsync($"/news/{mended}/honest-3"), StringComparison.Ordinal);
        // Of the notes no word is left, but that there were some; and what they had taken the place of stands again.
        string[] noted = [$"/news/{ids[0]}/honest-0", $"/news/{ids[1]}/honest-1", $"/news/{mended}/honest-3"];
        foreach (var address in noted.Append("/corrections").Append("/corrections/feed.xml"))
        {
            var text = await reader.TextAsync(address);
            Assert.DoesNotContain("Vile", text, StringComparison.Ordinal);
            Assert.Contains("It is taken back.", text, StringComparison.Ordinal);
        }

        var standing = (await reader.PageAsync(noted[1])).QuerySelectorAll(".correction > p:last-child");
        Assert.Contains(standing, p => p.TextContent.StartsWith("An honest note.", StringComparison.Ordinal));
        Assert.DoesNotContain(standing, p => p.QuerySelector("s") is not null);
        Assert.Equal(
            [honest],
            (await NotesAsync(site, ids[1])).Where(n => n.Kind != CorrectionKind.TakenBack).Select(n => n.Id)
        );
        await CorrectAsync(site, ids[1], site.Editor, "A better one.", honest);
        Assert.Equal("An honest note.", (await reader.PageAsync(noted[1])).QuerySelector(".correction s")!.TextContent);
        await site.WithAsync<Rebuild>(r => r.RunAsync(null, default));
        Assert.DoesNotContain("Vile", await reader.TextAsync("/corrections"), StringComparison.Ordinal);

        foreach (var list in new[] { "/", "/feed.xml", "/category/news", "/search?q=defaced", "/archive" })
        {
            Assert.DoesNotContain("Defaced", await reader.TextAsync(list), StringComparison.Ordinal);
        }

        // Nothing is lost in the newsroom, and the next editor begins with the honest words.
        var versions = await site.WithAsync<NewsroomDb, List<ArticleVersion>>(db =>
            db.ArticleVersions.Where(v => v.ArticleId == ids[0]).OrderBy(v => v.Number).ToListAsync()
        );
        Assert.Equal(["Honest 0", "Defaced", "Defaced", "Honest 0"], versions.Select(v => v.Content.Headline));
        var article = await site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == ids[0]));
        Assert.Equal((4, 4, null), (article.HeadNumber, article.LiveNumber, article.UpdatedAt));

        // It is done once, and puts nobody else on ice.
        using var again = await admin.SubmitAsync($"/admin/staff/{thief.Id}/frozen", [], "Thaw");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        Assert.Null(await FrozenAtAsync(site, site.Admin));
        await DefaceAsync(site, last, thief);
    }

    [Fact]
    public async Task Nobody_slips_through_by_being_quick_and_the_servers_owner_can_thaw_the_only_admin()
    {
        await using var site = await SiteFixture.StartAsync(postgres, Freezing);
        var ids = await PublishAsync(site, 2 * Limit);
        var outcomes = await Task.WhenAll(
            ids.Select(async id =>
            {
                try
                {
                    await DefaceAsync(site, id, site.Admin);
                    return true;
                }
                catch (PublishRefusedException)
                {
                    return false;
                }
            })
        );
        Assert.Equal(Limit + 1, outcomes.Count(passed => passed));
        Assert.NotNull(await FrozenAtAsync(site, site.Admin));

        // No admin thaws their own account, nor takes back for themselves, nor does an editor.
        foreach (var actor in new[] { site.Admin, site.Editor })
        {
            await Assert.ThrowsAsync<NotAllowedException>(() =>
                site.WithAsync<TakeBackDesk>(d => d.ThawAsync(site.Admin.Id!.Value, actor, default))
            );
            await Assert.ThrowsAsync<NotAllowedException>(() =>
                site.WithAsync<TakeBackDesk>(d =>
                    d.TakeBackAsync(site.Admin.Id!.Value, _ => "It is taken back.", actor, default)
                )
            );
        }

        await using var thaw = SiteProcess.Start(
            [("ConnectionStrings__NewsSite", site.ConnectionString), ("NewsSite__Address", "http://news.test")],
            ["staff", "thaw", SiteFixture.EmailOf(site.Admin)]
        );
        Assert.Equal(0, await thaw.EndAsync());
        Assert.Contains("Ada Admin may publish again.", thaw.Output, StringComparison.Ordinal);
        Assert.Null(await FrozenAtAsync(site, site.Admin));
    }

    [Fact]
    public async Task Who_works_at_an_editors_pace_or_publishes_new_stories_is_never_frozen()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
            {
                Freezing(builder);
                builder.ConfigureTestServices(services =>
                    services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock))
                );
            }
        );
        var ids = await PublishAsync(site, (2 * Limit) + 1);
        clock.Advance(MassChangeGuard.Within);
        foreach (var id in ids[..Limit])
        {
            await DefaceAsync(site, id, site.Editor);
        }

        clock.Advance(MassChangeGuard.Within);
        foreach (var id in ids[Limit..(2 * Limit)])
        {
            await DefaceAsync(site, id, site.Editor);
        }

        Assert.Null(await FrozenAtAsync(site, site.Editor));
        await DefaceAsync(site, ids[^1], site.Editor);
        Assert.NotNull(await FrozenAtAsync(site, site.Editor));
    }

    // As it is where nobody sets anything.
    private static void Freezing(IWebHostBuilder builder)
    {
        Assert.Equal(Limit, new SiteOptions().FreezeAfter);
        builder.UseSetting("NewsSite:FreezeAfter", $"{Limit}");
    }

    private static WithdrawOrder Order => new(WithdrawOutcome.Gone, "Because");

    /// <returns>The ids of live stories, “Honest 0” and so on, which readers have had for an hour.</returns>
    private static async Task<long[]> PublishAsync(SiteFixture site, int count)
    {
        var ids = new long[count];
        for (var n = 0; n < count; n++)
        {
            ids[n] = await site.PublishedAsync(
                $"Honest {n}",
                $"Honest words {n}.",
                at: site.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddHours(-1)
            );
        }

        return ids;
    }

    private static async Task CorrectAsync(SiteFixture site, long id, Actor actor, string text, long? supersedes = null)
    {
        var article = await site.WithAsync<NewsroomDb, Article>(db => db.Articles.SingleAsync(a => a.Id == id));
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(
                id,
                new PublishOrder(article.HeadNumber, article.LiveNumber)
                {
                    Correction = new(CorrectionKind.Correction, text) { Supersedes = supersedes },
                },
                actor,
                default
            )
        );
    }

    private static Task<IReadOnlyList<Correction>> NotesAsync(SiteFixture site, long id) =>
        site.WithAsync<Publisher, IReadOnlyList<Correction>>(p => p.StandingNotesAsync(id, default));

    private static async Task DefaceAsync(SiteFixture site, long id, Actor actor, CorrectionNote? note = null)
    {
        var live = await site.WithAsync<NewsroomDb, int?>(db =>
            db.Articles.Where(a => a.Id == id).Select(a => a.LiveNumber).SingleAsync()
        );
        var head = (await site.SaveAsync(id, c => c with { Headline = "Defaced", Body = $"Defaced {Guid.NewGuid()}." }))
            .Saved!
            .Number;
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(id, new PublishOrder(head, live, IsSignificant: true) { Correction = note }, actor, default)
        );
    }

    private static Task<DateTimeOffset?> FrozenAtAsync(SiteFixture site, Actor actor) =>
        site.WithAsync<NewsroomDb, DateTimeOffset?>(db =>
            db.Users.Where(s => s.Id == actor.Id).Select(s => s.FrozenAt).SingleAsync()
        );

    private static async Task RunAsync(SiteFixture site, string sql)
    {
        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
