using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Publishing.Addresses;

/// <summary>Where the address of a withdrawn story may lead: to a page of ours that is there, and by one step.</summary>
internal sealed class RedirectTargets(NewsroomDb db)
{
    private const string Hint =
        "Enter the address of a published story, or of a section, topic, author or page about the paper, like /news/12";

    /// <param name="to">As an editor typed or copied it; a whole address is read as a path of ours.</param>
    /// <returns>The page's own address, which leads nowhere else.</returns>
    /// <exception cref="PublishRefusedException">There is no such page.</exception>
    public async Task<string> FindAsync(string? to, long articleId, CancellationToken cancel)
    {
        var path = (to ?? "").Trim();
        if (Uri.TryCreate(path, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https")
        {
            path = whole!.AbsolutePath;
        }

        var parts = path.Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path.Length is 0 or > 500 || path[0] != '/')
        {
            throw new PublishRefusedException(Hint);
        }

        return parts switch
        {
            [] => "/",
            ["news", var id, ..] => await StoryAsync(id, articleId, cancel),
            ["category", var slug] when await db.Set<PublishedCategory>().AnyAsync(c => c.Slug == slug, cancel) =>
                $"/category/{slug}",
            ["tag", var slug] when await db.Set<PublishedTag>().AnyAsync(t => t.Slug == slug, cancel) => $"/tag/{slug}",
            ["author", var slug] when await db.Set<PublishedAuthor>().AnyAsync(a => a.Slug == slug, cancel) =>
                $"/author/{slug}",
            ["about", var slug] when await db.Set<PublishedStandingPage>().AnyAsync(p => p.Slug == slug, cancel) =>
                $"/about/{slug}",
            _ => throw new PublishRefusedException(Hint),
        };
    }

    private async Task<string> StoryAsync(string text, long articleId, CancellationToken cancel)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw new PublishRefusedException(Hint);
        }

        if (id == articleId)
        {
            throw new PublishRefusedException("A story cannot lead to itself. Enter another address.");
        }

        var slug = await db.Set<PublishedArticle>()
            .Where(a => a.Id == id)
            .Select(a => a.Slug)
            .SingleOrDefaultAsync(cancel);
        return slug is null
            ? throw new PublishRefusedException(
                "Readers do not see that story. Enter the address of one that is published."
            )
            : $"/news/{id}/{slug}";
    }
}
