using NewsSite.News.Database;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>A body as readers will see it.</summary>
/// <param name="PictureIds">Of the pictures that it shows.</param>
internal sealed record LaidOutBody(RenderedBody Text, long[] PictureIds)
{
    /// <exception cref="BodyRefusedException">The body cannot be shown.</exception>
    public static async Task<LaidOutBody> OfAsync(NewsroomDb db, string markdown, CancellationToken cancel)
    {
        var pictures = await TextPictures.FindAsync(db, markdown, BodyPictures.ReadersRoot, cancel);
        var text = await StoryMarkdown.RenderAsync(markdown, cancel, pictures.Known);
        return new(text, pictures.Shown(text));
    }

    /// <summary>The words without any layout.</summary>
    public static LaidOutBody Plain(string markdown) => new(StoryMarkdown.Plain(markdown), []);
}
