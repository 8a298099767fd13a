using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using Npgsql;

namespace NewsSite.News.Wire;

/// <summary>What an admin fills in for a source.</summary>
public sealed record WireSourceForm(
    string Name,
    string Address,
    string Credit,
    int EveryMinutes,
    long? CategoryId,
    bool IsOn,
    bool IsSyndicated
);

/// <summary>The acts of admins on the sources of the wire.</summary>
public sealed class WireSources(NewsroomDb db, TimeProvider clock)
{
    /// <returns>By name.</returns>
    public Task<List<WireSource>> ListAsync(CancellationToken cancel) =>
        db.WireSources.AsNoTracking().OrderBy(s => s.Name).ThenBy(s => s.Id).ToListAsync(cancel);

    /// <returns>Null where there is none.</returns>
    public Task<WireSource?> FindAsync(long id, CancellationToken cancel) =>
        db.WireSources.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);

    /// <summary>Adds a source, which is due at once.</summary>
    /// <exception cref="WireRefusedException">A field is wrong, or the address is there already.</exception>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task<long> AddAsync(WireSourceForm form, Actor actor, CancellationToken cancel)
    {
        Check(form, actor);
        var source = new WireSource
        {
            Name = form.Name,
            Address = form.Address,
            Credit = form.Credit,
            EveryMinutes = form.EveryMinutes,
            NextAt = clock.GetUtcNow(),
        };
        Fill(source, form);
        db.WireSources.Add(source);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await SaveAsync(cancel);
        Record(source, "AddWireSource", actor, isNew: true);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return source.Id;
    }

    /// <summary>Changes a source, and asks it soon.</summary>
    /// <exception cref="WireRefusedException">As for <see cref="AddAsync"/>; or it was removed meanwhile.</exception>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task ChangeAsync(long id, WireSourceForm form, Actor actor, CancellationToken cancel)
    {
        Check(form, actor);
        var source = await OwnAsync(id, cancel);
        if (source.Address != form.Address)
        {
            (source.ETag, source.LastModified) = (null, null);
        }

        Fill(source, form);
        Record(source, "ChangeWireSource", actor);
        (source.NextAt, source.Failure, source.Failures) = (clock.GetUtcNow(), null, 0);
        await SaveAsync(cancel);
    }

    /// <summary>Removes a source with its rows in the tray. Stories that were made of them stay.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task RemoveAsync(long id, Actor actor, CancellationToken cancel)
    {
        Admin(actor);
        var source = await OwnAsync(id, cancel);
        db.WireSources.Remove(source);
        Record(source, "RemoveWireSource", actor);
        await db.SaveChangesAsync(cancel);
    }

    private static void Check(WireSourceForm form, Actor actor)
    {
        Admin(actor);
        Limited("Name", form.Name, WireSource.NameLimit, "Enter a name");
        Limited("Credit", form.Credit, ArticleContent.SourceLimit, "Enter the credit line");
        Limited("Address", form.Address, WireSource.AddressLimit, "Enter the address of the feed");
        if (
            !Uri.TryCreate(form.Address, UriKind.Absolute, out var uri)
            || uri is not { Scheme: "http" or "https", Host.Length: > 0 }
        )
        {
            throw new WireRefusedException("Address", "Enter an address like https://example.org/feed.xml");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new WireRefusedException("Address", "Leave name and password out of the address");
        }

        if (form.EveryMinutes is < WireSource.LeastMinutes or > WireSource.MostMinutes)
        {
            throw new WireRefusedException(
                "EveryMinutes",
                $"Enter a number from {WireSource.LeastMinutes} to {WireSource.MostMinutes}"
            );
        }
    }

    private static void Limited(string field, string value, int limit, string missing)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new WireRefusedException(field, missing);
        }

        if (value.Length > limit)
        {
            throw new WireRefusedException(field, $"Use {limit} characters or fewer. There are {value.Length}.");
        }
    }

    private static void Admin(Actor actor)
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }
    }

    private static void Fill(WireSource source, WireSourceForm form) =>
        (
            source.Name,
            source.Address,
            source.Credit,
            source.EveryMinutes,
            source.CategoryId,
            source.IsOn,
            source.IsSyndicated
        ) = (form.Name, form.Address, form.Credit, form.EveryMinutes, form.CategoryId, form.IsOn, form.IsSyndicated);

    private async Task<WireSource> OwnAsync(long id, CancellationToken cancel) =>
        await db.WireSources.SingleOrDefaultAsync(s => s.Id == id, cancel)
        ?? throw new WireRefusedException("The source was removed meanwhile.");

    private void Record(WireSource source, string act, Actor actor, bool isNew = false) =>
        db.Record(actor, act, $"wire-source:{source.Id}", source.Name, clock.GetUtcNow(), db.ChangesOf(source, isNew));

    private async Task SaveAsync(CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException wrong)
        {
            throw wrong.SqlState switch
            {
                PostgresErrorCodes.UniqueViolation => new WireRefusedException(
                    "Address",
                    "There is a source with this address already"
                ),
                PostgresErrorCodes.ForeignKeyViolation => new WireRefusedException(
                    "CategoryId",
                    "Choose a section from the list"
                ),
                _ => e,
            };
        }
    }
}
