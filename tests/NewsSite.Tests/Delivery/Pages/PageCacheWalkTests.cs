using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Random acts of a newsroom: no address is ever older than one that is made at this moment.</summary>
public sealed partial class PageCacheWalkTests(PostgresFixture postgres)
{
    private static readonly int Steps = int.TryParse(
        Environment.GetEnvironmentVariable("NEWSSITE_CACHE_STEPS"),
        CultureInfo.InvariantCulture,
        out var steps
    )
        ? steps
        : 15;

    [Fact]
    public async Task Whatever_the_newsroom_does_no_address_says_anything_old()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        var sections = new List<string> { "News", "Sport", "Opinion" };
        foreach (var section in sections)
        {
            await site.CategoryAsync(section);
        }

        await SiteProcess.UntilAsync(() => Task.FromResult(site.Services.GetRequiredService<SiteChanges>().IsInStep));
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
                "/api/v1/stories",
                "/api/v1/categories",
                "/api/v1/tags",
                "/api/v1/authors",
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
                .. await db.Tags.Select(t => "/api/v1/stories?tag=" + t.Slug).ToListAsync(),
                .. await db.Authors.Select(a => "/author/" + a.Slug).ToListAsync(),
                .. await db.Articles.Where(a => a.Slug != null).Select(a => "/api/v1/stories/" + a.Id).ToListAsync(),
                .. await db
                    .Articles.Where(a => a.Slug != null)
                    .Select(a => "/api/v1/stories/" + a.Id + "/ninjs")
                    .ToListAsync(),
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
}
