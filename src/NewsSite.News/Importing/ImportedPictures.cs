using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Media;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing;

/// <summary>
/// The pictures of ours that stand for those of a source: each is taken in once, by the same door as any picture, and is
/// known from then on by its site and path.
/// </summary>
/// <param name="given">Null where none are given: then texts link to where they were.</param>
/// <param name="isDry">Whether it only looks.</param>
internal sealed class ImportedPictures(NewsroomDb db, PictureDesk desk, GivenPictures? given, string site, bool isDry)
{
    private const string Missing = "its file is not among those given, or is too large";

    /// <summary>Takes in all that the source lists, used or not.</summary>
    public async Task TakeAsync(
        IStorySource source,
        ImportReport report,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        if (given is null)
        {
            return;
        }

        var done = 0;
        await foreach (var picture in source.PicturesAsync(report, cancel))
        {
            var key = KeyOf(picture.Path);
            if (await db.Pictures.AnyAsync(p => p.UploadKey == key, cancel))
            {
                report.Out.Add(ImportReport.Known);
            }
            else if (await given.FindAsync(picture.Path, cancel) is not { } bytes)
            {
                report.Skip(SourcePicture.Kind, Missing, picture.At, picture.Path);
            }
            else if (await AddAsync(picture, bytes, cancel) is { } refused)
            {
                report.Skip(SourcePicture.Kind, refused, picture.At, picture.Path);
            }
            else
            {
                report.Out.Add(ImportReport.Pictured);
            }

            progress?.Report($"{++done} pictures");
        }
    }

    /// <summary>Finds the pictures that posts show; those that no list names are taken in now.</summary>
    /// <returns>By the path that a post names.</returns>
    public async Task<IReadOnlyDictionary<string, KnownPicture>> FindAsync(
        IReadOnlyCollection<SourcePost> posts,
        CancellationToken cancel
    )
    {
        var wanted = posts.SelectMany(All).SelectMany(paths => paths).ToHashSet(StringComparer.Ordinal);
        var found = new Dictionary<string, KnownPicture>(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return found;
        }

        var keys = wanted.ToDictionary(KeyOf, path => path);
        Guid[] asked = [.. keys.Keys];
        var known = await db
            .Pictures.AsNoTracking()
            .Where(p => p.UploadKey != null && asked.Contains(p.UploadKey.Value))
            .ToListAsync(cancel);
        known.ForEach(p => found[keys[p.UploadKey!.Value]] = new(p.Id, p.FileName, p.Caption));
        foreach (var post in posts)
        {
            foreach (var paths in All(post).Where(paths => !paths.Any(found.ContainsKey)))
            {
                await TakeOneAsync(paths, post, found, cancel);
            }
        }

        return found;
    }

    private static IEnumerable<IReadOnlyList<string>> All(SourcePost post) =>
        // First the one that leads: what is said of it becomes the library's.
        (post.Lead is { } lead ? [lead] : Enumerable.Empty<IReadOnlyList<string>>()).Concat(post.Pictures.Values);

    private async Task TakeOneAsync(
        IReadOnlyList<string> paths,
        SourcePost post,
        Dictionary<string, KnownPicture> found,
        CancellationToken cancel
    )
    {
        foreach (var path in paths)
        {
            if (given is null || await given.FindAsync(path, cancel) is not { } bytes)
            {
                continue;
            }

            var (alt, caption) = ReferenceEquals(paths, post.Lead) ? (post.LeadAlt, post.LeadCaption) : ("", "");
            var picture = new SourcePicture(path, post.At, alt, caption.Length > 0 ? caption : null);
            if (await AddAsync(picture, bytes, cancel) is not null)
            {
                continue;
            }

            // A name that no picture has: what is made of it is looked at and thrown away.
            found[path] = new(0, "-", null);
            if (!isDry)
            {
                var key = KeyOf(path);
                var known = await db.Pictures.AsNoTracking().SingleAsync(p => p.UploadKey == key, cancel);
                found[path] = new(known.Id, known.FileName, known.Caption);
            }

            return;
        }
    }

    /// <returns>Why it is refused; null where it is there now.</returns>
    private async Task<string?> AddAsync(SourcePicture picture, byte[] bytes, CancellationToken cancel)
    {
        try
        {
            if (isDry)
            {
                await UploadedPicture.ReadAsync(bytes, cancel);
                return null;
            }

            var form = new PictureForm(
                PlainText.Cut(picture.Alt, Picture.AltLimit),
                picture.Caption is { } words ? PlainText.Cut(words, Picture.CaptionLimit) : null,
                null
            );
            await desk.TakeInAsync(bytes, form, picture.Path, KeyOf(picture.Path), Actor.System, cancel);
            db.ChangeTracker.Clear();
            return null;
        }
        catch (PictureRefusedException refused)
        {
            return refused.Message;
        }
    }

    private Guid KeyOf(string path) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\npicture\n{path}")).AsSpan(0, 16));
}
