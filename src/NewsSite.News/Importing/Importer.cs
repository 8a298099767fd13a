using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
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

    /// <returns>Each page that a run has made, with the addresses that must lead to it.</returns>
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
        var known = (await sections.AddressesAsync(cancel)).Concat(await names.AddressesAsync(cancel));
        foreach (var (to, from) in known.GroupBy(a => a.To, a => a.From).Select(g => (g.Key, g.ToList())))
        {
            yield return new(to, from);
        }

        var maker = new PostMaker(nouns.Site);
        await foreach (var posts in source.PostsAsync(silent, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var keys = posts.Select(maker.KeyOf).ToList();
            var live = await db
                .Articles.Where(a => keys.Contains(a.Key) && a.LiveNumber != null)
                .ToDictionaryAsync(a => a.Key, a => $"/news/{a.Id}/{a.Slug}", cancel);
            var pages = await db.StandingPages.Select(p => p.Slug).ToHashSetAsync(cancel);
            foreach (var post in posts)
            {
                var to =
                    live.GetValueOrDefault(maker.KeyOf(post))
                    ?? (maker.PageOf(post) is { } slug && pages.Contains(slug) ? StandingPage.AddressOf(slug) : null);
                if (to is not null)
                {
                    yield return new(to, post.Old);
                }
            }
        }
    }

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
            await sections.CheckAsync(map, cancel);
        }

        await sections.WriteAsync(report, order.IsDry, cancel);

        var library = new ImportedLibrary(db, desk, nouns.Library, order.IsDry);
        var pictures = new ImportedPictures(library, order);
        await pictures.TakeAsync(source, report, progress, cancel);
        var maker = new PostMaker(nouns.Site);
        var batch = new ImportBatch(db, writing, guard, redirects, clock, sections, names);
        var pages = new List<(string From, string To)>();
        var done = 0;
        await foreach (var posts in source.PostsAsync(report, cancel).Chunk(Batch).WithCancellation(cancel))
        {
            var ready = await NewAsync(posts, maker, pictures, report, pages, cancel);
            if (order.IsDry)
            {
                await DryRun.TellAsync(ready, order.Sections, report, cancel);
            }
            else if (ready.Count > 0)
            {
                await batch.WriteAsync(ready, report, cancel);
            }

            done += posts.Length;
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{done:N0} posts and pages"));
        }

        if (!order.IsDry)
        {
            progress?.Report("Old addresses");
            await batch.LeadAsync(await sections.AddressesAsync(cancel), cancel);
            await batch.LeadAsync(await names.AddressesAsync(cancel), cancel);
            await batch.LeadAsync(pages, cancel);
        }

        return report;
    }

    /// <param name="pages">The old addresses of pages about the paper are added here, and where they lead.</param>
    /// <returns>Those that are not there yet, in our form.</returns>
    private async Task<List<ReadyPost>> NewAsync(
        SourcePost[] posts,
        PostMaker maker,
        ImportedPictures pictures,
        ImportReport report,
        List<(string From, string To)> pages,
        CancellationToken cancel
    )
    {
        var keys = posts.Select(maker.KeyOf).ToList();
        var known = await db.Articles.Where(a => keys.Contains(a.Key)).Select(a => a.Key).ToHashSetAsync(cancel);
        var fresh = posts.Where(p => !known.Contains(maker.KeyOf(p))).ToList();
        report.Out.Add(ImportReport.Known, times: posts.Length - fresh.Count);
        var found = await pictures.FindAsync(fresh, report, cancel);
        var ready = new List<ReadyPost>();
        foreach (var post in fresh)
        {
            try
            {
                ready.Add(maker.Make(post, found));
            }
            catch (ItemRefusedException refused)
            {
                report.Skip(post.Kind, refused.Message, post.At, post.Headline);
            }
        }

        pages.AddRange(
            ready
                .Where(p => p.PageSlug is not null)
                .SelectMany(p => p.Source.Old, (p, from) => (from, StandingPage.AddressOf(p.PageSlug!)))
        );
        var slugs = ready.Select(p => p.PageSlug).OfType<string>().ToList();
        var taken = await db
            .StandingPages.Where(p => slugs.Contains(p.Slug))
            .Select(p => p.Slug)
            .ToHashSetAsync(cancel);
        foreach (var _ in ready.Where(IsTaken))
        {
            report.Out.Add(ImportReport.Known);
        }

        ready.RemoveAll(IsTaken);
        return ready;

        bool IsTaken(ReadyPost post) => post.PageSlug is { } slug && taken.Contains(slug);
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
