using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>
/// Whatever admins do to the tree, in any order, no story is lost, filed twice or left without a section, and every
/// address that ever was leads to today's in one step.
/// </summary>
public sealed class CategoryHistoryTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const int Stories = 30;
    private static readonly int Steps = Setting("NEWSSITE_TREE_STEPS", 125);
    private static readonly int Seed = Setting("NEWSSITE_TREE_SEED", 1);

    [Fact]
    public async Task Any_history_of_the_tree_keeps_every_story_once_and_every_address_one_step_away()
    {
        var model = new ModelTree(site, new Random(Seed));
        TestContext.Current.SendDiagnosticMessage(
            $"Seed {Seed}, {Steps} steps (NEWSSITE_TREE_SEED, NEWSSITE_TREE_STEPS)"
        );
        try
        {
            await model.BeginAsync(Stories);
            for (var step = 1; step <= Steps; step++)
            {
                await model.ActAsync();
                await FiledAsync(model);
                if (step % 25 == 0 || step == Steps)
                {
                    await AddressesAsync(model);
                }
            }

            // What the acts wrote step by step is what the newsroom's own tables say.
            var before = await site.DumpAsync();
            await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
            Assert.Equal(before, await site.DumpAsync());
            Assert.All(
                ModelTree.Kinds,
                kind => Assert.True(model.Done.GetValueOrDefault(kind) > 0, $"no {kind} was done")
            );
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(
                $"Seed {Seed}: after {string.Join("; ", model.Walk.TakeLast(8))}: {e.Message}",
                e
            );
        }
    }

    private async Task FiledAsync(ModelTree model)
    {
        var filed = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Database.SqlQuery<string>(
                    $"""
                    select a.id || ':' || a.primary_category_id || ':' || coalesce(string_agg(
                        f.category_id || '=' || coalesce(f.position::text, ''), ',' order by f.position, f.category_id), '')
                        || ':' || array_to_string(array(select w from unnest(facets) w where w like '~c%'), ',') as "Value"
                    from site.article a left join site.article_category f on f.article_id = a.id
                    group by a.id order by a.id
                    """
                )
                .ToListAsync()
        );
        Assert.Equal(model.Filed(), filed);
        var wrongSizes = await site.WithAsync<NewsroomDb, int>(db =>
            db.Database.SqlQuery<int>(
                    $"""
                    select count(*)::int as "Value" from newsroom.category_size s full join (
                        select category_id, count(position) as filed, count(*) as listed
                        from site.article_category group by category_id
                    ) r on r.category_id = s.category_id
                    where coalesce(s.filed, 0) <> coalesce(r.filed, 0) or coalesce(s.listed, 0) <> coalesce(r.listed, 0)
                    """
                )
                .SingleAsync()
        );
        Assert.Equal(0, wrongSizes);
    }

    private async Task AddressesAsync(ModelTree model)
    {
        using var reader = site.Visitor();
        foreach (var (slug, today) in model.Addresses())
        {
            Assert.Equal($"/category/{today}", await site.LeadsToAsync(reader, $"/category/{slug}"));
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set)
            ? set
            : otherwise;
}
