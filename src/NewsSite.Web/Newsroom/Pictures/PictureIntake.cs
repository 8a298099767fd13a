using System.Globalization;
using NewsSite.News.Media;
using NewsSite.News.Staff;

namespace NewsSite.Web.Newsroom.Pictures;

/// <summary>What became of one file of an upload.</summary>
/// <param name="Name">As the sender's disk calls it.</param>
/// <param name="Picture">Null where it was refused.</param>
/// <param name="WasKnown">The library had it already.</param>
/// <param name="Refusal">Why it was refused, and what would do.</param>
public sealed record TakenFile(string Name, Picture? Picture, bool WasKnown, string? Refusal);

/// <summary>Takes uploaded files into the library, each by itself: one that is refused does not hold up the others.</summary>
public sealed class PictureIntake(PictureDesk desk, RenditionQueue queue)
{
    /// <summary>More than the limit of one file may arrive, so that whoever sends too much is told so beside its name.</summary>
    public const int RequestLimit = 128 * 1024 * 1024;

    /// <summary>Most files that one form takes.</summary>
    public const int FilesLimit = 20;

    /// <param name="key">See <see cref="PictureDesk.UploadAsync"/>.</param>
    public async Task<TakenFile> TakeAsync(IFormFile file, Guid key, Actor actor, CancellationToken cancel)
    {
        var name = PictureWords.Fit(Path.GetFileName(file.FileName.Replace('\\', '/')), 100) ?? "The file";
        if (TooLarge(file.Length) is { } refusal)
        {
            return new(name, null, false, refusal);
        }

        try
        {
            var bytes = new byte[file.Length];
            await using (var stream = file.OpenReadStream())
            {
                await stream.ReadExactlyAsync(bytes, cancel);
            }

            var upload = await desk.UploadAsync(bytes, name, key, actor, cancel);
            queue.Add(upload.Picture);
            return new(name, upload.Picture, upload.WasKnown, null);
        }
        catch (PictureRefusedException refused)
        {
            return new(name, null, false, refused.Message);
        }
    }

    /// <returns>What to say of a file of this length; null where it may be.</returns>
    public static string? TooLarge(long length) =>
        length == 0 ? "The file is empty."
        : length > UploadedPicture.ByteLimit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"The file is {Math.Ceiling(length / 1024.0 / 1024):N0} MB. The limit is {UploadedPicture.ByteLimit / 1024 / 1024} MB."
            )
        : null;
}
