using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Staff;

/// <summary>A session together with whose it is.</summary>
/// <param name="Sections">See <see cref="Actor.Sections"/>.</param>
public sealed record OpenSession(StaffSession Session, StaffMember Member, IReadOnlySet<long>? Sections);

/// <summary>Keeps the sessions of staff: begins them, finds them at each request, ends them at once on every server.</summary>
public sealed class SessionBook(NewsroomDb db, TimeProvider clock)
{
    // A request within it does not write down once more that the person was there.
    private static readonly TimeSpan Seldom = TimeSpan.FromMinutes(1);

    // What has ended is kept so long, for whoever looks into a break-in; the audit log keeps sign-ins for ever.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>Writes a sign-in down.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="browser">In words.</param>
    /// <param name="way">See <see cref="StaffSession.Way"/>.</param>
    public async Task<StaffSession> BeginAsync(
        StaffMember member,
        string address,
        string browser,
        string way,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        var session = new StaffSession
        {
            Id = NewId(),
            StaffMemberId = member.Id,
            StartedAt = now,
            SeenAt = now,
            ConfirmedAt = now,
            Address = address,
            Browser = browser,
            Way = way,
        };
        var old = now - Kept;
        await db.StaffSessions.Where(s => s.StaffMemberId == member.Id && s.SeenAt < old).ExecuteDeleteAsync(cancel);
        db.StaffSessions.Add(session);
        var actor = new Actor(member.Id, member.Name, member.Role) { Way = Way.Web, Address = address };
        db.Record(actor, "SignIn", $"staff:{member.Id}", $"{way}, {browser}", now);
        await db.SaveChangesAsync(cancel);
        return session;
    }

    /// <summary>Asked at each request of the staff, who are few.</summary>
    /// <returns>Null where it has ended, or the person has been shut out.</returns>
    public async Task<OpenSession?> FindAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var found = await Open(now)
            .AsNoTracking()
            .Where(s => s.Id == id)
            .Join(db.Users, s => s.StaffMemberId, m => m.Id, (session, member) => new { session, member })
            .Where(x => x.member.DisabledAt == null)
            .SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        if (found.session.SeenAt < now - Seldom)
        {
            await SeeAsync(id, now, cancel);
        }

        return new OpenSession(found.session, found.member, await db.SectionsOfAsync(found.member, cancel));
    }

    /// <returns>The open ones of a person, the latest first.</returns>
    public Task<List<StaffSession>> ListAsync(long staffMemberId, CancellationToken cancel) =>
        Open(clock.GetUtcNow())
            .AsNoTracking()
            .Where(s => s.StaffMemberId == staffMemberId)
            .OrderByDescending(s => s.SeenAt)
            .ToListAsync(cancel);

    /// <returns>When each person who has a session, open or not, made the last request, to a minute.</returns>
    public async Task<IReadOnlyDictionary<long, DateTimeOffset>> LastSeenAsync(CancellationToken cancel) =>
        await db
            .StaffSessions.GroupBy(s => s.StaffMemberId)
            .Select(s => new { Id = s.Key, At = s.Max(x => x.SeenAt) })
            .ToDictionaryAsync(s => s.Id, s => s.At, cancel);

    /// <summary>The person signs out.</summary>
    public Task LeaveAsync(Guid id, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db
            .StaffSessions.Where(s => s.Id == id && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel);
    }

    /// <summary>Ends one session of a person; by that person or an admin.</summary>
    /// <exception cref="NotAllowedException">No such session, or not the actor's to end.</exception>
    public async Task EndAsync(long staffMemberId, Guid id, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        Allow(staffMemberId, actor);
        var now = clock.GetUtcNow();
        var ended = await db
            .StaffSessions.Where(s => s.Id == id && s.StaffMemberId == staffMemberId && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel);
        if (ended == 0)
        {
            throw new NotAllowedException();
        }

        db.Record(actor, "EndSession", $"staff:{staffMemberId}", null, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Ends all sessions of a person but one; by that person or an admin.</summary>
    /// <param name="but">Null: none is spared.</param>
    /// <exception cref="NotAllowedException">Not the actor's to end.</exception>
    public async Task EndAllAsync(long staffMemberId, Guid? but, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        Allow(staffMemberId, actor);
        var now = clock.GetUtcNow();
        await db.EndSessionsAsync(staffMemberId, but, now, cancel);
        db.Record(actor, "EndSessions", $"staff:{staffMemberId}", null, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The person has proved once more who it is: the session goes on under a new id, and the old one is no more.</summary>
    /// <exception cref="NotAllowedException">It has ended meanwhile.</exception>
    public async Task<StaffSession> ConfirmAsync(Guid id, CancellationToken cancel)
    {
        var (now, next) = (clock.GetUtcNow(), NewId());
        var renewed = await Open(now)
            .Where(s => s.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Id, next).SetProperty(x => x.ConfirmedAt, now), cancel);
        return renewed == 1
            ? await db.StaffSessions.AsNoTracking().SingleAsync(s => s.Id == next, cancel)
            : throw new NotAllowedException();
    }

    /// <summary>Writes down when somebody who has no second factor was first asked for one; the first time counts.</summary>
    /// <returns>That time.</returns>
    public async Task<DateTimeOffset> AskForSecondFactorAsync(StaffMember member, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (member.AskedForSecondFactorAt is { } asked)
        {
            return asked;
        }

        await WriteAsync(() =>
            db
                .Users.Where(s => s.Id == member.Id && s.AskedForSecondFactorAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.AskedForSecondFactorAt, now), cancel)
        );
        return now;
    }

    private Task SeeAsync(Guid id, DateTimeOffset now, CancellationToken cancel) =>
        WriteAsync(() =>
            db.StaffSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), cancel)
        );

    private static async Task WriteAsync(Func<Task<int>> write)
    {
        try
        {
            await write();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            // A database that takes nothing for a while is no reason to shut anybody out of reading.
        }
    }

    private IQueryable<StaffSession> Open(DateTimeOffset now)
    {
        var (since, begun) = (now - StaffSession.Rest, now - StaffSession.Longest);
        return db.StaffSessions.Where(s => s.EndedAt == null && s.SeenAt > since && s.StartedAt > begun);
    }

    // All of its bits by chance, which a new Guid's are not.
    private static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    private static void Allow(long staffMemberId, Actor actor)
    {
        if (actor.Id != staffMemberId && actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }
    }
}
