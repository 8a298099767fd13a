using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>A line of a file, and what would become of it.</summary>
/// <param name="Outcome">Null where it was refused.</param>
/// <param name="Refusal">Why.</param>
public sealed record TriedLine(
    int Number,
    string From,
    string? To,
    int Code,
    RedirectOutcome? Outcome,
    string? Refusal
);

/// <summary>Files of redirects: looked through, and kept until somebody says that they are to be taken in.</summary>
public sealed class RedirectImports(NewsroomDb db, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Tries a file on the list as it is now. Nothing is changed.</summary>
    public async Task<IReadOnlyList<TriedLine>> TryAsync(
        IReadOnlyList<RedirectFileLine> lines,
        CancellationToken cancel
    )
    {
        var plan = PlanOf(await AroundAsync(db, [.. lines.Select(l => l.Line).OfType<RedirectLine>()], cancel));
        return [.. lines.Select(Try)];

        TriedLine Try(RedirectFileLine read)
        {
            if (read.Line is not { } line)
            {
                return new(read.Number, read.From, null, 0, null, read.Refusal);
            }

            try
            {
                return new(read.Number, line.From, line.To?.Address, line.Code, plan.Set(line), null);
            }
            catch (RedirectRefusedException refused)
            {
                return new(read.Number, line.From, line.To?.Address, line.Code, null, refused.Message);
            }
        }
    }

    /// <summary>Keeps what would change the list, for <see cref="RedirectDesk.ImportAsync"/>.</summary>
    /// <returns>By which it is known; nobody else can take it in.</returns>
    public async Task<Guid> KeepAsync(IReadOnlyList<TriedLine> lines, Actor actor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var old = now - Kept;
        await db.RedirectImports.Where(i => i.At < old || i.StaffMemberId == actor.Id).ExecuteDeleteAsync(cancel);
        var good = lines.Where(l => l.Outcome is RedirectOutcome.New or RedirectOutcome.Changed).ToList();
        var import = new RedirectImport
        {
            Id = Guid.NewGuid(),
            At = now,
            StaffMemberId = actor.Id,
            From = [.. good.Select(l => l.From)],
            To = [.. good.Select(l => l.To ?? "")],
            Code = [.. good.Select(l => l.Code)],
        };
        db.Add(import);
        await db.SaveChangesAsync(cancel);
        return import.Id;
    }

    internal static RedirectPlan PlanOf(IEnumerable<Redirect> known) =>
        new(known.Select(r => new RedirectLine(r.From, r.To is { } to ? new(to, r.ToKey) : null, r.Code)));

    /// <returns>The part of the list that these lines can touch, or be led on by.</returns>
    internal static async Task<IReadOnlyList<Redirect>> AroundAsync(
        NewsroomDb db,
        IReadOnlyCollection<RedirectLine> lines,
        CancellationToken cancel
    )
    {
        string[] from = [.. lines.Select(l => l.From)];
        string[] keys =
        [
            .. lines
                .SelectMany(l => new[] { l.From, l.To?.Key })
                .OfType<string>()
                .SelectMany(key => new[] { key, AskedAddress.PathOf(key) })
                .Distinct(),
        ];
        return await db
            .Redirects.FromSql(
                $"""
                with led as (
                    select id, to_key from newsroom.redirect where to_key = any({from})
                    union
                    select id, to_key from newsroom.redirect where split_part(to_key, '?', 1) = any({from})
                )
                select r.* from newsroom.redirect r
                where r.from_address = any({keys}) or r.id in (select id from led)
                    or r.from_address in (select to_key from led)
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
    }
}
