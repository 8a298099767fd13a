using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Media;

/// <summary>What a person says about a picture.</summary>
/// <param name="FocalX">Per cent from the left: what must stay in view when the picture is cropped.</param>
/// <param name="FocalY">Per cent from the top.</param>
public sealed record PictureForm(string Alt, string? Caption, string? Credit, int FocalX = 50, int FocalY = 50);

/// <summary>Takes pictures into the newsroom.</summary>
public sealed class PictureDesk(NewsroomDb db, MediaFolder media, TimeProvider clock)
{
    /// <summary>Stores a picture that somebody sent. The same one with the same words again is the one of before.</summary>
    /// <param name="bytes">The file, whatever its name says it is; only what is encoded anew from it is kept.</param>
    /// <exception cref="PictureRefusedException">The file cannot be used; the message says why.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<Picture> AddAsync(byte[] bytes, PictureForm form, Actor actor, CancellationToken cancel)
    {
        var master = await UploadedPicture.ReadAsync(bytes, cancel);
        var file = await media.AddAsync(master.Jpeg, ".jpg", cancel);
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

        var picture = new Picture
        {
            FileName = file,
            Width = master.Width,
            Height = master.Height,
            Alt = form.Alt,
            Caption = form.Caption,
            Credit = form.Credit,
            FocalX = form.FocalX,
            FocalY = form.FocalY,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Pictures.Add(picture);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = picture.CreatedAt,
                StaffMemberId = actor.Id,
                Act = "AddPicture",
                Subject = $"picture:{file}",
                Detail = form.Alt,
            }
        );
        await db.SaveChangesAsync(cancel);
        return picture;
    }
}
