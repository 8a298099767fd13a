using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>
/// Lets many addresses lead to what has just come in, inside the caller's transaction. Where the list says something about
/// an address already, that stays.
/// </summary>
internal sealed class RedirectIntake(NewsroomDb db, RedirectDesk desk, TimeProvider clock)
{
    /// <summary>First of all in the transaction, so that nobody who changes the list waits for us while we wait for them.</summary>
    public Task LockAsync(CancellationToken cancel) =>
        db.Database.ExecuteSqlRawAsync("lock table newsroom.redirect in share row exclusive mode", cancel);

    /// <summary>It takes the turn of <c>site</c>, where the caller has not.</summary>
    /// <returns>The addresses that lead elsewhere, and keep doing so.</returns>
    /// <exception cref="RedirectRefusedException">The list would be too long.</exception>
    public async Task<IReadOnlyList<string>> LeadAsync(
        IReadOnlyList<RedirectLine> lines,
        Actor actor,
        CancellationToken cancel
    )
    {
        var known = await RedirectImports.AroundAsync(db, lines, cancel);
        var change = new RedirectChange(db.Database.CurrentTransaction!, known);
        var first = new HashSet<string>(StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var line in lines)
        {
            if (change.Find(line.From) is { } old)
            {
                if (old.To != line.To?.Address)
                {
                    left.Add(line.From);
                }
            }
            else if (!first.Add(line.From) || !TrySet(change, line))
            {
                left.Add(line.From);
            }
        }

        var touched = change.Plan.Touched.Select(l => l.From).ToArray();
        if (touched.Length == 0)
        {
            return left;
        }

        await desk.WriteAsync(change, null, cancel);
        var words = string.Create(CultureInfo.InvariantCulture, $"{touched.Length} old addresses lead on");
        foreach (var part in change.Changes(null).Chunk(RedirectChange.PerEntry))
        {
            db.Record(actor, "ImportRedirects", "redirect:", words, clock.GetUtcNow(), part);
        }

        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await RedirectDesk.ProjectAsync(db, touched, cancel);
        return left;
    }

    private static bool TrySet(RedirectChange change, RedirectLine line)
    {
        try
        {
            change.Set(line, RedirectSource.Import);
            return true;
        }
        catch (RedirectRefusedException)
        {
            return false;
        }
    }
}
