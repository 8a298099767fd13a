using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Media;

/// <summary>What a person says about a picture.</summary>
/// <param name="FocalX">Per cent from the left: what must stay in view when the picture is cropped.</param>
/// <param name="FocalY">Per cent from the top.</param>
public sealed record PictureForm(string Alt, string? Caption, string? Credit, int FocalX = 50, int FocalY = 50)
{
    /// <summary>Who may use it for what, for the newsroom alone.</summary>
    public string? UsageTerms { get; init; }
}

/// <param name="WasKnown">The library has had the same picture before; what is said of it stays.</param>
public sealed record Upload(Picture Picture, bool WasKnown);

/// <summary>Takes pictures into the newsroom.</summary>
public sealed class PictureDesk(NewsroomDb db, MediaFolder media, TimeProvider clock, ILogger<PictureDesk> log)
{
    /// <summary>Stores a picture that somebody sent. The same one with the same words again is the one of before.</summary>
    /// <param name="bytes">The file, whatever its name says it is; only what is encoded anew from it is kept.</param>
    /// <exception cref="PictureRefusedException">The file cannot be used, or not be stored; the message says why.</exception>
    public async Task<Picture> AddAsync(byte[] bytes, PictureForm form, Actor actor, CancellationToken cancel)
    {
        var master = await UploadedPicture.ReadAsync(bytes, cancel);
        var file = await StoreAsync(master, cancel);
        var known = await db.Pictures.FirstOrDefaultAsync(
            p =>
                p.FileName == file
                && p.Alt == form.Alt
                && p.Caption == form.Caption
                && p.Credit == form.Credit
                && p.FocalX == form.FocalX
                && p.FocalY == form.FocalY,
            cancel
        );
        if (known is not null)
        {
            return known;
        }

        var picture = Make(file, master, form, actor, null, null);
        await KeepAsync(picture, actor, cancel);
        return picture;
    }

    /// <summary>
    /// Stores a picture with the words that stand in the file itself; somebody completes them afterwards. The same
    /// picture is in the library once.
    /// </summary>
    /// <param name="name">As the sender's disk calls the file.</param>
    /// <param name="key">The sender's: the same one again is a repeat, and gives the picture of the first time.</param>
    /// <exception cref="PictureRefusedException">The file cannot be used, or not be stored; the message says why.</exception>
    public async Task<Upload> UploadAsync(byte[] bytes, string name, Guid key, Actor actor, CancellationToken cancel)
    {
        if (await OfKeyAsync(key, actor, cancel) is { } repeated)
        {
            return new(repeated, false);
        }

        var master = await UploadedPicture.ReadAsync(bytes, cancel);
        var file = await StoreAsync(master, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // The same file twice at once, from an impatient hand or a repeated request: the second waits and finds the first.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtext({file}))", cancel);
        if (await OfKeyAsync(key, actor, cancel) is { } raced)
        {
            return new(raced, false);
        }

        var known = await db
            .Pictures.AsNoTracking()
            .OrderBy(p => p.Id)
            .FirstOrDefaultAsync(p => p.FileName == file, cancel);
        if (known is not null)
        {
            return new(known, true);
        }

        var words = master.Words;
        var form = new PictureForm(words.Alt ?? "", words.Caption, words.Credit) { UsageTerms = words.UsageTerms };
        var shortName = PictureWords.Fit(Path.GetFileName(name.Replace('\\', '/')), Picture.OriginalNameLimit);
        var picture = Make(file, master, form, actor, shortName, key);
        await KeepAsync(picture, actor, cancel);
        await transaction.CommitAsync(cancel);
        return new(picture, false);
    }

    /// <summary>
    /// Stores a picture that came with another system's stories, and what was said of it there, or stands in the file.
    /// </summary>
    /// <param name="name">As the other system calls the file.</param>
    /// <param name="key">The other system's: the same one again gives the picture of the first time.</param>
    /// <exception cref="PictureRefusedException">The file cannot be used; the message says why.</exception>
    /// <exception cref="IOException">It cannot be stored: the disk is full, or the bucket does not take it.</exception>
    public async Task<Picture> TakeInAsync(
        byte[] bytes,
        PictureForm form,
        string name,
        Guid key,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (await OfKeyAsync(key, actor, cancel) is { } repeated)
        {
            return repeated;
        }

        var master = await UploadedPicture.ReadAsync(bytes, cancel);
        var words = master.Words;
        var said = form with
        {
            Alt = form.Alt.Length > 0 ? form.Alt : words.Alt ?? "",
            Caption = form.Caption ?? words.Caption,
            Credit = form.Credit ?? words.Credit,
            UsageTerms = form.UsageTerms ?? words.UsageTerms,
        };
        // A disk that is full is no fault of this picture: whoever takes an archive in stops.
        var file = await media.AddAsync(master.Jpeg, ".jpg", cancel);
        var shortName = PictureWords.Fit(Path.GetFileName(name), Picture.OriginalNameLimit);
        var picture = Make(file, master, said, actor, shortName, key);
        await KeepAsync(picture, actor, cancel);
        return picture;
    }

    private async Task<string> StoreAsync(UploadedPicture master, CancellationToken cancel)
    {
        try
        {
            return await media.AddAsync(master.Jpeg, ".jpg", cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogError(e, "A picture could not be stored");
            throw new PictureRefusedException("The picture could not be stored. Try again in a minute.");
        }
    }

    private Task<Picture?> OfKeyAsync(Guid key, Actor actor, CancellationToken cancel) =>
        db.Pictures.AsNoTracking().SingleOrDefaultAsync(p => p.UploadKey == key && p.AddedById == actor.Id, cancel);

    private Picture Make(string file, UploadedPicture master, PictureForm form, Actor actor, string? name, Guid? key) =>
        new()
        {
            FileName = file,
            Width = master.Width,
            Height = master.Height,
            Alt = form.Alt,
            Caption = form.Caption,
            Credit = form.Credit,
            UsageTerms = form.UsageTerms,
            FocalX = form.FocalX,
            FocalY = form.FocalY,
            CreatedAt = clock.GetUtcNow(),
            OriginalName = name,
            AddedById = actor.Id,
            UploadKey = key,
        };

    private async Task KeepAsync(Picture picture, Actor actor, CancellationToken cancel)
    {
        db.Pictures.Add(picture);
        db.Record(actor, "AddPicture", $"picture:{picture.FileName}", picture.Alt, picture.CreatedAt);
        await db.SaveChangesAsync(cancel);
    }
}
