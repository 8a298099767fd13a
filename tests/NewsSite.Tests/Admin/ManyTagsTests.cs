using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>Among a hundred thousand tags nothing reads them all.</summary>
public sealed class ManyTagsTests(PostgresFixture postgres)
{
    private const int Many = 100_000;

    // Of whole pages over HTTP, on a machine that is busy with other tests; alone they take a tenth.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Looking_for_tags_walks_indexes_and_is_quick()
    {
        var asked = new Asked();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.ConfigureDbContext<NewsroomDb>(options => options.AddInterceptors(asked))
                )
        );
        await site.PublishedAsync("Among many", tags: ["Harbour wall", "Harbour walls"]);
        await AddManyAsync(site);
        var wall = (await site.WithAsync<TagBook, long?>(b => b.FindAsync("Harbour wall", default)))!.Value;
        using var admin = await site.VisitorAsync(site.Admin);
        var cost = new PlanCost(
            site,
            ["tag", "tag_synonym", "former_slug", "article_tag", "article_version", "story_head"]
        );
        var slow = new List<string>();
        foreach (
            var (address, expected) in new[]
            {
                ("/admin/tags", "Next tags"),
                ("/admin/tags?q=harbour+wa", "Harbour wall"),
                ("/admin/tags?q=ha", "tbody"),
                ("/admin/tags?q=h", "tbody"),
                ("/admin/tags?q=zzzzzz", "Try fewer letters"),
                ("/admin/tags?show=near", "Look further"),
                ("/admin/tags?show=unused", "Look further"),
                ($"/admin/tags/{wall}", "Harbour walls"),
                ($"/admin/tags/merge?ids={wall}&name=Harbour+walls", "Merge tags"),
                ("/newsroom/tags?q=harbour+wa", "Harbour wall"),
                ("/newsroom/tags?q=a", "["),
                ("/newsroom/stories?tag=Harbour+wall", "Among many"),
            }
        )
        {
            await admin.TextAsync(address);
            asked.Commands.Clear();
            var watch = Stopwatch.StartNew();
            Assert.Contains(expected, await admin.TextAsync(address), StringComparison.Ordinal);
            if (watch.Elapsed > Patience)
            {
                slow.Add($"{address}: {watch.Elapsed.TotalMilliseconds:F0} ms");
            }

            TestContext.Current.SendDiagnosticMessage($"{address}: {watch.Elapsed.TotalMilliseconds:F0} ms");
            await cost.AddAsync<NewsroomDb>(address, asked);
        }

        Assert.True(cost.Wrong.Count == 0, string.Join('\n', cost.Wrong.Distinct()));
        Assert.True(slow.Count == 0, string.Join('\n', slow));
    }

    [Fact]
    public async Task What_is_nearly_the_same_is_found_among_all_and_what_is_not_is_left_alone()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await AddManyAsync(site);
        (string One, string Other, bool IsNear)[] cases =
        [
            ("Zoë Quimby", "ZOE QUIMBY", true),
            ("Flood barriers", "Flood barrier", true),
            ("Ferry companies", "Ferry company", true),
            ("Climate-change", "Climate change", true),
            ("Ministry of Silly Walks", "Ministry of Sily Walsk", true),
            ("Kyrgyzstan", "Kirgizstan", true),
            ("Lighthouse", "Lightning", false),
            ("NATO", "NASA", false),
            ("Iran", "Iraq", false),
            ("Rent", "Tent office", false),
        ];
        foreach (var (one, other, isNear) in cases)
        {
            // Two names that make one address are one tag already: such pairs came in by other ways.
            await site.WithAsync<NewsroomDb>(db =>
                db.Database.ExecuteSqlAsync(
                    $"""
                    insert into newsroom.tag (slug, name, kind) values
                        ({$"near-{Guid.NewGuid():N}"}, {one}, 'Topic'), ({$"near-{Guid.NewGuid():N}"}, {other}, 'Topic')
                    """
                )
            );
            var id = await site.WithAsync<NewsroomDb, long>(db =>
                db.Tags.Where(t => t.Name == one).Select(t => t.Id).SingleAsync()
            );
            var near = await site.WithAsync<NearTags, IReadOnlyList<NearTag>>(n => n.OfAsync(id, default));
            Assert.True(near.Any(n => n.Name == other) == isNear, $"{one} and {other}: {string.Join(", ", near)}");
        }

        // A walk through them all, look by look, as admins do it; each pair once.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        string? after = "kyrg";
        var look = await site.WithAsync<NearTags, NearLook>(n => n.LookAsync(after, default));
        foreach (var pair in look.Pairs)
        {
            var names = new[] { pair.Name, pair.Other.Name };
            Assert.True(seen.Add(string.Join('|', names.Order(StringComparer.Ordinal))));
        }

        Assert.Contains("Kirgizstan|Kyrgyzstan", seen);
        Assert.NotNull(look.After);
    }

    [Theory]
    [InlineData("harbour", "harbour", 0)]
    [InlineData("harbour", "harbor", 1)]
    [InlineData("harbour", "habrour", 1)]
    [InlineData("harbour", "arbour", 1)]
    [InlineData("harbour", "herbuor", 2)]
    [InlineData("harbour", "hxrbxux", 3)]
    [InlineData("harbour", "", 3)]
    public void Distance_counts_letters_up_to_two(string one, string other, int distance)
    {
        Assert.Equal(distance, NearTags.Distance(one, other));
        Assert.Equal(distance, NearTags.Distance(other, one));
    }

    // Names of two or three words, of syllables, as different from each other as tags are.
    private static Task AddManyAsync(SiteFixture site)
    {
        var dice = new Random(5);
        string[] syllables =
        [
            "ba",
            "cor",
            "del",
            "fin",
            "gan",
            "ho",
            "jil",
            "kas",
            "lem",
            "mur",
            "nov",
            "pra",
            "ros",
            "tul",
            "vex",
            "wyn",
        ];
        string Word()
        {
            var word = new StringBuilder();
            for (var n = dice.Next(2, 5); n > 0; n--)
            {
                word.Append(syllables[dice.Next(syllables.Length)]);
            }

            return word.ToString();
        }

        string[] names =
        [
            .. Enumerable.Range(0, Many).Select(_ => $"{Word()} {Word()}{(dice.Next(2) == 0 ? "" : $" {Word()}")}"),
        ];
        return site.WithAsync<NewsroomDb>(async db =>
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.tag (slug, name, kind)
                select 'many-' || n, left(initcap(name), 60), 'Topic' from unnest({names}) with ordinality t (name, n)
                """
            );
            await db.Database.ExecuteSqlRawAsync("analyze newsroom.tag");
        });
    }
}
