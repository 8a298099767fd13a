using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Media;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing;

/// <summary>
/// The pictures of the library that came from a source. Each is taken in by the same door as any picture, and is known from then
/// on by its site and path.
/// </summary>
/// <param name="isDry">Whether it only looks.</param>
internal sealed class ImportedLibrary(NewsroomDb db, PictureDesk desk, string site, bool isDry)
{
    private const int PlanLimit = 1_000_000;
    private readonly HashSet<string> planned = new(StringComparer.Ordinal);

    /// <returns>Those that are there, by their path; of a dry run those that would be.</returns>
    public async Task<Dictionary<string, KnownPicture>> FindAsync(IEnumerable<string> paths, CancellationToken cancel)
    {
        var keys = paths.Distinct(StringComparer.Ordinal).ToDictionary(KeyOf);
        var found = keys
            .Values.Where(planned.Contains)
            .ToDictionary(path => path, _ => KnownPicture.OfDryRun, StringComparer.Ordinal);
        if (keys.Count == 0)
        {
            return found;
        }

        Guid[] asked = [.. keys.Keys];
        var known = await db
            .Pictures.AsNoTracking()
            .Where(p => p.UploadKey != null && asked.Contains(p.UploadKey.Value))
            .ToListAsync(cancel);
        known.ForEach(p => found[keys[p.UploadKey!.Value]] = new(p.Id, p.FileName, p.Caption));
        return found;
    }

    /// <returns>As it is there now.</returns>
    /// <exception cref="PictureRefusedException">It cannot be used; the message says why.</exception>
    public async Task<KnownPicture> AddAsync(
        string path,
        byte[] bytes,
        string alt,
        string? caption,
        CancellationToken cancel
    )
    {
        if (isDry)
        {
            await UploadedPicture.ReadAsync(bytes, cancel);
            return Plan(path);
        }

        var form = new PictureForm(
            PlainText.Cut(alt, Picture.AltLimit),
            caption is null ? null : PlainText.Cut(caption, Picture.CaptionLimit),
            null
        );
        var added = await desk.TakeInAsync(bytes, form, path, KeyOf(path), Actor.System, cancel);
        db.ChangeTracker.Clear();
        return new(added.Id, added.FileName, added.Caption);
    }

    /// <summary>Takes it for there from now on, in a dry run.</summary>
    public KnownPicture Plan(string path)
    {
        if (planned.Count < PlanLimit)
        {
            planned.Add(path);
        }

        return KnownPicture.OfDryRun;
    }

    private Guid KeyOf(string path) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\npicture\n{path}")).AsSpan(0, 16));
}
