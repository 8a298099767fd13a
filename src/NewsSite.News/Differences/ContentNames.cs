using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;

namespace NewsSite.News.Differences;

/// <summary>What people call the sections, tags, authors and pictures that contents name by their ids.</summary>
public sealed class ContentNames
{
    private readonly Dictionary<long, string> categories;
    private readonly Dictionary<long, string> tags;
    private readonly Dictionary<long, string> authors;
    private readonly Dictionary<long, string> pictures;

    private ContentNames(
        Dictionary<long, string> categories,
        Dictionary<long, string> tags,
        Dictionary<long, string> authors,
        Dictionary<long, string> pictures
    ) => (this.categories, this.tags, this.authors, this.pictures) = (categories, tags, authors, pictures);

    public static async Task<ContentNames> LoadAsync(
        NewsroomDb db,
        IReadOnlyList<ArticleContent> contents,
        CancellationToken cancel
    )
    {
        var categoryIds = contents.SelectMany(c => c.CategoryIds()).Distinct().ToList();
        var tagIds = contents.SelectMany(c => c.TagIds).Distinct().ToList();
        var authorIds = contents.SelectMany(c => c.AuthorIds).Distinct().ToList();
        var pictureIds = contents.Select(c => c.PictureId).OfType<long>().Distinct().ToList();
        return new ContentNames(
            await db
                .Categories.Where(c => categoryIds.Contains(c.Id))
                .ToDictionaryAsync(c => c.Id, c => c.Name, cancel),
            await db.Tags.Where(t => tagIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancel),
            await db.Authors.Where(a => authorIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, cancel),
            await db.Pictures.Where(p => pictureIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Alt, cancel)
        );
    }

    public StoryState State(ArticleContent content) =>
        new(content, [.. content.TagIds.Where(tags.ContainsKey).Select(id => tags[id])]);

    internal string Category(long? id) => id is { } known ? Name(categories, known) : "";

    internal string Categories(IEnumerable<long> ids) => string.Join(", ", Names(categories, ids));

    internal string Authors(IEnumerable<long> ids) => string.Join(", ", Names(authors, ids));

    internal string Picture(long? id) => id is { } known ? Name(pictures, known) : "";

    private static List<string> Names(Dictionary<long, string> names, IEnumerable<long> ids) =>
        [.. ids.Select(id => Name(names, id))];

    private static string Name(Dictionary<long, string> names, long id) =>
        names.TryGetValue(id, out var name)
            ? name.Length > 0
                ? name
                : $"No. {id}"
            : $"No. {id}, which is gone";
}
