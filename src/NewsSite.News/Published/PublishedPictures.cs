using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;

namespace NewsSite.News.Published;

/// <summary>What the card of a live story is made from.</summary>
/// <param name="VersionNumber">Of the live version.</param>
/// <param name="ColourKey">The primary category's.</param>
/// <param name="PictureFile">The master of the lead picture; null where the story has none.</param>
public sealed record SharedStory(
    int VersionNumber,
    string Headline,
    string ColourKey,
    string? PictureFile,
    int FocalX,
    int FocalY
);

/// <summary>Which pictures readers may see.</summary>
public sealed class PublishedPictures(PublishedDb db)
{
    /// <param name="hash">The master's file name without its ending.</param>
    /// <returns>The master's file name, where readers may see the picture in this form; else null.</returns>
    public async Task<string?> FindAsync(string hash, Rendition rendition, CancellationToken cancel)
    {
        // One file can be several pictures, each with a focal point of its own.
        var file = MediaFolder.MasterOf(hash);
        var shown = await db
            .Pictures.Where(p => p.FileName == file)
            .Select(p => new
            {
                p.Width,
                p.FocalX,
                p.FocalY,
            })
            .Distinct()
            .ToListAsync(cancel);
        return shown.Exists(p => rendition.IsOf(p.Width, p.FocalX, p.FocalY)) ? file : null;
    }

    /// <returns>Null where no live story has this id.</returns>
    public Task<SharedStory?> FindStoryAsync(long id, CancellationToken cancel) =>
        db
            .Articles.Where(a => a.Id == id)
            .Select(a => new SharedStory(
                a.VersionNumber,
                a.Headline,
                a.PrimaryCategory!.ColourKey,
                a.Picture!.FileName,
                a.Picture == null ? 50 : a.Picture.FocalX,
                a.Picture == null ? 50 : a.Picture.FocalY
            ))
            .SingleOrDefaultAsync(cancel);
}
