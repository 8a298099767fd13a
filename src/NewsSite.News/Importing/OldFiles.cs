using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Importing;

/// <param name="From">As <see cref="Addresses.AskedAddress"/> reads it.</param>
/// <param name="At">Where the file stands in the source, in words.</param>
internal sealed record LedFile(string From, string To, string At);

/// <summary>
/// Where the old addresses of pictures and other files lead now: that of a page about a file to the story that the file belongs
/// to, or else to the picture; that of a picture, in any size, to the picture. Readers see those only that a story shows.
/// </summary>
internal sealed class OldFiles(NewsroomDb db, ImportedLibrary library, ImportedPages pages, PostMaker maker)
{
    // Many stories name the same picture.
    private readonly HashSet<long> told = [];

    /// <param name="report">Told what becomes of each address, once.</param>
    /// <returns>Each address that leads on, once, and where.</returns>
    public async Task<IReadOnlyList<LedFile>> OfTextsAsync(
        IReadOnlyCollection<SourcePost> posts,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var shown = await ShownAsync(posts.SelectMany(p => p.Files.Values).SelectMany(places => places), cancel);
        var led = new List<LedFile>();
        foreach (var (post, from, places) in posts.SelectMany(p => p.Files, (p, f) => (p, f.Key, f.Value)))
        {
            // What is in no list may be in one, or in a story that is still to come.
            if (
                places
                    .Select(place => shown.GetValueOrDefault(place.Path))
                    .FirstOrDefault(f => f is { To: not null }) is
                { } found
            )
            {
                Add(led, [from], found.To, ImportReport.FileToPicture, post.At, report);
            }
        }

        return led;
    }

    /// <summary>As <see cref="OfTextsAsync"/>, of what a source lists, when its stories are there.</summary>
    /// <inheritdoc cref="OfTextsAsync"/>
    public async Task<IReadOnlyList<LedFile>> OfListAsync(
        IReadOnlyCollection<SourceFile> files,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var shown = await ShownAsync(
            files.Where(f => f.Path is not null).Select(f => new PicturePlace(f.Path!)),
            cancel
        );
        var keys = files.Where(f => f.Parent is not null).Select(f => maker.KeyOf(f.Parent!)).Distinct().ToList();
        var stories = await StoriesAsync(db, keys, cancel);
        var known = await pages.FindAsync(keys, cancel);
        var led = new List<LedFile>();
        foreach (var file in files)
        {
            var picture = file.Path is { } path ? shown.GetValueOrDefault(path) : null;
            var nowhere = picture is null ? ImportReport.NotTaken : ImportReport.NotShown;
            var story = file.Parent is { } parent
                ? stories.GetValueOrDefault(maker.KeyOf(parent)) ?? known.GetValueOrDefault(maker.KeyOf(parent))
                : null;
            var about =
                story is not null ? ImportReport.PageToStory
                : picture?.To is not null ? ImportReport.PageToPicture
                : nowhere;
            Add(led, file.Pages, story ?? picture?.To, about, file.At, report);
            Add(
                led,
                file.Files,
                picture?.To,
                picture?.To is null ? nowhere : ImportReport.FileToPicture,
                file.At,
                report
            );
        }

        return led;
    }

    /// <returns>By their keys, the addresses of those that readers see.</returns>
    public static Task<Dictionary<Guid, string>> StoriesAsync(
        NewsroomDb db,
        IReadOnlyCollection<Guid> keys,
        CancellationToken cancel
    ) =>
        db
            .Articles.Where(a => keys.Contains(a.Key) && a.LiveNumber != null)
            .ToDictionaryAsync(a => a.Key, a => $"/news/{a.Id}/{a.Slug}", cancel);

    private void Add(
        List<LedFile> led,
        IReadOnlyList<string> from,
        string? to,
        string words,
        string at,
        ImportReport report
    )
    {
        foreach (var address in from.Where(a => told.Add(OldAddress.Mark(a))))
        {
            report.Led.Add(words, new(at, address));
            if (to is not null)
            {
                led.Add(new(address, to, at));
            }
        }
    }

    private sealed record Kept(string? To);

    // By path, those that the library has; with an address where readers see them.
    private async Task<Dictionary<string, Kept>> ShownAsync(IEnumerable<PicturePlace> places, CancellationToken cancel)
    {
        var known = await library.FindAsync(places.Select(place => place.Path), cancel);
        var names = known.Values.Select(k => k.FileName).Distinct().ToList();
        var shown = await db.Set<PublishedPicture>()
            .Where(p => names.Contains(p.FileName))
            .Select(p => new { p.FileName, p.Width })
            .Distinct()
            .ToDictionaryAsync(p => p.FileName, p => p.Width, cancel);
        return known.ToDictionary(k => k.Key, k => new Kept(Address(k.Value)), StringComparer.Ordinal);

        string? Address(KnownPicture picture) =>
            shown.TryGetValue(picture.FileName, out var width)
                ? $"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/{Rendition.WidestJpegOf(width)}"
                : null;
    }
}
