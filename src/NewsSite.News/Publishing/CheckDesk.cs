using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Publishing.Copies;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>Looks a story over before it goes out, with all that the newsroom and the web know of what it names.</summary>
public sealed partial class CheckDesk(NewsroomDb db, LinkProbe probe)
{
    /// <param name="asksForLinks">Whether the web is asked, which may take two seconds.</param>
    /// <inheritdoc cref="PublishChecks.ForAsync"/>
    public async Task<IReadOnlyList<Check>> ForAsync(
        ArticleContent content,
        CancellationToken cancel,
        bool asksForLinks = true
    )
    {
        var asked = probe.BrokenAsync(asksForLinks ? LinkRules.Addresses(content.Body) : [], cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var pictures = await TextPictures.FindAsync(db, content.Body, BodyPictures.ReadersRoot, cancel);
        var leadAlt = await db
            .Pictures.Where(p => p.Id == content.PictureId)
            .Select(p => p.Alt)
            .SingleOrDefaultAsync(cancel);
        var broken = new Dictionary<string, string>(await asked);
        await AddOwnAsync(content.Body, broken, cancel);
        return await PublishChecks.ForAsync(content, tree, cancel, new(pictures.Known, leadAlt, broken));
    }

    // Of our own stories the newsroom knows without asking.
    private async Task AddOwnAsync(string body, Dictionary<string, string> broken, CancellationToken cancel)
    {
        var own = LinkRules
            .Addresses(body)
            .Select(address => (address, match: Story().Match(address)))
            .Where(l => l.match.Success)
            .Select(l => (l.address, id: long.Parse(l.match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture)))
            .ToList();
        var ids = own.Select(l => l.id).Distinct().ToList();
        var live = await db
            .Articles.Where(a => ids.Contains(a.Id) && a.LiveNumber != null)
            .Select(a => a.Id)
            .ToListAsync(cancel);
        foreach (var (address, _) in own.Where(l => !live.Contains(l.id)))
        {
            broken[address] = "A link leads to a story that readers cannot see";
        }
    }

    [GeneratedRegex("^/news/(?<id>[0-9]{1,15})(/|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Story();
}
