using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Importing.Ghost;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing.Asked;

/// <summary>
/// The acts of admins on the one import that there is. What they refuse to do is an <see cref="ImportRefusedException"/>; who
/// is no admin gets a <see cref="NotAllowedException"/>.
/// </summary>
public sealed class ImportDesk(NewsroomDb db, ImportFolder folder, TimeProvider clock)
{
    /// <returns>Null where there is none.</returns>
    public Task<AskedImport?> FindAsync(CancellationToken cancel) =>
        db.AskedImports.AsNoTracking().OrderBy(i => i.Id).FirstOrDefaultAsync(cancel);

    /// <summary>Looks at what somebody typed; see <see cref="AskAsync"/>.</summary>
    /// <exception cref="ImportRefusedException">It is too long, or one of them is no address of a site.</exception>
    public static void CheckOldSite(string? oldSite)
    {
        if (oldSite?.Length > AskedImport.OldSiteLimit)
        {
            throw new ImportRefusedException(
                $"The addresses of the old site must be {AskedImport.OldSiteLimit} characters or fewer"
            );
        }

        if (!string.IsNullOrEmpty(oldSite))
        {
            OldSite.OnTheWeb(OldSite.Listed(oldSite)).Dispose();
        }
    }

    /// <inheritdoc cref="CheckOldSite"/>
    /// <exception cref="ImportRefusedException">It is too long, or one of them is no such pattern.</exception>
    public static void CheckPermalinks(string? permalinks)
    {
        if (permalinks?.Length > AskedImport.PermalinksLimit)
        {
            throw new ImportRefusedException(
                $"How addresses were made must be said in {AskedImport.PermalinksLimit} characters or fewer"
            );
        }

        Array.ForEach(OldSite.Listed(permalinks ?? ""), typed => GhostPermalinks.Read(typed));
    }

    /// <summary>Asks what would come in of a file; nothing is written then.</summary>
    /// <param name="file">Its name in the folder.</param>
    /// <param name="pictures">That of its pictures; null or empty for none.</param>
    /// <param name="oldSite">Where those are fetched from that are not given, with blanks between two; null or empty for nowhere.</param>
    /// <param name="permalinks">How addresses were made, see <see cref="GhostPermalinks"/>, with blanks between two; null or empty for as usual.</param>
    /// <returns>Its id.</returns>
    public async Task<long> AskAsync(
        string? file,
        string? pictures,
        string? oldSite,
        string? permalinks,
        Actor actor,
        CancellationToken cancel
    )
    {
        Admin(actor);
        if (string.IsNullOrEmpty(file) || !folder.Has(file))
        {
            throw new ImportRefusedException("Choose a file from the list");
        }

        var kind = await folder.KindOfAsync(file, cancel);
        if (kind is not (ImportFileKind.WordPress or ImportFileKind.Ghost))
        {
            throw new ImportRefusedException($"{file}, line 1: This is no export of WordPress (XML) or Ghost (JSON).");
        }

        if (!string.IsNullOrEmpty(pictures) && !folder.Has(pictures))
        {
            throw new ImportRefusedException($"There is no {pictures} in the folder.");
        }

        CheckOldSite(oldSite);
        CheckPermalinks(permalinks);
        var made = OldSite.Listed(permalinks ?? "");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('newssite.asked-import'))", cancel);
        if (await db.AskedImports.AnyAsync(cancel))
        {
            throw new ImportRefusedException("There is another import. Remove it first.");
        }

        var now = clock.GetUtcNow();
        var asked = new AskedImport
        {
            File = file,
            Kind = kind,
            Pictures = string.IsNullOrEmpty(pictures) ? null : pictures,
            OldSite = string.IsNullOrEmpty(oldSite) ? null : oldSite,
            Permalinks = made.Length > 0 && kind == ImportFileKind.Ghost ? string.Join(' ', made) : null,
            AskedAt = now,
            ByName = actor.Name,
            Stage = ImportStage.Trying,
        };
        db.AskedImports.Add(asked);
        await db.SaveChangesAsync(cancel);
        db.Record(
            actor,
            "TryImport",
            SubjectOf(asked.Id),
            asked.OldSite is null ? file : $"{file}, pictures from {asked.OldSite}",
            now
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return asked.Id;
    }

    /// <summary>Finds out once more what would come in, with sections where they are said to go.</summary>
    /// <param name="map">See <see cref="AskedImport.ReadMap"/>.</param>
    public Task TryAgainAsync(
        long id,
        IReadOnlyDictionary<string, string> map,
        Actor actor,
        CancellationToken cancel
    ) => BeginAsync(id, ImportStage.Trying, map, "TryImport", actor, cancel);

