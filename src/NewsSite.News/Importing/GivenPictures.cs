using System.IO.Compression;

namespace NewsSite.News.Importing;

/// <summary>
/// The pictures of a source, as a folder or a zip file. Nothing is unpacked or written: a picture is asked for by its path, and
/// comes whole or not at all.
/// </summary>
public sealed class GivenPictures : IDisposable
{
    private const int EntryLimit = 1_000_000;

    // Where WordPress and Ghost keep them, seen from their own folder, from its content and from the folder of pictures itself.
    private static readonly string[] Roots = ["", "uploads/", "wp-content/uploads/", "images/", "content/images/"];

    private readonly string? folder;
    private readonly ZipArchive? zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    private GivenPictures(string? folder, ZipArchive? zip) => (this.folder, this.zip) = (folder, zip);

    /// <exception cref="ImportRefusedException">It is neither.</exception>
    public static GivenPictures Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new(Path.GetFullPath(path), null);
        }

        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            var given = new GivenPictures(null, zip);
            given.List(path);
            return given;
        }
        catch (Exception e)
        {
            zip?.Dispose();
            if (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                throw new ImportRefusedException(
                    $"{Path.GetFileName(path)} is neither a folder nor a zip file that can be read.",
                    e
                );
            }

            throw;
        }
    }

    /// <param name="path">From the folder of pictures, with slashes: <c>2013/05/boat.jpg</c>.</param>
    /// <returns>Null where there is none, or it is larger than any picture that is taken.</returns>
    public async Task<byte[]?> FindAsync(string path, CancellationToken cancel)
    {
        if (
            path.Split('/').Any(part => part is "" or "." or "..")
            || path.Any(c => char.IsControl(c) || c is '\\' or ':')
        )
        {
            return null;
        }

        foreach (var root in Roots)
        {
            await using var stream = zip is null ? OpenFile(root + path) : OpenEntry(root + path);
            if (stream is not null)
            {
                return await ReadAsync(stream, cancel);
            }
        }

        return null;
    }

    public void Dispose() => zip?.Dispose();

    private void List(string path)
    {
        if (zip!.Entries.Count > EntryLimit)
        {
            throw new ImportRefusedException($"{Path.GetFileName(path)} holds more than {EntryLimit:N0} files.");
        }

        // Of two with one name the first counts.
        foreach (var entry in zip.Entries.Where(e => !IsLink(e)))
        {
            entries.TryAdd(entry.FullName, entry);
        }
    }

    // As Unix writes it: the kind of file in the upper half of what a zip keeps for the system.
    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000;

    private Stream? OpenEntry(string name)
    {
        try
        {
            return entries.TryGetValue(name, out var entry) ? entry.Open() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // No part of the way may lead elsewhere.
    private FileStream? OpenFile(string path)
    {
        var at = folder!;
        foreach (var part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return null;
            }
        }

        return File.Exists(at) ? new FileStream(at, FileMode.Open, FileAccess.Read, FileShare.Read) : null;
    }

    // What a zip says of the size of an entry may be a lie.
    private static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        try
        {
            return await PictureBytes.ReadAsync(stream, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
