using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Addresses;

/// <summary>An address that was not found, and where it may have meant to lead.</summary>
/// <param name="Suggestion">A page of this site; null where none is like it.</param>
public sealed record MissingRow(MissingAddress Missing, string? Suggestion);

/// <param name="Next">What to go on from; null on the last page.</param>
public sealed record MissingFound(IReadOnlyList<MissingRow> Rows, string? Next);

/// <summary>What is asked for most and not found.</summary>
public sealed class MissingReport(NewsroomDb db)
{
    public const int PageSize = 25;

    // So many stories are compared for each address: those that begin like it, and those that end like it.
    private const int Candidates = 40;

    // Behind every letter.
    private const string Last = "\U0010FFFF";

    // Of shorter ends of addresses too many stories begin alike.
    private const int NearFrom = 8;

    // How much of the words must be the same.
    private const double Alike = 0.5;

    /// <param name="after">What <see cref="MissingFound.Next"/> gave.</param>
    /// <returns>Those that are asked for most first.</returns>
    public async Task<MissingFound> FindAsync(string? after, CancellationToken cancel)
    {
        var place = (after ?? "").Split('-', 2);
        var (count, last) =
            place.Length == 2
            && long.TryParse(place[0], NumberStyles.None, CultureInfo.InvariantCulture, out var c)
            && long.TryParse(place[1], NumberStyles.None, CultureInfo.InvariantCulture, out var i)
                ? (c, i)
                : (long.MaxValue, long.MaxValue);
        var rows = await db
            .MissingAddresses.AsNoTracking()
            .Where(m =>
                m.DismissedAt == null
                && EF.Functions.LessThan(ValueTuple.Create(m.Count, m.Id), ValueTuple.Create(count, last))
            )
            .OrderByDescending(m => m.Count)
            .ThenByDescending(m => m.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        string? next = null;
        if (rows.Count > PageSize)
        {
            rows.RemoveAt(PageSize);
            next = string.Create(CultureInfo.InvariantCulture, $"{rows[^1].Count}-{rows[^1].Id}");
        }

        var suggestions = await SuggestAsync([.. rows.Select(m => m.Address)], cancel);
        return new([.. rows.Select(m => new MissingRow(m, suggestions.GetValueOrDefault(m.Address)))], next);
    }

    /// <returns>By address; one that is like nothing is missing. Indexes lead to the few pages that are compared.</returns>
    public async Task<IReadOnlyDictionary<string, string>> SuggestAsync(
        IReadOnlyList<string> addresses,
        CancellationToken cancel
    )
    {
        string[] asked = [.. addresses];
        string[] slugs = [.. asked.Select(SlugOf)];
        long[] ids = [.. asked.Select(IdOf)];
        string[] heads = [.. slugs.Select(s => s.Length < NearFrom ? "~" : s[..(s.Length / 2)])];
        string[] tails =
        [
            .. slugs.Select(s => s.Length < NearFrom ? "~" : string.Concat(s[(s.Length / 2)..].Reverse())),
        ];
        var found = await db
            .Database.SqlQuery<Candidate>(
                $"""
                select a.asked, p.address, p.slug, p.rank
                from unnest({asked}, {slugs}, {ids}, {heads}, {tails}) a (asked, slug, id, head, tail)
                cross join lateral (
                    select '/news/' || s.id || '/' || s.slug as address, s.slug, 0 as rank
                    from site.article s where s.id = a.id
                    union all
                    (select '/news/' || s.id || '/' || s.slug, s.slug, 1
                    from site.article s where s.slug = a.slug order by s.id desc limit 1)
                    union all
                    select '/category/' || c.slug, c.slug, 2 from site.category c where c.slug = a.slug
                    union all
                    select '/tag/' || t.slug, t.slug, 3 from site.tag t where t.slug = a.slug
                    union all
                    select '/author/' || u.slug, u.slug, 4 from site.author u where u.slug = a.slug
                    union all
                    select '/about/' || b.slug, b.slug, 5 from site.standing_page b where b.slug = a.slug
                    union all
                    (select '/news/' || s.id || '/' || s.slug, s.slug, 6
                    from site.article s where s.slug ~>=~ a.head and s.slug ~<~ (a.head || {Last}) limit {Candidates})
                    union all
                    (select '/news/' || s.id || '/' || s.slug, s.slug, 6 from site.article s
                    where reverse(s.slug) ~>=~ a.tail and reverse(s.slug) ~<~ (a.tail || {Last}) limit {Candidates})
                ) p
                """
            )
            .ToListAsync(cancel);
        return found
            .Select(c => (Found: c, Near: c.Rank < 6 ? 2 - c.Rank : Nearness(c.Slug, SlugOf(c.Asked)) - 10))
            .Where(c => c.Found.Rank < 6 || c.Near >= Alike - 10)
            .GroupBy(c => c.Found.Asked)
            .ToDictionary(all => all.Key, all => all.MaxBy(c => c.Near).Found.Address, StringComparer.Ordinal);
    }

    /// <returns>Which part of the words of two ends of addresses is the same: 1 for all.</returns>
    public static double Nearness(string one, string other)
    {
        HashSet<string> first = [.. one.Split('-')];
        HashSet<string> second = [.. other.Split('-')];
        return (double)first.Intersect(second).Count() / first.Union(second).Count();
    }

    // The last part that says anything; without what files are called by.
    private static string SlugOf(string address)
    {
        var parts = AskedAddress.PathOf(address).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var last = Array.FindLast(parts, part => part.Any(char.IsLetter)) ?? "";
        var dot = last.IndexOf('.', StringComparison.Ordinal);
        return Slug.From(dot > 0 ? last[..dot] : last);
    }

    // Only where our own addresses have it: elsewhere numbers are years, or another paper's.
    private static long IdOf(string address) =>
        AskedAddress.PathOf(address).Split('/') is ["", "news", var id, ..]
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private sealed record Candidate(string Asked, string Address, string Slug, int Rank);
}
