using System.Globalization;
using NewsSite.News.Backups;
using Npgsql;

namespace NewsSite.Web.Hosting;

/// <summary>The commands that carry the whole paper out of a database and a folder, and into others.</summary>
internal static class BackupVerbs
{
    private const string Usage = """
        Usage: backup DIR                    writes a new folder newssite-YYYYMMDD-HHMMSS in DIR
               backup verify DIR             reads one to the last byte, and says whether it is what was written
               restore DIR [--replace]       brings one back into an empty place; --replace loses what is there
        DIR is a backup, or where backups lie: then the newest of them.
        """;

    // How many names a report has.
    private const int ListLimit = 20;

    /// <exception cref="StartRefusedException">It asks for something unknown.</exception>
    public static Verb Find(string[] args) =>
        args switch
        {
            ["backup", "verify", var path] => Of(services => VerifyAsync(path)),
            ["backup", var directory] when IsPath(directory) => Of(services => BackUpAsync(directory, services)),
            ["restore", var path] when IsPath(path) => Of(services => RestoreAsync(path, replace: false, services)),
            ["restore", var path, "--replace"] => Of(services => RestoreAsync(path, replace: true, services)),
            _ => throw new StartRefusedException(Usage),
        };

    private static bool IsPath(string word) => word.Length > 0 && !word.StartsWith('-');

    // A backup comes before an update as well, and a restore brings its own tables.
    private static Verb Of(Func<IServiceProvider, Task<int>> run) =>
        new(
            async app =>
            {
                try
                {
                    return await run(app.Services);
                }
                catch (Exception e)
                    when (e is BackupRefusedException or IOException or UnauthorizedAccessException or NpgsqlException)
                {
                    throw new StartRefusedException($"{Environment.NewLine}{e.Message}", e);
                }
            },
            TakesAnyDatabase: true
        );

    private static Progress<string> Told => new(text => Console.Write($"\r{text, -60}"));

    private static async Task<int> BackUpAsync(string directory, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var made = await scope
            .ServiceProvider.GetRequiredService<BackupDesk>()
            .MakeAsync(directory, Told, CancellationToken.None);
        await Verb.Say($"\r{"Backed up.", -60}");
        await Verb.Say($"{made.Path}: {Words(made.Holds)}");
        return await MissingAsync(made.Holds);
    }

    private static async Task<int> VerifyAsync(string path)
    {
        var folder = BackupFolder.Open(path);
        var holds = await BackupCheck.RunAsync(folder, Told, CancellationToken.None);
        await Verb.Say($"\r{"It is what was written.", -60}");
        await Verb.Say($"{folder.Path}: {Words(holds)}");
        return await MissingAsync(holds);
    }

    private static async Task<int> RestoreAsync(string path, bool replace, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var restored = await scope
            .ServiceProvider.GetRequiredService<RestoreDesk>()
            .RunAsync(path, replace, Told, CancellationToken.None);
        await Verb.Say($"\r{"Restored.", -60}");
        await Verb.Say($"{restored.Path}: {Words(restored.Holds)}");
        if (restored.Held.Count > 0)
        {
            await Verb.Say(
                "Not published, though their time has passed since; an editor must look: stories "
                    + List(restored.Held.Select(id => id.ToString(CultureInfo.InvariantCulture)))
            );
        }

        return await MissingAsync(restored.Holds);
    }

    private static string Words(BackedUp holds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{holds.Rows:N0} rows of {holds.Tables.Count} tables, {holds.Pictures.Count:N0} pictures, {holds.Bytes / 1024.0 / 1024.0:N1} MB, as of {holds.At:yyyy-MM-dd HH:mm:ss} UTC."
        );

    private static async Task<int> MissingAsync(BackedUp holds)
    {
        if (holds.Missing.Count == 0)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync(
            $"{holds.Missing.Count} pictures were missing or damaged when it was made, and are not in it: {List(holds.Missing)}"
        );
        return 1;
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Take(ListLimit)) + (names.Count() > ListLimit ? " …" : "");
}
