using NewsSite.News.Media;

namespace NewsSite.News.Importing;

/// <summary>Files that somebody says are pictures.</summary>
internal static class PictureBytes
{
    /// <returns>The whole; null where it is larger than any picture that is taken, whatever was said of its size.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancel)) > 0; )
        {
            if (bytes.Length + count > UploadedPicture.ByteLimit)
            {
                return null;
            }

            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }

    /// <returns>Whether it begins as a picture of a kind that is taken.</returns>
    public static bool IsPicture(byte[] bytes)
    {
        try
        {
            _ = UploadedPicture.Loader(bytes);
            return true;
        }
        catch (PictureRefusedException)
        {
            return false;
        }
    }
}
