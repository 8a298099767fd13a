using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Markdown;

namespace NewsSite.News.Publishing;

/// <summary>A body as readers will see it.</summary>
/// <param name="PictureIds">Of the pictures that it shows.</param>
internal sealed record LaidOutBody(RenderedBody Text, long[] PictureIds)
{
    /// <exception cref="BodyRefusedException">The body cannot be shown.</exception>
    public static async Task<LaidOutBody> OfAsync(NewsroomDb db, string markdown, CancellationToken cancel)
    {
        var pictures = await TextPictures.FindAsync(db, markdown, BodyPictures.ReadersRoot, cancel);
        var text = StoryMarkdown.Render(markdown, pictures.Known);
        return new(text, pictures.Shown(text));
    }

    /// <summary>How many pictures of the story nobody has described: the lead picture among them, and those in the text.</summary>
    public async Task<int> UndescribedAsync(NewsroomDb db, long? leadId, CancellationToken cancel)
    {
        // Whoever wrote the text may have described a picture there; the empty words are the layout's own.
        var inText = Text.Html.Split("alt=\"\"").Length - 1;
        return inText + await db.Pictures.CountAsync(p => p.Id == leadId && p.Alt == "", cancel);
    }

    /// <summary>The words without any layout.</summary>
    public static LaidOutBody Plain(string markdown) => new(StoryMarkdown.Plain(markdown), []);
}
