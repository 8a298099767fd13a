using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>The acts on redirects. Each is one transaction, in the newsroom and for readers alike.</summary>
public sealed class RedirectDesk(NewsroomDb db, TimeProvider clock)
{
    /// <returns>The new redirect's id.</returns>
    /// <exception cref="RedirectRefusedException">It is in the list already, or would close a loop; the message says which.</exception>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task<long> AddAsync(RedirectLine line, Actor actor, CancellationToken cancel)
    {
        await using var change = await BeginAsync(actor, [line], cancel);
        if (change.Find(line.From) is not null)
        {
            throw new RedirectRefusedException(
                "From",
                $"{line.From} is in the list already. Find it and change it there."
            );
        }

        change.Set(line, RedirectSource.Manual);
        var id = await WriteAsync(change, line.From, cancel);
        Record(actor, "AddRedirect", id, line.From, change.Changes(line.From));
        await CommitAsync(change, cancel);
        return id;
    }

    /// <summary>Lets an address lead elsewhere, or nowhere. What it is, stays.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <exception cref="NotAllowedException">There is none.</exception>
    public async Task ChangeAsync(long id, RedirectTarget? to, int code, Actor actor, CancellationToken cancel)
    {
        var line = new RedirectLine(await FromAsync(id, cancel), to, code);
        await using var change = await BeginAsync(actor, [line], cancel);
        if (change.Find(line.From) is null)
        {
            throw new NotAllowedException();
        }

        change.Set(line, RedirectSource.Manual);
        await WriteAsync(change, line.From, cancel);
        Record(actor, "ChangeRedirect", id, line.From, change.Changes(line.From));
        await CommitAsync(change, cancel);
    }

    /// <inheritdoc cref="ChangeAsync"/>
    /// <summary>From now on the address is not found.</summary>
    public async Task DeleteAsync(long id, Actor actor, CancellationToken cancel)
    {
        var line = new RedirectLine(await FromAsync(id, cancel), null, 410);
        await using var change = await BeginAsync(actor, [line], cancel);
        var redirect = change.Find(line.From) ?? throw new NotAllowedException();
        change.Plan.CheckRemoval(line.From);
        db.Attach(redirect);
        db.Remove(redirect);
        Record(actor, "DeleteRedirect", id, line.From, db.ChangesOf(redirect));
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(db, [line.From], cancel);
        await change.CommitAsync(cancel);
    }

    /// <summary>Takes in what <see cref="RedirectImports"/> keeps, line by line as if each had been typed.</summary>
    /// <returns>How many became what; a line that would close a loop by now is left out.</returns>
    /// <exception cref="NotAllowedException">There is no such file, or it is another person's.</exception>
    /// <exception cref="RedirectRefusedException">The list would be too long.</exception>
    public async Task<IReadOnlyDictionary<RedirectOutcome, int>> ImportAsync(
        Guid import,
        string root,
        Actor actor,
        CancellationToken cancel
    )
    {
        var kept =
            await db
                .RedirectImports.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == import && i.StaffMemberId == actor.Id, cancel)
            ?? throw new NotAllowedException();
        var lines = kept
            .From.Select(
                (from, n) =>
                    new RedirectLine(
                        from,
                        kept.To[n].Length == 0 ? null : RedirectTarget.Read(kept.To[n], root),
                        kept.Code[n]
                    )
            )
            .ToList();
        await using var change = await BeginAsync(actor, lines, cancel);
        if (await db.RedirectImports.Where(i => i.Id == import).ExecuteDeleteAsync(cancel) == 0)
        {
            // It was pressed twice.
            throw new NotAllowedException();
        }

        var counts = Enum.GetValues<RedirectOutcome>().ToDictionary(o => o, _ => 0);
        foreach (var line in lines)
        {
            try
            {
                counts[change.Set(line, RedirectSource.Import)]++;
            }
            catch (RedirectRefusedException)
            {
                // Somebody changed the list since the look at the file.
            }
        }

