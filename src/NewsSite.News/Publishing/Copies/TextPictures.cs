using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Copies;

/// <summary>The pictures that a body names and the newsroom has.</summary>
internal sealed class TextPictures
{
    private readonly Dictionary<string, long> ids = [];

    private TextPictures(BodyPictures known) => Known = known;

    /// <summary>To lay the body out with.</summary>
    public BodyPictures Known { get; }

    /// <param name="root">Where the pictures will be asked for; see <see cref="BodyPictures"/>.</param>
    public static async Task<TextPictures> FindAsync(NewsroomDb db, string body, string root, CancellationToken cancel)
    {
        var names = StoryMarkdown.PictureFiles(body);
        if (names.Count == 0)
        {
            return new(BodyPictures.None with { Root = root });
        }

        // The same bytes may have been added twice; the first record speaks for them, today and in a rebuild.
        var records = await db
            .Pictures.AsNoTracking()
            .Where(p => names.Contains(p.FileName))
            .OrderBy(p => p.Id)
            .ToListAsync(cancel);
        var first = records.DistinctBy(p => p.FileName).ToList();
        var found = new TextPictures(
            new(root, first.ToDictionary(p => p.FileName, p => new BodyPicture(p.Width, p.Height, p.Alt, p.Credit)))
        );
        first.ForEach(p => found.ids[p.FileName] = p.Id);
        return found;
    }

    /// <returns>The ids of the pictures that the body shows.</returns>
    public long[] Shown(RenderedBody body) => [.. body.Pictures.Select(name => ids[name]).Order()];
}
