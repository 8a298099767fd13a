using System.Security.Cryptography;

namespace NewsSite.News.Media;

/// <summary>
/// Where the bytes of pictures lie: one folder, each file named by its content. Where there is a bucket, that is the
/// place, and the folder is this server's copy of what it has used, which may be emptied at any time.
/// </summary>
/// <param name="folder">Made when it is missing.</param>
public sealed class MediaFolder(string folder, ObjectStorage? storage = null)
{
    private static readonly TimeSpan LongestWriting = TimeSpan.FromHours(1);

    /// <summary>Stores <paramref name="bytes"/> and gives the file's name; the same bytes give the same name.</summary>
    /// <param name="ending">With the dot: <c>.jpg</c>.</param>
    /// <exception cref="IOException">The disk is full, the folder cannot be written, or the bucket does not take it.</exception>
    public async Task<string> AddAsync(ReadOnlyMemory<byte> bytes, string ending, CancellationToken cancel)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) + ending;
        var path = Path.Combine(folder, name);
        if (File.Exists(path) && storage is null)
        {
            return name;
        }

        await WriteAsync(name, bytes, cancel);
        return name;
    }

    /// <summary>Stores a file again under the name that it had, in place of one that may be damaged.</summary>
    /// <inheritdoc cref="AddAsync" path="/exception"/>
    internal Task PutBackAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        WriteAsync(Path.GetFileName(name), bytes, cancel);

    /// <returns>Whether the file lies in the folder, whatever the bucket has.</returns>
    internal bool Holds(string name) => File.Exists(PathOf(Path.GetFileName(name)));

    /// <summary>Takes a file out of the folder; the bucket keeps what it has.</summary>
    internal void Drop(string name) => File.Delete(PathOf(Path.GetFileName(name)));

    /// <summary>Writes what is in a file into another. One from the bucket is not kept here for that.</summary>
    /// <returns>Whether there is such a file.</returns>
    /// <exception cref="IOException">It is not here, and the bucket does not answer.</exception>
    internal async Task<bool> ReadAsync(string name, Stream into, CancellationToken cancel)
    {
        var path = PathOf(Path.GetFileName(name));
        if (File.Exists(path))
        {
            await using var file = File.OpenRead(path);
            await file.CopyToAsync(into, cancel);
            return true;
        }

        return storage is not null && await storage.GetAsync(name, into, cancel);
    }

    /// <summary>Clears away what a server that was killed had begun to write here; others may be writing at this moment.</summary>
    /// <returns>How many files that were.</returns>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public int Sweep(DateTimeOffset now) => WholeFile.Sweep(folder, (now - LongestWriting).UtcDateTime);

    /// <param name="name">A name that <see cref="AddAsync"/> gave and a record holds, never one from a request.</param>
    /// <returns>The file, or null where it is missing.</returns>
    /// <exception cref="IOException">It is not here, and the bucket does not answer.</exception>
    public async Task<FileInfo?> FindAsync(string name, CancellationToken cancel)
    {
        var key = Path.GetFileName(name);
        return await IsHereAsync(key, cancel) ? new FileInfo(PathOf(key)) : null;
    }

    /// <param name="key">The file's path in the folder, with forward slashes, and its name in the bucket.</param>
    internal string PathOf(string key) => Path.Combine(folder, key);

    /// <returns>Whether the file lies in the folder, fetched from the bucket where it has it.</returns>
    internal async Task<bool> IsHereAsync(string key, CancellationToken cancel)
    {
        var path = PathOf(key);
        return File.Exists(path)
            || (storage is not null && await WholeFile.MakeAsync(path, draft => storage.GetAsync(key, draft, cancel)));
    }

    private Task<bool> WriteAsync(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        WholeFile.MakeAsync(
            PathOf(name),
            async draft =>
            {
                await File.WriteAllBytesAsync(draft, bytes, cancel);

                // Before it counts as stored here: what one server has, all can have.
                await PutAsync(name, draft, cancel);
                return true;
            }
        );

    /// <summary>Puts a file into the bucket, where there is one.</summary>
    internal Task PutAsync(string key, string path, CancellationToken cancel) =>
        storage?.PutAsync(key, path, ContentType(key), cancel) ?? Task.CompletedTask;

    /// <returns>The file name of the master with this hash: every master is a JPEG.</returns>
    public static string MasterOf(string hash) => hash + ".jpg";

    /// <returns>The type to serve a stored file with.</returns>
    public static string ContentType(string name) =>
        Path.GetExtension(name) switch
        {
            ".jpg" => "image/jpeg",
            ".png" => "image/png",
            ".webp" => "image/webp",
            ".avif" => "image/avif",
            _ => "application/octet-stream",
        };
}
