using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>What a reader may have meant: other words, or a topic or author of that name.</summary>
internal sealed class SearchSuggestions(PublishedDb db)
{
    private const int WordLimit = 8;

    /// <returns>The words with likely spelling for unlikely; null where nothing is likelier.</returns>
    public async Task<string?> CorrectAsync(string words, CancellationToken cancel)
    {
        var typed = Words(words).Take(WordLimit).ToList();
        var texts = typed.Select(t => words[t].ToLowerInvariant()).Distinct().ToArray();

        // A word that many headlines have is meant as it is; one that hardly any has gives way to one that is as like
        // it as can be, and much commoner.
        var better = await db
            .Database.SqlQuery<Pair>(
                $"""
                select typed, likely.word as likely
                from unnest({texts}) typed,
                    lateral (select public.unaccent(typed) as plain) p,
                    lateral (select coalesce((select count from site.word where word = plain), 0) as count) own,
                    lateral (
                        select word from site.word
                        where word % plain and word <> plain and word.count > 10 * own.count
                        order by public.similarity(word, plain) desc, word.count desc, word limit 1
                    ) likely
                """
            )
            .ToDictionaryAsync(p => p.Typed, p => p.Likely, cancel);
        if (better.Count == 0)
        {
            return null;
        }

        var corrected = new StringBuilder(words);
        foreach (var place in typed.AsEnumerable().Reverse())
        {
            if (better.TryGetValue(words[place].ToLowerInvariant(), out var likely))
            {
                corrected.Remove(place.Start.Value, place.End.Value - place.Start.Value);
                corrected.Insert(place.Start.Value, likely);
            }
        }

        return corrected.ToString();
    }

    /// <returns>The topics and authors whose name is like what was typed.</returns>
    public async Task<IReadOnlyList<NamedLink>> LikelyNamedAsync(string words, CancellationToken cancel) =>
        await db
            .Database.SqlQuery<NamedLink>(
                $"""
                select kind, name, address from (
                    select 'Topic' as kind, name, '/tag/' || slug as address from site.tag
                    union all select 'Author', name, '/author/' || slug from site.author
                ) named
                where public.similarity(public.unaccent(name), public.unaccent({words})) > 0.5
                order by public.similarity(public.unaccent(name), public.unaccent({words})) desc, name limit 3
                """
            )
            .ToListAsync(cancel);

    // Runs of letters, but not those that are to be left out.
    private static IEnumerable<Range> Words(string words)
    {
        for (var n = 0; n < words.Length; n++)
        {
            var start = n;
            while (n < words.Length && IsLetter(words[n]))
            {
                n++;
            }

            if (n - start >= 3 && (start == 0 || words[start - 1] != '-'))
            {
                yield return start..n;
            }
        }
    }

    private static bool IsLetter(char c) =>
        char.IsLetter(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private sealed record Pair(string Typed, string Likely);
}
