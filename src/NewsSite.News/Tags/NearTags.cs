using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Tags;

/// <summary>A tag that may be the same as another.</summary>
/// <param name="Distance">Letters that differ once case, accents, signs and the plural are left away; at most 2.</param>
public sealed record NearTag(long Id, string Name, int Distance);

/// <summary>Two tags that may be one.</summary>
public sealed record NearPair(long Id, string Name, NearTag Other);

/// <param name="After">The name to go on from; null where all were looked at.</param>
public sealed record NearLook(IReadOnlyList<NearPair> Pairs, string? After);

/// <summary>
/// Finds tags that are nearly the same. One look costs as much among a hundred thousand tags as among few: indexes give
/// the names that have a third in common, at most <see cref="Candidates"/> for each third, and only these are compared.
/// Of names of fewer than nine letters it finds two differences where the beginning or the end is the same.
/// </summary>
public sealed class NearTags(NewsroomDb db)
{
    /// <summary>How many tags one look at all of them goes through; the next look goes on from there.</summary>
    public const int PerLook = 40;

    private const int Candidates = 300;

    // Behind every letter.
    private const string Last = "\U0010FFFF";

    // In shorter names two other letters make another word, and in the shortest one does: Iran, Iraq.
    private const int LengthForTwo = 6;
    private const int LengthForOne = 5;

    /// <returns>Living tags that are nearly the same as this one, the nearest first.</returns>
    public async Task<IReadOnlyList<NearTag>> OfAsync(long id, CancellationToken cancel) =>
        [.. (await PairsAsync([id], cancel)).Select(p => p.Other).OrderBy(n => n.Distance).ThenBy(n => n.Name)];

    /// <param name="after">The name that the look before ended with; null for the first.</param>
    /// <returns>The pairs that the next tags by name are part of, each once.</returns>
    public async Task<NearLook> LookAsync(string? after, CancellationToken cancel)
    {
        var last = after ?? "";
        var tags = await db
            .Database.SqlQuery<Line>(
                $"""
                select id, name, folded from newsroom.tag
                where replaced_by_id is null and folded ~>~ {last}
                order by folded using ~<~, id limit {PerLook}
                """
            )
            .ToListAsync(cancel);
        var pairs = await PairsAsync([.. tags.Select(t => t.Id)], cancel);
        var seen = new HashSet<(long, long)>();
        return new NearLook(
            [.. pairs.Where(p => seen.Add((Math.Min(p.Id, p.Other.Id), Math.Max(p.Id, p.Other.Id))))],
            tags.Count == PerLook ? tags[^1].Folded : null
        );
    }

    /// <returns>How many letters must be changed, added, left out or swapped; more than 2 is 3.</returns>
    public static int Distance(string one, string other)
    {
        const int most = 2;
        if (Math.Abs(one.Length - other.Length) > most)
        {
            return most + 1;
        }

        var (two, last, now) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var cost = one[i - 1] == other[j - 1] ? 0 : 1;
                now[j] = Math.Min(Math.Min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    now[j] = Math.Min(now[j], two[j - 2] + 1);
                }
            }

            (two, last, now) = (last, now, two);
        }

        return Math.Min(last[other.Length], most + 1);
    }

    private async Task<List<NearPair>> PairsAsync(long[] ids, CancellationToken cancel)
    {
        // Two names that differ in two places are equal in one of three pieces: in the first, in the last, or in the middle.
        // The limits are for names of which very many begin or end alike.
        var found = await db
            .Database.SqlQuery<Candidate>(
                $"""
                with looked as materialized (
                    select id, name, plain, left(plain, (length(plain) + 2) / 3) as head,
                        left(reverse(plain), (length(plain) + 2) / 3) as tail,
                        case when length(plain) >= 9
                            then '%' || substr(plain, (length(plain) + 2) / 3 + 1, length(plain) / 3) || '%'
                            else 'no name is like this' end as middle,
                        array[length(plain) - 2, length(plain) - 1, length(plain), length(plain) + 1, length(plain) + 2]
                            as lengths
                    from newsroom.tag where id = any({ids}) and replaced_by_id is null and plain <> ''
                )
                select t.id, t.name, t.plain, o.id as other_id, o.name as other_name, o.plain as other_plain
                from looked t
                cross join lateral (
                    (select n.id, n.name, n.plain from newsroom.tag n
                    where length(n.plain) = any(t.lengths) and n.plain ~>=~ t.head and n.plain ~<~ (t.head || {Last})
                        and n.id <> t.id and n.replaced_by_id is null
                    limit {Candidates})
                    union
                    (select n.id, n.name, n.plain from newsroom.tag n
                    where length(n.plain) = any(t.lengths)
                        and reverse(n.plain) ~>=~ t.tail and reverse(n.plain) ~<~ (t.tail || {Last})
                        and n.id <> t.id and n.replaced_by_id is null
                    limit {Candidates})
                    union
                    (select n.id, n.name, n.plain from newsroom.tag n
                    where n.plain like t.middle and length(n.plain) = any(t.lengths)
                        and n.id <> t.id and n.replaced_by_id is null
                    limit {Candidates})
                ) o
                """
            )
            .ToListAsync(cancel);
        return
        [
            .. found
                .Select(c => new NearPair(
                    c.Id,
                    c.Name,
                    new NearTag(c.OtherId, c.OtherName, Distance(c.Plain, c.OtherPlain))
                ))
                .Zip(found)
                .Where(p => p.First.Other.Distance <= Allowed(p.Second))
                .Select(p => p.First)
                .OrderBy(p => p.Name, StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: true)),
        ];
    }

    private static int Allowed(Candidate c) =>
        Math.Min(c.Plain.Length, c.OtherPlain.Length) switch
        {
            >= LengthForTwo => 2,
            >= LengthForOne => 1,
            _ => 0,
        };

    private sealed record Line(long Id, string Name, string Folded);

    private sealed record Candidate(
        long Id,
        string Name,
        string Plain,
        long OtherId,
        string OtherName,
        string OtherPlain
    );
}
