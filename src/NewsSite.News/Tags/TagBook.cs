using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;

namespace NewsSite.News.Tags;

/// <summary>The tags of the newsroom: found by name, added when they are new.</summary>
public sealed class TagBook(NewsroomDb db)
{
    /// <summary>The most tags that one story may carry.</summary>
    public const int PerStory = 30;

    /// <summary>
    /// The ids of the tags with these names, in the same order; new ones are added and saved. Two names that make the
    /// same address are the same tag ("Defence", "defence").
    /// </summary>
    public async Task<long[]> FindOrAddAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var wanted = names
            .Select(name => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(name => name.Length > 0)
            .DistinctBy(Slug.OfName)
            .ToList();
        foreach (var name in wanted)
        {
            // "on conflict" rather than look-then-add: two reporters may coin the same tag in the same second.
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.tag (slug, name, kind) values ({Slug.OfName(name)}, {name}, 'Topic')
                on conflict (slug) do nothing
                """,
                cancel
            );
        }

        var slugs = wanted.Select(Slug.OfName).ToList();
        var ids = await db.Tags.Where(t => slugs.Contains(t.Slug)).ToDictionaryAsync(t => t.Slug, t => t.Id, cancel);
        return [.. slugs.Select(slug => ids[slug])];
    }

    /// <returns>Up to ten names that begin with, or contain, what was typed.</returns>
    public async Task<IReadOnlyList<string>> SuggestAsync(string typed, CancellationToken cancel)
    {
        var pattern = LikePattern(typed.Replace("\0", "", StringComparison.Ordinal).Trim());
        return await db
            .Tags.Where(t => EF.Functions.ILike(t.Name, "%" + pattern + "%", "\\"))
            .OrderByDescending(t => EF.Functions.ILike(t.Name, pattern + "%", "\\"))
            .ThenBy(t => t.Name)
            .Select(t => t.Name)
            .Take(10)
            .ToListAsync(cancel);
    }

    /// <returns>The names of the tags with these ids, in the same order.</returns>
    public async Task<IReadOnlyList<string>> NamesAsync(long[] ids, CancellationToken cancel)
    {
        var names = await db.Tags.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        return [.. ids.Where(names.ContainsKey).Select(id => names[id])];
    }

    private static string LikePattern(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
}
