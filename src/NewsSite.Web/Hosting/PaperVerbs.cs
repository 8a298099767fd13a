using System.Globalization;
using NewsSite.News.Exporting;
using NewsSite.News.Importing;
using NewsSite.Web.Admin.Site;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Hosting;

/// <summary>The commands by which a paper moves out into a file that others can read, and from such a file in.</summary>
internal static class PaperVerbs
{
    private const string Usage = """
        Usage: export FILE              writes all that the paper owns into a new FILE, as .github/EXPORT.md describes it
               export wordpress FILE    writes stories and pages as WordPress takes them in (WXR 1.2), drafts among them
               import newssite FILE     takes what “export FILE” wrote into an empty place
        """;

    // How many names a report has.
    private const int ListLimit = 20;

    /// <exception cref="StartRefusedException">It asks for something unknown.</exception>
    public static Verb Find(string[] args) =>
        args switch
        {
            ["export", var file] when IsPath(file) => Of(app => ExportAsync(file, app.Services)),
            ["export", "wordpress", var file] when IsPath(file) => Of(app => ExportWordPressAsync(file, app.Services)),
            ["import", "newssite", var file] when IsPath(file) && !File.Exists(file) => throw new StartRefusedException(
                $"There is no {file}."
            ),
            ["import", "newssite", var file] when IsPath(file) => Of(app => ImportAsync(file, app.Services)),
            _ => throw new StartRefusedException(Usage),
        };

    private static bool IsPath(string word) => word.Length > 0 && !word.StartsWith('-');

    private static Verb Of(Func<WebApplication, Task<int>> run) =>
        new(async app =>
        {
            try
            {
                return await run(app);
            }
            catch (Exception e)
                when (e
                        is ImportRefusedException
                            or IOException
                            or UnauthorizedAccessException
                            or InvalidDataException
                            or NpgsqlException
                )
            {
                throw new StartRefusedException($"{Environment.NewLine}{e.Message}", e);
            }
        });

    private static Progress<string> Told => new(text => Console.Write($"\r{text, -60}"));

    private static async Task<int> ExportAsync(string file, IServiceProvider services)
    {
        await services.TakeSettingsAsync();
        await using var scope = services.CreateAsyncScope();
        var site = services.GetRequiredService<SiteOptions>();
        var made = await scope
            .ServiceProvider.GetRequiredService<ExportDesk>()
            .WriteAsync(file, SettingsInput.Defaults(site), Told, CancellationToken.None);
        await Verb.Say($"\r{"Exported.", -60}");
        await Verb.Say($"{Path.GetFullPath(file)}: {Words(made.Holds, made.Pictures)}");
        await Verb.Say($"SHA-256 of its content: {made.Hash}");
        if (made.Unsaved > 0)
        {
            await Verb.Say(
                $"Words that were typed and not saved are not in it: there are some in {made.Unsaved} stories."
            );
        }

        return await MissingAsync(made.Holds);
    }

    private static async Task<int> ExportWordPressAsync(string file, IServiceProvider services)
    {
        await services.TakeSettingsAsync();
        await using var scope = services.CreateAsyncScope();
        var (all, seen) = await scope
            .ServiceProvider.GetRequiredService<PaperForWordPress>()
            .WriteAsync(file, Told, CancellationToken.None);
        await Verb.Say($"\r{"Exported.", -60}");
        await Verb.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFullPath(file)}: {all:N0} stories, of which readers see {seen:N0}."
            )
        );
        return await Verb.Say(
            all > seen
                ? "What readers do not see is in it: drafts, and what waits for its time. Keep the file from strangers."
                : "Nothing is in it that readers do not see."
        );
    }

    private static async Task<int> ImportAsync(string file, IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var made = await scope
            .ServiceProvider.GetRequiredService<PaperImport>()
            .RunAsync(file, Told, CancellationToken.None);
        await Verb.Say($"\r{"Imported.", -60}");
        await Verb.Say($"{Path.GetFullPath(file)}: {Words(made.Holds, made.Pictures)}");
        await Verb.Say($"SHA-256 of its content: {made.Hash}");
        await Verb.Say(
            "Nobody can sign in yet: staff add EMAIL --name NAME … gives the person of that name an account."
        );
        if (made.Held.Count > 0)
        {
            await Verb.Say(
                "Not published, though their time has passed since; an editor must look: stories "
                    + List(made.Held.Select(id => id.ToString(CultureInfo.InvariantCulture)))
            );
        }

        if (made.Plain.Count > 0)
        {
            await Verb.Say(
                $"{made.Plain.Count} hold text that is refused today, and stand as plain paragraphs: {List(made.Plain)}"
            );
        }

        return await MissingAsync(made.Holds);
    }

    private static string Words(ExportManifest holds, int pictures) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{holds.Records:N0} records of {holds.Files.Count} kinds, {pictures:N0} pictures."
        );

    private static async Task<int> MissingAsync(ExportManifest holds)
    {
        if (holds.MissingPictures.Count == 0)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync(
            $"{holds.MissingPictures.Count} pictures were missing or damaged when it was made, and are not in it: {List(holds.MissingPictures)}"
        );
        return 1;
    }

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Take(ListLimit)) + (names.Count() > ListLimit ? " …" : "");
}