        await WriteAsync(change, null, cancel);
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"{counts[RedirectOutcome.New]} new, {counts[RedirectOutcome.Changed]} changed"
        );
        foreach (var part in change.Changes(null).Chunk(RedirectChange.PerEntry).DefaultIfEmpty([]))
        {
            Record(actor, "ImportRedirects", null, words, part);
        }

        await CommitAsync(change, cancel);
        return counts;
    }

    /// <summary>Takes an address out of the report of what is not found, until it is forgotten.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin, or it is not there.</exception>
    public async Task DismissAsync(long id, Actor actor, CancellationToken cancel)
    {
        var missing = await db.MissingAddresses.SingleOrDefaultAsync(m => m.Id == id && m.DismissedAt == null, cancel);
        if (actor.Role < StaffRole.Admin || missing is null)
        {
            throw new NotAllowedException();
        }

        var now = clock.GetUtcNow();
        missing.DismissedAt = now;
        db.Record(actor, "DismissMissingAddress", $"missing-address:{id}", missing.Address, now, db.ChangesOf(missing));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Carries redirects into <c>site</c>, inside the caller's transaction and turn.</summary>
    /// <param name="from">Those that may be others now, or gone; null for all.</param>
    internal static async Task ProjectAsync(NewsroomDb db, string[]? from, CancellationToken cancel)
    {
        var all = from is null;
        string[] some = from ?? [];
        await db.Database.ExecuteSqlAsync(
            $"delete from site.redirect where {all} or from_address = any({some})",
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.redirect (id, from_address, to_address, code)
            select id, from_address, to_address, code from newsroom.redirect where {all} or from_address = any({some})
            """,
            cancel
        );
    }

    private async Task<RedirectChange> BeginAsync(
        Actor actor,
        IReadOnlyCollection<RedirectLine> lines,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            // One change of the list at a time: two could close a loop between them.
            await db.Database.ExecuteSqlRawAsync("lock table newsroom.redirect in share row exclusive mode", cancel);
            return new(transaction, await RedirectImports.AroundAsync(db, lines, cancel));
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Inside the caller's transaction, which has locked the list.</summary>
    /// <returns>The id of the redirect that is asked for.</returns>
    internal async Task<long> WriteAsync(RedirectChange change, string? asked, CancellationToken cancel)
    {
        var lines = change.Plan.Touched.ToList();
        var from = lines.ConvertAll(l => l.From).ToArray();
        var to = lines.Select(l => l.To?.Address).ToArray();
        var keys = lines.Select(l => l.To?.Key).ToArray();
        var codes = lines.Select(l => l.Code).ToArray();
        var sources = lines.Select(l => change.SourceOf(l.From).ToString()).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.redirect (from_address, to_address, to_key, code, source, created_at)
            select from_address, to_address, to_key, code, source, {clock.GetUtcNow()}
            from unnest({from}, {to}, {keys}, {codes}, {sources})
                as l (from_address, to_address, to_key, code, source)
            on conflict (from_address) do update set to_address = excluded.to_address, to_key = excluded.to_key,
                code = excluded.code, source = excluded.source
            """,
            cancel
        );
        if (await db.Redirects.CountAsync(cancel) > Redirect.Most)
        {
            throw new RedirectRefusedException(
                "From",
                string.Create(
                    CultureInfo.GetCultureInfo("en-GB"),
                    $"The list holds {Redirect.Most:N0} redirects at most"
                )
            );
        }

        // Whoever has found out where it leads need not be told of it any more.
        await db.MissingAddresses.Where(m => from.Contains(m.Address)).ExecuteDeleteAsync(cancel);
        return asked is null ? 0 : await db.Redirects.Where(r => r.From == asked).Select(r => r.Id).SingleAsync(cancel);
    }

    private async Task CommitAsync(RedirectChange change, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(db, [.. change.Plan.Touched.Select(l => l.From)], cancel);
        await change.CommitAsync(cancel);
    }

    private void Record(Actor actor, string act, long? id, string detail, IReadOnlyList<FieldChange> changes) =>
        db.Record(actor, act, id is { } known ? $"redirect:{known}" : "redirect:", detail, clock.GetUtcNow(), changes);

    private async Task<string> FromAsync(long id, CancellationToken cancel) =>
        await db.Redirects.Where(r => r.Id == id).Select(r => r.From).SingleOrDefaultAsync(cancel)
        ?? throw new NotAllowedException();
}
