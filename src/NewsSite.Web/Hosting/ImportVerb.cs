using NewsSite.News.Importing;
using NewsSite.News.Importing.Ghost;
using NewsSite.News.Importing.WordPress;
using NewsSite.Web.Delivery.Imports;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Hosting;

/// <summary>The command that takes another system's stories in, and then asks this site for every address that they had.</summary>
internal static class ImportVerb
{
    private const string Usage = """
        Usage: import wordpress|ghost FILE [--dry-run] [--map FILE] [--media FOLDER|ZIP] [--fetch ADDRESS]…
               import ghost FILE … [--permalinks PATTERN]…
          FILE       an export of WordPress (WXR 1.0 to 1.2) or of Ghost (JSON, versions 2 to 6)
          --dry-run  tells what would become of everything, and writes nothing
          --map      which section takes what, a line each: their-section = our-section; “their-section = -” leaves a
                     section out, “* = our-section” takes stories without one; for Ghost, tags that are to be sections
          --media    its pictures, as they lie in wp-content/uploads or content/images; without them, stories link to
                     where they were
          --fetch    the address of the old site, such as https://old.example: pictures that are not given are fetched
                     from it and from hosts below it, if it is on the public web; once more for each further host
                     (the first one with the folder of the old site, where it lay in one: https://old.example/blog)
          --permalinks  how the addresses of the old site's stories were made, where its export does not say it (Ghost 3 and
                     later): such as /:year/:month/:slug/, as in its routes.yaml; once more for each further collection;
                     with the folder of the old site before it, where it lay in one: /blog/:slug/

               import newssite FILE     takes what “export FILE” wrote into an empty place
        """;

    private sealed record Asked(string Kind, string File, string? Map, string? Media, bool IsDry, string[] Fetch)
    {
        public GhostPermalinks[] Permalinks { get; init; } = [];
    }

    /// <exception cref="StartRefusedException">It asks for something unknown.</exception>
    public static Verb Find(string[] args)
    {
        if (args is not ["wordpress" or "ghost", { Length: > 0 } file, .. var rest] || file.StartsWith('-'))
        {
            throw new StartRefusedException(Usage);
        }

        var asked = new Asked(args[0], file, null, null, false, []);
        for (; rest.Length > 0; )
        {
            (rest, asked) = rest switch
            {
                ["--dry-run", .. var more] => (more, asked with { IsDry = true }),
                ["--map", { Length: > 0 } name, .. var more] => (more, asked with { Map = name }),
                ["--media", { Length: > 0 } name, .. var more] => (more, asked with { Media = name }),
                ["--fetch", { Length: > 0 } site, .. var more] => (more, asked with { Fetch = [.. asked.Fetch, site] }),
                ["--permalinks", { Length: > 0 } made, .. var more] when asked.Kind == "ghost" => (
                    more,
                    asked with
                    {
                        Permalinks = [.. asked.Permalinks, Permalinks(made)],
                    }
                ),
                _ => throw new StartRefusedException(Usage),
            };
        }

        foreach (var needed in new[] { asked.File, asked.Map, asked.Media })
        {
            if (needed is not null && !File.Exists(needed) && !(needed == asked.Media && Directory.Exists(needed)))
            {
                throw new StartRefusedException($"There is no {needed}.");
            }
        }

        return new Verb(app => RunAsync(app, asked));
    }

    private static GhostPermalinks Permalinks(string typed)
    {
        try
        {
            return GhostPermalinks.Read(typed);
        }
        catch (ImportRefusedException refused)
        {
            throw new StartRefusedException(refused.Message, refused);
        }
    }

    private static async Task<int> RunAsync(WebApplication app, Asked asked)
    {
        var (_, _, map, media, isDry, fetch) = asked;
        try
        {
            var sections = map is null ? SectionMap.None : await SectionMap.ReadAsync(map, CancellationToken.None);
            using var pictures = media is null ? null : GivenPictures.Open(media);
            using var oldSite = fetch.Length == 0 ? null : OldSite.OnTheWeb(fetch);
            var source = Source(app.Services, asked, sections, oldSite);
            var order = new ImportOrder(sections, map, isDry, pictures, oldSite);
            await using var scope = app.Services.CreateAsyncScope();
            var importer = scope.ServiceProvider.GetRequiredService<Importer>();
            var progress = new Progress<string>(text => Console.Write($"\r{text, -40}"));
            var report = await importer.RunAsync(source, order, progress, CancellationToken.None);
            Console.WriteLine($"\r{(isDry ? "Nothing was written." : "Done."), -40}");
            foreach (var line in report.Lines())
            {
                await Verb.Say(line);
            }

            return isDry ? 0 : await ProveAsync(app, importer.OldAddressesAsync(source, order, CancellationToken.None));
        }
        catch (Exception e)
            when (e is ImportRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new StartRefusedException($"{Environment.NewLine}{e.Message}", e);
        }
    }

    private static IStorySource Source(IServiceProvider services, Asked asked, SectionMap sections, OldSite? oldSite)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var hasPictures = asked.Media is not null || asked.Fetch.Length > 0;
        return asked.Kind == "ghost"
            ? new GhostSource(asked.File, sections, clock)
            {
                HasPictures = hasPictures,
                Fetches = oldSite is null ? null : oldSite.IsNamed,
                Permalinks = asked.Permalinks,
                Home = oldSite?.Home,
            }
            : new WordPressSource(asked.File, services.GetRequiredService<SiteOptions>().Zone, clock)
            {
                HasPictures = hasPictures,
                Fetches = oldSite is null ? null : oldSite.IsNamed,
            };
    }

    /// <summary>Asks for all of them while the site listens on this machine alone.</summary>
    private static async Task<int> ProveAsync(WebApplication app, IAsyncEnumerable<MovedPage> pages)
    {
        app.Urls.Clear();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseDoors();
        await app.Services.TakeSettingsAsync();
        await app.StartAsync();
        var progress = new Progress<string>(text => Console.Write($"\r{text, -40}"));
        var proof = await app
            .Services.GetRequiredService<AddressProof>()
            .RunAsync(pages, progress, CancellationToken.None);
        await app.StopAsync();
        await Verb.Say($"\r{proof.Words}");
        foreach (var words in proof.Examples)
        {
            await Verb.Say($"  {words}");
        }

        return proof.Wrong == 0 ? 0 : 1;
    }
}
