using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Staff;

/// <summary>Who may do what to which story, as one table; tried by the acts themselves, not by what pages offer.</summary>
public sealed class RightsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // The person's own stories and others': in the section, below it, outside, and in none yet.
    private static readonly string[] Stories =
    [
        "own in",
        "own outside",
        "own nowhere",
        "other in",
        "other below",
        "other outside",
    ];

    // Who, and for each act what is answered for each of the stories: done (y), not theirs (n), or refused for want of a section (-).
    private static readonly (StaffRole Role, bool IsLimited, (string Act, string Answers)[] Acts)[] Table =
    [
        (StaffRole.Reporter, false, Acts("yyy nnn", "yyy nnn", "nnn nnn", "nnn nnn", "nnn nnn", "nnn nnn")),
        (StaffRole.Reporter, true, Acts("yny nnn", "yny nnn", "nnn nnn", "nnn nnn", "nnn nnn", "nnn nnn")),
        (StaffRole.Editor, false, Acts("yyy yyy", "yyy yyy", "yyy yyy", "yy- yyy", "yy- yyy", "yyy yyy")),
        (StaffRole.Editor, true, Acts("yny yyn", "yny yyn", "yny yyn", "ynn yyn", "ynn yyn", "ynn yyn")),
        (StaffRole.Admin, true, Acts("yyy yyy", "yyy yyy", "yyy yyy", "yy- yyy", "yy- yyy", "yyy yyy")),
    ];

    private static (string, string)[] Acts(
        string write,
        string submit,
        string approve,
        string plan,
        string publish,
        string withdraw
    ) =>
        [
            ("Write", write),
            ("Submit", submit),
            ("Approve", approve),
            ("Schedule", plan),
            ("Publish", publish),
            ("Withdraw", withdraw),
        ];

    [Fact]
    public async Task Each_role_may_do_to_each_story_what_the_table_says()
    {
        await site.CategoryAsync("Below", await site.CategoryAsync("Inside"));
        await site.CategoryAsync("Outside");
        var wrong = new List<string>();
        foreach (var (role, isLimited, acts) in Table)
        {
            var actor = await PersonAsync($"{role} {(isLimited ? "Limited" : "Unlimited")}", role, isLimited);

            // Stories do not know each other.
            var found = await Task.WhenAll(Stories.Select((kind, n) => WrongAsync(kind, n, actor, acts)));
            wrong.AddRange(found.SelectMany(w => w));
        }

        Assert.Empty(wrong);

        // What admins read says the same of each role.
        foreach (var (role, _, acts) in Table.Where(t => !t.IsLimited))
        {
            foreach (var (act, answers) in acts.Where(a => a.Act != "Schedule"))
            {
                var reach =
                    answers.StartsWith('n') ? Reach.None
                    : answers.Split(' ')[1].StartsWith('n') ? Reach.Own
                    : Reach.Any;
                Assert.Equal(
                    (act, reach),
                    (act, Permissions.All.Single(p => p.Act.StartsWith(act, StringComparison.Ordinal)).Of(role))
                );
            }
        }
    }

    [Fact]
    public async Task Nobody_carries_a_story_over_the_edge_of_their_sections()
    {
        var editor = await PersonAsync("Edge Editor", StaffRole.Editor, true);
        var outside = await site.CategoryAsync("Outside");
        var id = await StoryAsync("other in", editor);
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.SaveAsync(id, c => c with { PrimaryCategoryId = outside }, editor)
        );

        // Live in a section that is not the editor's, and moved into it since by somebody else.
        await site.SaveAsync(id, c => c with { PrimaryCategoryId = outside });
        await site.PublishAsync(id, 2);
        await site.SaveAsync(id, c => c with { PrimaryCategoryId = Inside });
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<Publisher>(p => p.PublishAsync(id, new PublishOrder(3, 2), editor, default))
        );
        using var visitor = await site.VisitorAsync(editor);
        using var answer = await visitor.SubmitAsync(
            $"/newsroom/write",
            [("Input.Headline", "Typed"), ("Input.PrimaryCategoryId", $"{outside}")]
        );
        var page = await Visitor.ParseAsync(answer);
        Assert.NotNull(page.QuerySelector("a[href='#Input_PrimaryCategoryId']"));
        Assert.Equal("Typed", page.QuerySelector("#Input_Headline")!.TextContent.Trim());
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await visitor.StatusAsync("/newsroom/front"));
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<FrontDesk>(d => d.PinAsync("lead", id, null, editor, default))
        );
        var other = await StoryAsync("other outside", editor);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await visitor.StatusAsync($"/newsroom/write/{other}"));
        Assert.DoesNotContain(
            $"/newsroom/write/{other}",
            await visitor.TextAsync("/newsroom/stories"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_limit_follows_its_section_into_a_merger_and_no_further()
    {
        var taken = await site.CategoryAsync("Taken");
        var heir = await site.CategoryAsync("Heir");
        var person = await PersonAsync("Mira Merged", StaffRole.Editor, false);
        await site.WithAsync<StaffDesk>(d =>
            d.ChangeRightsAsync(person.Id!.Value, StaffRole.Editor, [taken], site.Admin, default)
        );
        Assert.False((await SeenAsync(person)).Covers(heir));
        await site.WithAsync<CategoryMergers>(m => m.MergeAsync(taken, heir, site.Admin, default));
        var after = await SeenAsync(person);
        Assert.True(after.Covers(heir) && after.Covers(taken));
        Assert.False(after.Covers(await site.CategoryAsync("Outside")));
    }

    [Fact]
    public async Task An_admin_sets_the_sections_of_a_person_and_sees_what_they_may_do()
    {
        var inside = await site.CategoryAsync("Inside");
        var actor = await site.AddStaffAsync("Sara Sections", StaffRole.Editor);
        using var sara = await site.VisitorAsync(actor);
        using var admin = await site.VisitorAsync(site.Admin);
        using var saved = await admin.SubmitAsync(
            $"/admin/staff/{actor.Id}",
            [("Role", "Editor"), ("SectionIds", $"{inside}")]
        );
        Assert.Equal(System.Net.HttpStatusCode.Redirect, await sara.StatusAsync("/newsroom"));
        var page = await admin.PageAsync($"/admin/staff/{actor.Id}");
        Assert.NotNull(page.QuerySelector($"input[name=SectionIds][value='{inside}'][checked]"));
        Assert.Contains(
            "Any, in Inside",
            page.QuerySelector("#rights + * table")!.TextContent,
            StringComparison.Ordinal
        );
        using var wrong = await admin.SubmitAsync(
            $"/admin/staff/{actor.Id}",
            [("Role", "Editor"), ("SectionIds", "999999")]
        );
        Assert.Contains(
            "Choose sections from the list",
            await wrong.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    private async Task<List<string>> WrongAsync(
        string kind,
        int place,
        Actor actor,
        IEnumerable<(string Act, string Answers)> acts
    )
    {
        var id = await StoryAsync(kind, actor);
        var wrong = new List<string>();
        foreach (var (act, answers) in acts)
        {
            var expected = answers.Replace(" ", "", StringComparison.Ordinal)[place];
            if (await TryAsync(id, act, actor) is var got && got != expected)
            {
                wrong.Add($"{actor.Name}, {act}, {kind}: {got}, expected {expected}");
            }
        }

        return wrong;
    }

    private long Inside { get; set; }

    private async Task<Actor> PersonAsync(string name, StaffRole role, bool isLimited)
    {
        Inside = await site.CategoryAsync("Inside");
        var actor = await site.AddStaffAsync(name, role);
        if (isLimited)
        {
            await site.WithAsync<StaffDesk>(d =>
                d.ChangeRightsAsync(actor.Id!.Value, role, [Inside], site.Admin, default)
            );
        }

        return await SeenAsync(actor);
    }

    /// <returns>The person as a request of theirs would be.</returns>
    private Task<Actor> SeenAsync(Actor actor) =>
        site.WithAsync<SessionBook, Actor>(async book =>
        {
            var member = await site.WithAsync<NewsroomDb, StaffMember>(db =>
                db.Users.SingleAsync(s => s.Id == actor.Id)
            );
            var session = await book.BeginAsync(member, "127.0.0.1", "A test", "password", default);
            return actor with { Sections = (await book.FindAsync(session.Id, default))!.Sections };
        });

    private async Task<long> StoryAsync(string kind, Actor actor)
    {
        var by = kind.StartsWith("own", StringComparison.Ordinal) ? actor with { Sections = null } : site.OtherReporter;
        long? section = kind.Split(' ')[1] switch
        {
            "in" => Inside,
            "below" => await site.CategoryAsync("Below", Inside),
            "outside" => await site.CategoryAsync("Outside"),
            _ => null,
        };
        var content = new ArticleContent
        {
            Headline = kind,
            Body = "Words.",
            PrimaryCategoryId = section,
            AuthorIds = [await site.AuthorOfAsync(site.Reporter)],
        };
        var version = await site.WithAsync<Writing, ArticleVersion>(w =>
            w.BeginAsync(Guid.NewGuid(), content, by, default)
        );
        return version.ArticleId;
    }

    private async Task<char> TryAsync(long id, string act, Actor actor)
    {
        var article = await site.WithAsync<NewsroomDb, Article>(db =>
            db.Articles.AsNoTracking().SingleAsync(a => a.Id == id)
        );
        var order = new PublishOrder(article.HeadNumber, article.LiveNumber);
        try
        {
            await (
                act switch
                {
                    "Write" => site.SaveAsync(id, c => c with { Standfirst = "Changed." }, actor),
                    "Submit" => site.WithAsync<Workflow>(w => w.ActAsync(id, StoryAct.Submit, null, actor, default)),
                    "Approve" => site.WithAsync<Workflow>(w => w.ActAsync(id, StoryAct.Approve, null, actor, default)),
                    "Schedule" => site.WithAsync<ScheduleDesk>(d =>
                        d.PublishAtAsync(id, DateTimeOffset.UtcNow.AddDays(1), order, actor, default)
                    ),
                    "Publish" => site.WithAsync<Publisher>(p => p.PublishAsync(id, order, actor, default)),
                    _ => site.WithAsync<WithdrawDesk>(d =>
                        d.WithdrawAsync(id, new WithdrawOrder(WithdrawOutcome.Gone, "A test"), actor, default)
                    ),
                }
            );
            return 'y';
        }
        catch (NotAllowedException)
        {
            return 'n';
        }
        catch (PublishRefusedException)
        {
            return '-';
        }
    }
}
