using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Importing.Ghost;
using NewsSite.News.Importing.WordPress;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Imports;

/// <summary>
/// Works on the import that an admin asked for, where this server has its file and no other importer is at work. The turn is a
/// lock of the database that ends with the process: whoever comes next begins again, and what is in is left alone.
/// </summary>
internal sealed class ImportRun(
    IServiceScopeFactory scopes,
    ImportFolder folder,
    AddressProof proof,
    SiteOptions site,
    TimeProvider clock,
    ILogger<ImportRun> log
)
{
    // One that ends every server that begins it must not be begun for ever.
    private const int TryLimit = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(string server, CancellationToken cancel)
    {
        if (
            await WithBookAsync(book => book.NextAsync(cancel)) is not { } next
            || !folder.Has(next.File)
            || !folder.Has(next.Pictures ?? next.File)
        )
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var importer = scope.ServiceProvider.GetRequiredService<Importer>();
        if (!await importer.TakeTurnAsync(cancel))
        {
            return;
        }

        try
        {
            if (await WithBookAsync(book => book.BeginAsync(next.Id, server, cancel)) is { } asked)
            {
                await WorkAsync(importer, asked, cancel);
            }
        }
        finally
        {
            await importer.EndTurnAsync();
        }
    }

    private async Task WorkAsync(Importer importer, AskedImport asked, CancellationToken cancel)
    {
        if (asked.Tries > TryLimit)
        {
            await FailAsync(asked, $"It was begun {TryLimit} times and did not come to an end.", cancel);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var progress = new Told();
        using var oldSite = asked.OldSite is { } addresses ? OldSite.OnTheWeb(OldSite.Listed(addresses)) : null;
        var source = new WatchedSource(SourceOf(asked, oldSite));
        var telling = TellAsync(asked.Id, source, progress, end);
        try
        {
            await DoAsync(importer, asked, source, oldSite, progress, end.Token);
        }
        catch (Exception) when (end.IsCancellationRequested)
        {
            // An admin stopped it, or the site stops: then it goes on elsewhere.
        }
        catch (Exception e)
            when (e is ImportRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await FailAsync(asked, FullDisk.Words(e), cancel);
        }
        catch (Exception e)
        {
            log.LogError(e, "The import of {File} broke off, try {Try} of {Limit}", asked.File, asked.Tries, TryLimit);
            if (asked.Tries == TryLimit)
            {
                await FailAsync(
                    asked,
                    $"It was begun {TryLimit} times and broke off. The last time: {e.Message}",
                    cancel
                );
            }
        }
        finally
        {
            await end.CancelAsync();
            await telling;
        }
    }

    private async Task DoAsync(
        Importer importer,
        AskedImport asked,
        WatchedSource source,
        OldSite? oldSite,
        Told progress,
        CancellationToken cancel
    )
    {
        using var pictures = asked.Pictures is { } given ? GivenPictures.Open(folder.PathOf(given)) : null;
        var isDry = asked.Stage == ImportStage.Trying;
        var order = new ImportOrder(MapOf(asked), "Sections", isDry, pictures, oldSite);
        if (asked.Stage != ImportStage.Proving)
        {
            var report = ToldReport.Of(await importer.RunAsync(source, order, progress, cancel));
            if (isDry)
            {
                await WithBookAsync(book => book.TriedAsync(asked.Id, report, source.Found(), source.Done, cancel));
                return;
            }

            await WithBookAsync(book => book.ImportedAsync(asked.Id, report, cancel));
        }

        progress.Report("Asking for old addresses");
        var proved = await proof.RunAsync(importer.OldAddressesAsync(source, order, cancel), progress, cancel);
        await WithBookAsync(book => book.EndAsync(asked.Id, [proved.Words, .. proved.Examples], cancel));
    }

    private static SectionMap MapOf(AskedImport asked) => SectionMap.Of(asked.ReadMap());

    private IStorySource SourceOf(AskedImport asked, OldSite? oldSite)
    {
        Func<Uri, bool>? fetches = oldSite is null ? null : oldSite.IsNamed;
        var file = folder.PathOf(asked.File);
        var hasPictures = asked.Pictures is not null || asked.OldSite is not null;
        return asked.Kind == ImportFileKind.Ghost
            ? new GhostSource(file, MapOf(asked), clock)
            {
                HasPictures = hasPictures,
                Fetches = fetches,
                Permalinks = [.. OldSite.Listed(asked.Permalinks ?? "").Select(GhostPermalinks.Read)],
                Home = oldSite?.Home,
            }
            : new WordPressSource(file, site.Zone, clock) { HasPictures = hasPictures, Fetches = fetches };
    }

    // By the machine's own watch, until the work has ended; ends it itself where an admin does not want it any more.
    private async Task TellAsync(long id, WatchedSource source, Told progress, CancellationTokenSource end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (!await WithBookAsync(book => book.TellAsync(id, progress.Words, source.Done, end.Token)))
                {
                    await end.CancelAsync();
                }
            }
            catch (Exception e)
            {
                log.LogDebug(e, "How far the import is could not be written down; the next try is soon");
            }

            await Task.Delay(Pause, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task FailAsync(AskedImport asked, string why, CancellationToken cancel) =>
        WithBookAsync(book => book.FailAsync(asked.Id, why, cancel));

    // Each time with a connection of its own: the importer's is busy.
    private async Task<T> WithBookAsync<T>(Func<ImportBook, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<ImportBook>());
    }

    private async Task WithBookAsync(Func<ImportBook, Task> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<ImportBook>());
    }

    private sealed class Told : IProgress<string>
    {
        private volatile string words = "Beginning";

        public string Words => words;

        public void Report(string value) => words = value;
    }
}
