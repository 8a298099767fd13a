using Microsoft.EntityFrameworkCore;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Media;

namespace NewsSite.Web.Newsroom;

/// <summary>What the writing form offers to choose from.</summary>
/// <param name="Categories">With the level of each, 0 for a root.</param>
public sealed record WriteChoices(
    IReadOnlyList<(Category Category, int Level)> Categories,
    IReadOnlyList<Author> Authors,
    IReadOnlyList<Picture> Pictures
)
{
    // The newest that have what readers need; all others are found in the library.
    private const int PictureLimit = 100;

    public static async Task<WriteChoices> LoadAsync(NewsroomDb db, long? chosenPicture, CancellationToken cancel)
    {
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var pictures = db.Pictures.AsNoTracking();
        return new WriteChoices(
            [.. tree.InOrder().Select(c => (c, tree.Path(c).Count - 1))],
            await db.Authors.AsNoTracking().OrderBy(a => a.Name).ToListAsync(cancel),
            await pictures
                .Where(p => p.Id == chosenPicture || (p.Alt != "" && !db.Authors.Any(a => a.PortraitId == p.Id)))
                .OrderByDescending(p => p.Id == chosenPicture)
                .ThenByDescending(p => p.Id)
                .Take(PictureLimit)
                .ToListAsync(cancel)
        );
    }
}
