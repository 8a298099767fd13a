using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;

namespace NewsSite.Benchmarks;

/// <summary>Schedules stories and prints how long after its time each could be read, as a histogram.</summary>
internal sealed class ScheduleBench(BenchedSite site, int runs)
{
    private static readonly int[] Bursts = [100, 1000];

    // How closely it looks: what it prints is late by that much at most.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly double[] Edges = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, double.PositiveInfinity];
    private readonly HashSet<long> known = [];

    public async Task RunAsync()
    {
        Console.WriteLine($"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors");
        await MeasureAsync($"{runs} stories, one every half second", runs, runs / 2.0);
        foreach (var burst in Bursts)
        {
            await MeasureAsync($"{burst:N0} stories, all for the same moment", burst, 0);
        }
    }

    private async Task MeasureAsync(string name, int count, double seconds)
    {
        var ids = await PlanAsync(count);
        var late = new List<double>();
        await site.WithAsync<NewsroomDb>(async db =>
        {
            // By the database's clock, as the site takes it.
            await db.Database.ExecuteSqlAsync(
                $"""
                update newsroom.scheduled_act s set due_at = clock_timestamp() + interval '2 seconds'
                  + make_interval(secs => n * {seconds}::float8 / {count}::float8)
                from (select id, row_number() over (order by id) as n from newsroom.scheduled_act where article_id = any({ids})) r
                where r.id = s.id
                """
            );
            var watch = Stopwatch.StartNew();

            // Several servers end their acts in another order than they began them, but not by seconds.
            var seen = DateTimeOffset.UtcNow;
            while (late.Count < count)
            {
                if (watch.Elapsed > TimeSpan.FromSeconds(seconds + 300))
                {
                    throw new InvalidOperationException($"Only {late.Count} of {count} went out.");
                }

                var fresh = await db
                    .Database.SqlQuery<Out>(
                        $"""
                        select s.id, done_at, extract(epoch from clock_timestamp() - s.due_at)::float8 * 1000 as late
                        from newsroom.scheduled_act s join site.article a on a.id = s.article_id
                        where s.article_id >= {ids[0]} and s.done_at > {seen} - interval '2 seconds'
                        """
                    )
                    .ToListAsync();
                foreach (var each in fresh.Where(f => known.Add(f.Id)))
                {
                    late.Add(each.Late);
                    seen = each.DoneAt > seen ? each.DoneAt : seen;
                }

                await Task.Delay(Look);
            }
        });
        Print(name, late);
    }

    private async Task<long[]> PlanAsync(int count)
    {
        var editor = new Actor(null, "Bench", StaffRole.Editor);
        await site.WithAsync<StaffDesk>(async desk =>
        {
            var (member, _) = await desk.AddAsync(
                $"due-{Guid.NewGuid():N}@example.org",
                "Bench Editor",
                StaffRole.Editor,
                "correct horse battery",
                Actor.System,
                default
            );
            editor = new Actor(member!.Id, member.Name, StaffRole.Editor);
        });
        var (category, author) = await site.ReadAsync(async db =>
            (await db.Categories.Select(c => c.Id).FirstAsync(), await db.Authors.Select(a => a.Id).FirstAsync())
        );
        var bodies = new List<string>();
        await site.WithAsync<NewsroomDb>(async db =>
            bodies = await db
                .ArticleVersions.OrderBy(v => v.ArticleId)
                .Select(v => v.Content.Body)
                .Take(count)
                .ToListAsync()
        );
        var ids = new List<long>();
        for (var n = 0; n < count; n++)
        {
            var content = new ArticleContent
            {
                Headline = $"A story that is due, {n}",
                Standfirst = "It goes out at its time.",
                Body = bodies[n % bodies.Count],
                PrimaryCategoryId = category,
                AuthorIds = [author],
            };
            ArticleVersion? draft = null;
            await site.WithAsync<Writing>(async writing =>
                draft = await writing.BeginAsync(Guid.NewGuid(), content, editor, default)
            );
            await site.WithAsync<ScheduleDesk>(desk =>
                desk.PublishAtAsync(
                    draft!.ArticleId,
                    DateTimeOffset.UtcNow.AddDays(1),
                    new PublishOrder(1, null),
                    editor,
                    default
                )
            );
            ids.Add(draft!.ArticleId);
        }

        return [.. ids];
    }

    private static void Print(string name, List<double> late)
    {
        late.Sort();
        Console.WriteLine();
        Console.WriteLine(name);
        Console.WriteLine(
            $"late by, in ms: median {late[late.Count / 2]:N0}, p95 {late[(int)(late.Count * 0.95)]:N0}, most {late[^1]:N0}"
        );
        var from = 0.0;
        foreach (var to in Edges)
        {
            var many = late.Count(ms => ms >= from && ms < to);
            var bar = new string('#', (int)Math.Ceiling(60.0 * many / late.Count));
            Console.WriteLine($"{(double.IsInfinity(to) ? "more" : $"< {to:N0}"), 8} {many, 6} {bar}");
            from = to;
        }
    }

    private sealed record Out(long Id, DateTimeOffset DoneAt, double Late);
}
