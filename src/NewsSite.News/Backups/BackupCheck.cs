using System.Globalization;
using System.Security.Cryptography;

namespace NewsSite.News.Backups;

/// <summary>Reads a backup to the last byte, and says whether it is what was written.</summary>
public static class BackupCheck
{
    /// <param name="progress">Told what is being done, in words.</param>
    /// <returns>What it holds.</returns>
    /// <exception cref="BackupRefusedException">A file is missing or damaged; the message names it.</exception>
    public static async Task<BackedUp> RunAsync(
        BackupFolder folder,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        var holds = await folder.ReadAsync(cancel);
        if (holds.Layout != BackedUp.CurrentLayout)
        {
            throw new BackupRefusedException(
                $"The backup was made by NewsSite {holds.Product} in a way that this one does not know. Use that version."
            );
        }

        foreach (var table in holds.Tables)
        {
            progress?.Report($"Checking {table.Title}");
            await InspectAsync(
                folder.PathOf(table),
                table.Bytes,
                async path => await TableCopy.SumAsync(path, cancel) is var sum && IsSame(sum, table)
            );
        }

        foreach (var (picture, n) in holds.Pictures.Select((picture, n) => (picture, n)))
        {
            progress?.Report(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Checking {n + 1:N0} of {holds.Pictures.Count:N0} pictures"
                )
            );
            await InspectAsync(
                folder.PathOfPicture(picture.Name),
                picture.Bytes,
                async path => picture.Name.StartsWith(await HashAsync(path, cancel), StringComparison.Ordinal)
            );
        }

        return holds;
    }

    internal static bool IsSame(RowSum sum, BackedUpTable table) =>
        sum.Rows == table.Rows && sum.ToString() == table.Sum;

    private static async Task<string> HashAsync(string path, CancellationToken cancel)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel));
    }

    private static async Task InspectAsync(string path, long bytes, Func<string, Task<bool>> isWhole)
    {
        try
        {
            if (new FileInfo(path).Length == bytes && await isWhole(path))
            {
                return;
            }
        }
        catch (FileNotFoundException)
        {
            throw new BackupRefusedException($"The backup is damaged: {path} is missing.");
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new BackupRefusedException($"The backup is damaged: {path} cannot be read. {e.Message}", e);
        }

        throw new BackupRefusedException($"The backup is damaged: {path} is not what was written.");
    }
}
