using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>As <see cref="CategoryHistoryTests"/>, of tags.</summary>
public sealed class TagHistoryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const int Tags = 24;
    private const int Stories = 30;
    private static readonly int Steps = Setting("NEWSSITE_TAG_STEPS", 100);
    private static readonly int Seed = Setting("NEWSSITE_TAG_SEED", 1);
    private readonly Random dice = new(Seed);
    private readonly Dictionary<long, (string Slug, long? Heir)> tags = [];
    private readonly Dictionary<long, long[]> stories = [];
    private readonly Dictionary<string, long> lastHad = new(StringComparer.Ordinal);
    private readonly List<(long Merger, long[] Taken)> mergers = [];
    private readonly List<string> walk = [];
    private int made;

    [Fact]
    public async Task Any_history_of_tags_keeps_every_story_and_every_address_one_step_away()
    {
        TestContext.Current.SendDiagnosticMessage(
            $"Seed {Seed}, {Steps} steps (NEWSSITE_TAG_SEED, NEWSSITE_TAG_STEPS)"
        );
        try
        {
            await BeginAsync();
            var refused = 0;
            for (var step = 1; step <= Steps; step++)
            {
                refused += await ActAsync() ? 0 : 1;
                await TaggedAsync();
                if (step % 25 == 0 || step == Steps)
                {
                    await AddressesAsync();
                }
            }

            Assert.InRange(refused, 1, Steps * 2 / 3);
            var before = await site.DumpAsync();
            await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
            Assert.Equal(before, await site.DumpAsync());
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"Seed {Seed}: after {string.Join("; ", walk.TakeLast(8))}: {e.Message}",
                e
            );
        }
    }

    private async Task BeginAsync()
    {
        var names = Enumerable.Range(1, Tags).Select(n => $"label-{n}").ToArray();
        made = Tags;
        foreach (var name in names)
        {
            var id = (await site.WithAsync<TagBook, long[]>(b => b.FindOrAddAsync([name], default)))[0];
            tags[id] = (name, null);
            lastHad[name] = id;
        }

        for (var n = 0; n < Stories; n++)
        {
            // Each tag is some live story's, so that its address has a page.
            var named = Enumerable
                .Range(0, dice.Next(0, 4))
                .Select(_ => Any())
                .Prepend(tags.Keys.ElementAt(n % Tags))
                .Distinct();
            long[] ids = [.. named];
            var draft = await site.DraftAsync($"Story {n}");
            await site.SaveAsync(draft.ArticleId, c => c with { Body = $"Words {n}.", TagIds = ids });
            await site.PublishAsync(draft.ArticleId, 2);
            stories[draft.ArticleId] = ids;
        }
    }

    // Whether it was done, not refused.
    private async Task<bool> ActAsync()
    {
        var kind =
            Living().Count < 6
                ? "undo"
                : new[] { "rename", "merge", "merge", "undo", "undo", "there and back" }[dice.Next(6)];
        var (id, heir) = (Any(), Any());
        walk.Add($"{kind} {id} {heir}");
        try
        {
            switch (kind)
            {
                case "rename":
                    var slug = dice.Next(2) == 0 ? $"label-{++made}" : Pick(lastHad.Keys);
                    await site.WithAsync<TagDesk>(d =>
                        d.ChangeAsync(id, new($"Label {id}", slug, TagKind.Topic, null, []), site.Admin, default)
                    );
                    tags[id] = (slug, null);
                    lastHad[slug] = id;
                    break;
                case "merge":
                    await MergeAsync([id, Any(), heir], heir);
                    break;
                case "undo" when mergers.Count > 0:
                    await UndoAsync(dice.Next(3) == 0 ? dice.Next(mergers.Count) : mergers.Count - 1);
                    break;
                case "there and back":
                    var before = await site.DumpAsync();
                    await MergeAsync([id, Any()], heir);
                    await UndoAsync(mergers.Count - 1);
                    Assert.Equal(before, await site.DumpAsync());
                    break;
            }

            return true;
        }
        catch (TagRefusedException refused)
        {
            walk[^1] += $" refused: {refused.Message}";
            return false;
        }
    }

    private async Task MergeAsync(long[] some, long heir)
    {
        long[] taken = [.. some.Where(id => id != heir).Distinct()];
        await site.WithAsync<TagMergers>(m => m.MergeAsync(some, heir, site.Admin, default));
        foreach (var id in taken)
        {
            tags[id] = (tags[id].Slug, heir);
        }

        mergers.Add(
            ((await site.WithAsync<TagMergers, List<UndoableMerger>>(m => m.UndoableAsync(default)))[0].Id, taken)
        );
    }

    private async Task UndoAsync(int which)
    {
        var (merger, taken) = mergers[which];
        await site.WithAsync<TagMergers>(m => m.UndoAsync(merger, site.Admin, default));
        mergers.RemoveAt(which);
        foreach (var id in taken)
        {
            tags[id] = (tags[id].Slug, null);
            lastHad[tags[id].Slug] = id;
        }
    }

    private async Task TaggedAsync()
    {
        var expected = stories
            .OrderBy(s => s.Key)
            .Select(s =>
            {
                var own = s.Value.Select(Living).Distinct().ToList();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{s.Key}:{string.Join(',', own)}:{string.Join(',', own.Order().Select(id => $"~t{id}"))}"
                );
            });
        var found = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Database.SqlQuery<string>(
                    $"""
                    select a.id || ':' || array_to_string(array(
                        select t.tag_id from site.article_tag t join site.tag x on x.id = t.tag_id
                        where t.article_id = a.id order by t.position), ',')
                        || ':' || array_to_string(array(select w from unnest(facets) w where w like '~t%'), ',') as "Value"
                    from site.article a order by a.id
                    """
                )
                .ToListAsync()
        );
        Assert.Equal(expected, found);
    }

    private async Task AddressesAsync()
    {
        using var reader = site.Visitor();
        foreach (var (slug, id) in lastHad)
        {
            Assert.Equal($"/tag/{tags[Living(id)].Slug}", await site.LeadsToAsync(reader, $"/tag/{slug}"));
        }
    }

    private List<long> Living() => [.. tags.Where(t => t.Value.Heir is null).Select(t => t.Key)];

    private long Living(long id) => tags[id].Heir is { } heir ? Living(heir) : id;

    private long Any() => Pick(Living());

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(dice.Next(from.Count));

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set)
            ? set
            : otherwise;
}
