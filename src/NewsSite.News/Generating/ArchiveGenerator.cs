using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Categories;
using Npgsql;

namespace NewsSite.News.Generating;

/// <summary>
/// Fills the paper with ten years of made-up stories, for benchmarks and demos. They are streamed into the tables in
/// one transaction, past the newsroom's acts, which take milliseconds a story; a rebuild finds nothing to change.
/// </summary>
public sealed class ArchiveGenerator(NewsroomDb db, CategoryDesk desk, TimeProvider clock)
{
    public const int Limit = 10_000_000;
    private const int Batch = 5000;

    /// <param name="count">How many stories, 1 to <see cref="Limit"/>; one in 200 is withdrawn.</param>
    /// <param name="seed">The same seed gives the same rows on the same day; the newest story is of that day's midnight, UTC.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    public async Task RunAsync(int count, long seed, IProgress<string>? progress, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromHours(1));
        var nouns = await GeneratedNouns.AddAsync(db, desk, seed, cancel);
        var end = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // First of all: what it fills is told to all servers, which whoever writes does by this turn.
        await SiteTurn.TakeAsync(db, cancel);
        await StandStill.LimitAsync(db, StandStill.Working, cancel);
        await db.Database.ExecuteSqlRawAsync(
            "lock table newsroom.category, newsroom.article in share row exclusive mode",
            cancel
        );
        var first = 1 + await db.Articles.MaxAsync(a => (long?)a.Id, cancel) ?? 1;
        await ShowNounsAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var held = await HeldIndexes.TakeAsync(connection, ArchiveCopy.Tables, cancel);
        var copy = new ArchiveCopy(
            connection,
            new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel))
        );

        // The next stories are written while the database takes these.
        List<GeneratedStory> Make(int from) =>
            [
                .. Enumerable
                    .Range(from, Math.Min(Batch, count - from))
                    .Select(n => GeneratedStory.Make(seed, n, count, end, first, nouns)),
            ];
        var next = Task.Run(() => Make(0), cancel);
        for (var done = 0; done < count; )
        {
            var stories = await next;
            done += stories.Count;
            var from = done;
            next = Task.Run(() => Make(from), cancel);
            await copy.WriteAsync(stories, cancel);
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {count:N0} stories"));
        }

        await held.PutBackAsync(progress, cancel);
        progress?.Report("Counting words");
        await FinishAsync(first, cancel);
        await transaction.CommitAsync(cancel);
        progress?.Report("Looking it over");
        await db.Database.ExecuteSqlRawAsync("vacuum (analyze)", cancel);
    }

    // All of them, because the stories refer to them; what no story came to use goes again in the end.
    private Task ShowNounsAsync(CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync(
            """
            insert into site.author (id, slug, name, role, biography, links)
            select id, slug, name, role, biography, links from newsroom.author where portrait_id is null
            on conflict (id) do nothing;
            insert into site.tag (id, slug, name, kind, description)
            select id, slug, name, kind, description from newsroom.tag
            on conflict (id) do nothing;
            """,
            cancel
        );

    private Task FinishAsync(long first, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from site.author a where not exists (select from site.article_byline b where b.author_id = a.id);
            delete from site.tag t where not exists (select from site.article_tag x where x.tag_id = t.id);
            insert into site.correction (id, article_id, kind, text, at)
            select c.id, article_id, kind, text, at from newsroom.correction c join site.article a on a.id = article_id
            where article_id >= {first};
            insert into site.word (word, count)
            select word, count(*) from site.article, unnest(site.words(headline, standfirst)) word
            where id >= {first} group by word
            on conflict (word) do update set count = word.count + excluded.count;
            select setval(pg_get_serial_sequence('newsroom.article', 'id'), (select max(id) from newsroom.article));
            """,
            cancel
        );
}
