using NetVips;

namespace NewsSite.News.Media;

/// <summary>The file of a picture as <see cref="MediaFolder"/> has it: one that was encoded here, or in another place like it.</summary>
internal static class StoredPicture
{
    private const long PixelLimit = UploadedPicture.PixelLimit;

    /// <summary>Reads the header alone, and lets nothing through but the two kinds that are ever stored.</summary>
    /// <param name="name">With the ending of its kind.</param>
    public static async Task<bool> IsSoundAsync(string name, byte[] bytes, CancellationToken cancel)
    {
        var isKind = Path.GetExtension(name) switch
        {
            ".jpg" => bytes is [0xFF, 0xD8, 0xFF, ..],
            ".png" => bytes is [0x89, (byte)'P', (byte)'N', (byte)'G', ..],
            _ => false,
        };
        if (!isKind)
        {
            return false;
        }

        try
        {
            return await Vips.RunAsync(
                () =>
                {
                    using var picture = bytes[0] == 0xFF ? Image.JpegloadBuffer(bytes) : Image.PngloadBuffer(bytes);
                    return (long)picture.Width * picture.Height <= PixelLimit;
                },
                cancel
            );
        }
        catch (VipsException)
        {
            return false;
        }
    }
}
