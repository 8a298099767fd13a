using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.StandingPages;
using NewsSite.News.Tags;

namespace NewsSite.News.Importing;

/// <param name="Sections">Which section of ours takes what.</param>
/// <param name="MapFile">Where that stands; null where nobody says.</param>
/// <param name="IsDry">Only tells what would become of everything.</param>
/// <param name="Pictures">Null where none are given.</param>
/// <param name="OldSite">Where pictures that are not given are fetched; null where none are.</param>
public sealed record ImportOrder(
    SectionMap Sections,
    string? MapFile = null,
    bool IsDry = false,
    GivenPictures? Pictures = null,
    OldSite? OldSite = null
);

/// <summary>A page of ours that was elsewhere before.</summary>
/// <param name="To">Its address.</param>
/// <param name="From">Those that it had, as <see cref="Addresses.AskedAddress"/> writes them.</param>
public sealed record MovedPage(string To, IReadOnlyList<string> From);

/// <summary>
/// Takes another system's stories into the newsroom. The file is read to its end before the first word is written; then its
/// stories are written a hundred at a time. Who is cut off goes on by the same command: a story is known by the site that it
/// came from and its number there, and what is there already is left alone.
/// </summary>
public sealed class Importer(
    NewsroomDb db,
    Writing writing,
    MassChangeGuard guard,
    RedirectDesk redirects,
    TagBook tags,
    PictureDesk desk,
    TimeProvider clock
)
{
    private const int Batch = 100;

    // Lists were cut into pages, each with a number; those are known by their form, however many there were.
    private const string SecondPage = "/page/2";
    private const string Feed = "/feed.xml";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="progress">Told what is being done, in words.</param>
    /// <exception cref="ImportRefusedException">Nothing was written; the message names file, place and reason.</exception>
    public async Task<ImportReport> RunAsync(
        IStorySource source,
        ImportOrder order,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        await db.Database.OpenConnectionAsync(cancel);
        await LockAsync(cancel);
        try
        {
            return await RunLockedAsync(source, order, progress, cancel);
        }
        finally
        {
            await EndTurnAsync();
        }
    }

    /// <summary>
    /// Takes the turn that one importer of this site has at a time, unless somebody has it: a run of this one lies within it
    /// then. It ends with <see cref="EndTurnAsync"/>, or with the process.
    /// </summary>
    public async Task<bool> TakeTurnAsync(CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        if (await TryLockAsync(cancel))
        {
            return true;
        }

        await db.Database.CloseConnectionAsync();
        return false;
    }

    public async Task EndTurnAsync()
    {
        await db.Database.ExecuteSqlRawAsync(
            "select pg_advisory_unlock(hashtext('newssite.import'))",
            CancellationToken.None
        );
        await db.Database.CloseConnectionAsync();
    }

    /// <returns>Each page and picture that a run has made, with the addresses that must lead to it.</returns>
    public async IAsyncEnumerable<MovedPage> OldAddressesAsync(
        IStorySource source,
        ImportOrder order,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var silent = new ImportReport(source.File);
        var nouns = await source.OpenAsync(silent, cancel);
        var sections = new ImportedSections(db, clock, nouns, order.Sections);
        var names = new ImportedNames(db, tags, clock, nouns);
        var lists = await ListsAsync(nouns, sections, names, cancel);
        foreach (var (to, from) in lists.GroupBy(a => a.To, a => a.From).Select(g => (g.Key, g.ToList())))
        {
            var paged = to.EndsWith(Feed, StringComparison.Ordinal) ? [] : from.Where(f => !f.Contains('?'));
            yield return new(to, [.. from, .. paged.Select(f => f + SecondPage)]);
        }

        yield return new("/", [SecondPage]);
        var maker = new PostMaker(nouns.Site);
        var pages = new ImportedPages(db);
        var files = new OldFiles(db, new ImportedLibrary(db, desk, nouns.Library, isDry: true), pages, maker);
        var days = new HashSet<(string From, string To)>();
        await foreach (var posts in source.PostsAsync(silent, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var keys = posts.Select(maker.KeyOf).ToList();
            var live = await OldFiles.StoriesAsync(db, keys, cancel);
            var about = await pages.FindAsync(keys, cancel);
            foreach (var post in posts)
            {
                foreach (var day in post.Days.Where(days.Add))
                {
                    yield return new(day.To, [day.From]);
                }

                var key = maker.KeyOf(post);
                if ((live.GetValueOrDefault(key) ?? about.GetValueOrDefault(key)) is { } to)
                {
                    yield return new(to, post.Old);
                }
            }

            foreach (var moved in Moved(await files.OfTextsAsync(posts, silent, cancel)))
            {
                yield return moved;
            }
        }

        await foreach (var listed in source.FilesAsync(cancel).Chunk(Batch).WithCancellation(cancel))
        {
            foreach (var moved in Moved(await files.OfListAsync(listed, silent, cancel)))
            {
                yield return moved;
            }
        }
    }

    private static IEnumerable<MovedPage> Moved(IEnumerable<LedFile> files) =>
        files.GroupBy(f => f.To, f => f.From).Select(g => new MovedPage(g.Key, [.. g]));

    private async Task<ImportReport> RunLockedAsync(
        IStorySource source,
        ImportOrder order,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var report = new ImportReport(Path.GetFileName(source.File));
        progress?.Report("Reading the file");
        var nouns = await source.OpenAsync(report, cancel);
        var sections = new ImportedSections(db, clock, nouns, order.Sections);
        var names = new ImportedNames(db, tags, clock, nouns);
        if (order.MapFile is { } map)
        {
            await sections.CheckAsync(map, report, cancel);
        }

        await sections.WriteAsync(report, order.IsDry, cancel);

        var library = new ImportedLibrary(db, desk, nouns.Library, order.IsDry);
        var pictures = new ImportedPictures(library, order);
        await pictures.TakeAsync(source, report, progress, cancel);
        var maker = new PostMaker(nouns.Site);
        var pages = new ImportedPages(db);
        var batch = new ImportBatch(db, writing, guard, redirects, clock, sections, names);
        var late = new LatePictures(db, writing, guard, clock);
        var latePages = new LatePagePictures(db, clock);
        var files = new OldFiles(db, library, pages, maker);
        var old = new List<(string From, string To)>();
        var days = new HashSet<(string From, string To)>();
        var done = 0;
        await foreach (var posts in source.PostsAsync(report, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var known = await KnownAsync(posts, maker, cancel);
            var there = await pages.FindAsync([.. posts.Select(maker.KeyOf)], cancel);
            var fresh = posts
                .Where(p => !known.Contains(maker.KeyOf(p)) && !there.ContainsKey(maker.KeyOf(p)))
                .ToList();
            var before = posts.Where(p => known.Contains(maker.KeyOf(p))).ToList();
            var about = posts.Where(p => there.ContainsKey(maker.KeyOf(p))).ToList();
            var found = await pictures.FindAsync([.. fresh, .. before, .. about], report, cancel);
            var placed = await late.PlaceAsync(before, maker, found, report, order.IsDry, cancel);
            placed += await latePages.PlaceAsync(about, maker, found, report, order.IsDry, cancel);
            report.Out.Add(ImportReport.Illustrated, times: placed);
            report.Out.Add(ImportReport.Known, times: posts.Length - fresh.Count - placed);
            var ready = await ReadyAsync(fresh, maker, pages, found, report, cancel);
            old.AddRange(OldOf(ready, about, there, maker));
            days.UnionWith(posts.SelectMany(p => p.Days));
            if (order.IsDry)
            {
                await DryRun.TellAsync(ready, order.Sections, report, cancel);
            }
            else
            {
                if (ready.Count > 0)
                {
                    await batch.WriteAsync(ready, report, cancel);
                }

                // What was no page of readers at the run before may be one by now.
                var live = await OldFiles.StoriesAsync(db, [.. before.Select(maker.KeyOf)], cancel);
                await batch.LeadAsync(
                    before
                        .Where(p => live.ContainsKey(maker.KeyOf(p)))
                        .SelectMany(p => p.Old, (p, from) => (from, live[maker.KeyOf(p)])),
                    cancel
                );
                await LeadAsync(batch, await files.OfTextsAsync(posts, report, cancel), report, cancel);
            }

            done += posts.Length;
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{done:N0} posts and pages"));
        }

        if (!order.IsDry)
        {
            progress?.Report("Old addresses");
            await batch.LeadAsync(await ListsAsync(nouns, sections, names, cancel), cancel);
            await batch.LeadAsync(old, cancel);
            await batch.LeadAsync(days, cancel);
            await foreach (var listed in source.FilesAsync(cancel).Chunk(Batch).WithCancellation(cancel))
            {
                await LeadAsync(batch, await files.OfListAsync(listed, report, cancel), report, cancel);
            }
        }

        return report;
    }

    private Task<HashSet<Guid>> KnownAsync(SourcePost[] posts, PostMaker maker, CancellationToken cancel)
    {
        var keys = posts.Select(maker.KeyOf).ToList();
        return db.Articles.Where(a => keys.Contains(a.Key)).Select(a => a.Key).ToHashSetAsync(cancel);
    }

    /// <returns>The old addresses of the front page, of sections, tags and authors and of their feeds, and where they are now.</returns>
    private static async Task<IReadOnlyList<(string From, string To)>> ListsAsync(
        SourceNouns nouns,
        ImportedSections sections,
        ImportedNames names,
        CancellationToken cancel
    )
    {
        var lists = (await sections.AddressesAsync(cancel)).Concat(await names.AddressesAsync(cancel)).ToList();
        var feeds = lists
            .Where(l => !l.From.Contains('?'))
            .Select(l => ($"{l.From}/{nouns.FeedWord}", l.To == "/" ? Feed : l.To + Feed))
            .ToList();
        var front = OldAddress.Known(nouns.Home?.AbsolutePath ?? "").Select(from => (from, "/"));
        return [.. lists, .. feeds, .. nouns.Feeds.Select(from => (from, Feed)), .. front];
    }

    /// <returns>Those of them that can be taken in, in our form.</returns>
    private static async Task<List<ReadyPost>> ReadyAsync(
        IEnumerable<SourcePost> posts,
        PostMaker maker,
        ImportedPages pages,
        IReadOnlyDictionary<string, KnownPicture> found,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var ready = new List<ReadyPost>();
        foreach (var post in posts)
        {
            try
            {
                ready.Add(await pages.NameAsync(maker.Make(post, found), cancel));
            }
            catch (ItemRefusedException refused)
            {
                report.Skip(post.Kind, refused.Message, post.At, post.Headline);
            }
        }

        return ready;
    }

    /// <param name="about">Those that were there before.</param>
    /// <param name="there">Their addresses, by key.</param>
    /// <returns>The old addresses of pages about the paper, and where they lead.</returns>
    private static IEnumerable<(string From, string To)> OldOf(
        IEnumerable<ReadyPost> ready,
        IEnumerable<SourcePost> about,
        Dictionary<Guid, string> there,
        PostMaker maker
    ) =>
        ready
            .Where(p => p.PageSlug is not null)
            .SelectMany(p => p.Source.Old, (p, from) => (from, StandingPage.AddressOf(p.PageSlug!)))
            .Concat(about.SelectMany(p => p.Old, (p, from) => (from, there[maker.KeyOf(p)])));

    private static async Task LeadAsync(
        ImportBatch batch,
        IReadOnlyList<LedFile> files,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var left = await batch.LeadAsync(files.Select(f => (f.From, f.To)), cancel);
        foreach (var file in files.Where(f => left.Contains(f.From)))
        {
            report.Remark(ImportReport.LedElsewhere, file.At, file.From);
        }
    }

    // Of this site's importers only one works at a time. One that was killed holds the lock until the database notices.
    private async Task LockAsync(CancellationToken cancel)
    {
        var until = clock.GetUtcNow() + Patience;
        while (!await TryLockAsync(cancel))
        {
            if (clock.GetUtcNow() > until)
            {
                throw new ImportRefusedException("Another import is running. Wait until it has ended.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancel);
        }
    }

    private Task<bool> TryLockAsync(CancellationToken cancel) =>
        db
            .Database.SqlQuery<bool>($"""select pg_try_advisory_lock(hashtext('newssite.import')) as "Value" """)
            .SingleAsync(cancel);
}
