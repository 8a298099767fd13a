using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;
using NewsSite.News.StandingPages;

namespace NewsSite.News.Importing;

/// <summary>
/// The pages about the paper that came from a source, known by its site and their number there. One whose word of an address
/// somebody else's page has gets another word.
/// </summary>
internal sealed class ImportedPages(NewsroomDb db)
{
    // "Our journalists" has an address among those of such pages.
    private const string Journalists = "staff";

    // Room for a hyphen and a number.
    private const int NumberLength = 6;
    private HashSet<string>? taken;

    /// <returns>By their keys, the address of each that is there.</returns>
    public async Task<Dictionary<Guid, string>> FindAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancel) =>
        await db
            .StandingPages.Where(p => p.ImportKey != null && keys.Contains(p.ImportKey.Value))
            .ToDictionaryAsync(p => p.ImportKey!.Value, p => StandingPage.AddressOf(p.Slug), cancel);

    /// <returns>A new page with a word of its own; what is none, as it is.</returns>
    public async Task<ReadyPost> NameAsync(ReadyPost post, CancellationToken cancel)
    {
        if (post.PageSlug is not { } wanted)
        {
            return post;
        }

        taken ??= [Journalists, .. await db.StandingPages.Select(p => p.Slug).ToListAsync(cancel)];
        var slug = wanted;
        for (var n = 2; !taken.Add(slug); n++)
        {
            var room = Slug.Limit - NumberLength;
            var word = wanted.Length > room ? wanted[..room].TrimEnd('-') : wanted;
            slug = string.Create(CultureInfo.InvariantCulture, $"{word}-{n}");
        }

        return slug == wanted
            ? post
            : post with
            {
                PageSlug = slug,
                Remarks = [.. post.Remarks, "another page has its address here: it stands at one with a number"],
            };
    }
}