    /// <summary>Has all of it taken in.</summary>
    /// <param name="map">See <see cref="AskedImport.ReadMap"/>.</param>
    public Task ImportAsync(long id, IReadOnlyDictionary<string, string> map, Actor actor, CancellationToken cancel) =>
        BeginAsync(id, ImportStage.Importing, map, "Import", actor, cancel);

    /// <summary>Ends the work on it; what is in stays in.</summary>
    public Task StopAsync(long id, Actor actor, CancellationToken cancel) =>
        ActAsync(
            db.AskedImports.Where(i => i.Id == id && i.Stage != ImportStage.Tried && i.Stage != ImportStage.Ended)
                .Where(i => i.Failure == null),
            id,
            rows => rows.ExecuteUpdateAsync(s => s.SetProperty(i => i.Failure, $"{actor.Name} stopped it."), cancel),
            "StopImport",
            null,
            actor,
            cancel
        );

    /// <summary>Goes on with what stands still.</summary>
    public Task GoOnAsync(long id, Actor actor, CancellationToken cancel) =>
        ActAsync(
            db.AskedImports.Where(i => i.Id == id && i.Failure != null),
            id,
            rows =>
                rows.ExecuteUpdateAsync(
                    s => s.SetProperty(i => i.Failure, (string?)null).SetProperty(i => i.Tries, 0),
                    cancel
                ),
            "GoOnWithImport",
            null,
            actor,
            cancel
        );

    /// <summary>Forgets it, with its report; what is in stays in.</summary>
    /// <param name="withFiles">Whether its files are deleted.</param>
    public async Task RemoveAsync(long id, bool withFiles, Actor actor, CancellationToken cancel)
    {
        var asked = await FindAsync(cancel);
        await ActAsync(
            db.AskedImports.Where(i => i.Id == id)
                .Where(i => i.Failure != null || i.Stage == ImportStage.Tried || i.Stage == ImportStage.Ended),
            id,
            rows => rows.ExecuteDeleteAsync(cancel),
            "RemoveImport",
            withFiles ? "with its files" : null,
            actor,
            cancel
        );
        if (withFiles && asked is not null)
        {
            folder.Delete(asked.File);
            folder.Delete(asked.Pictures ?? "");
        }
    }

    /// <summary>Writes down that a file came from a browser.</summary>
    public async Task TakenAsync(string file, Actor actor, CancellationToken cancel)
    {
        Admin(actor);
        db.Record(actor, "UploadExport", "import-file", file, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Deletes a file that no import reads.</summary>
    public async Task DeleteFileAsync(string file, Actor actor, CancellationToken cancel)
    {
        Admin(actor);
        if (await db.AskedImports.AnyAsync(i => i.File == file || i.Pictures == file, cancel))
        {
            throw new ImportRefusedException($"The import reads {file}. Remove that first.");
        }

        db.Record(actor, "DeleteExport", "import-file", folder.Has(file) ? file : null, clock.GetUtcNow());
        folder.Delete(file);
        await db.SaveChangesAsync(cancel);
    }

    internal static string SubjectOf(long id) => $"import:{id}";

    private Task BeginAsync(
        long id,
        ImportStage stage,
        IReadOnlyDictionary<string, string> map,
        string act,
        Actor actor,
        CancellationToken cancel
    )
    {
        var json = AskedImport.Write(map);
        return ActAsync(
            // One that stands still may go on in another way.
            db.AskedImports.Where(i => i.Id == id && i.Found != null && i.Stage != ImportStage.Ended)
                .Where(i => i.Stage == ImportStage.Tried || i.Failure != null),
            id,
            rows =>
                rows.ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(i => i.Stage, stage)
                            .SetProperty(i => i.Map, json)
                            .SetProperty(i => i.Failure, (string?)null)
                            .SetProperty(i => i.Done, 0)
                            .SetProperty(i => i.Tries, 0)
                            .SetProperty(i => i.Progress, (string?)null)
                            .SetProperty(i => i.ProgressAt, (DateTimeOffset?)null),
                    cancel
                ),
            act,
            string.Join(", ", map.Select(m => $"{m.Key} = {m.Value}")),
            actor,
            cancel
        );
    }

    private async Task ActAsync(
        IQueryable<AskedImport> rows,
        long id,
        Func<IQueryable<AskedImport>, Task<int>> change,
        string act,
        string? detail,
        Actor actor,
        CancellationToken cancel
    )
    {
        Admin(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await change(rows) == 0)
        {
            throw new ImportRefusedException("The import is not where it was when this page was opened. Look again.");
        }

        db.Record(actor, act, SubjectOf(id), detail, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private static void Admin(Actor actor)
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }
    }
}
