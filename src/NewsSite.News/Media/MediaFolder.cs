using System.Security.Cryptography;

namespace NewsSite.News.Media;

/// <summary>Where the bytes of pictures lie: one folder, each file named by its content.</summary>
/// <param name="folder">Made when it is missing.</param>
public sealed class MediaFolder(string folder)
{
    /// <summary>Where forms of the pictures lie that can be made again at any time.</summary>
    internal string Renditions => Path.Combine(folder, "renditions");

    /// <summary>Stores <paramref name="bytes"/> and gives the file's name; the same bytes give the same name.</summary>
    /// <param name="ending">With the dot: <c>.jpg</c>.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<string> AddAsync(ReadOnlyMemory<byte> bytes, string ending, CancellationToken cancel)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) + ending;
        var path = Path.Combine(folder, name);
        if (File.Exists(path))
        {
            return name;
        }

        // Whole or absent: a reader never meets half a file.
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(draft, FileMode.CreateNew))
            {
                await file.WriteAsync(bytes, cancel);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        return name;
    }

    /// <param name="name">A name that <see cref="AddAsync"/> gave and a record holds, never one from a request.</param>
    /// <returns>The file, or null where it is missing.</returns>
    public FileInfo? Find(string name)
    {
        var file = new FileInfo(Path.Combine(folder, Path.GetFileName(name)));
        return file.Exists ? file : null;
    }

    /// <returns>The file name of the master with this hash: every master is a JPEG.</returns>
    public static string MasterOf(string hash) => hash + ".jpg";

    /// <returns>The type to serve a stored file with.</returns>
    public static string ContentType(string name) =>
        Path.GetExtension(name) switch
        {
            ".jpg" => "image/jpeg",
            ".webp" => "image/webp",
            ".avif" => "image/avif",
            _ => "application/octet-stream",
        };
}
