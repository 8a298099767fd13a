using NewsSite.News.Articles;
using NewsSite.News.Publishing.Copies;
using NewsSite.Web.Reading.Feeds;

namespace NewsSite.Web.Hosting;

/// <summary>The paper as WordPress takes it in, with what readers do not see. For a command: no address of the site gives it.</summary>
public sealed class PaperForWordPress(UnpublishedStories unpublished, WordPressExport export)
{
    /// <param name="file">A new one.</param>
    /// <param name="progress">Told what is being done, in words.</param>
    /// <returns>How many stories it has, and how many of them readers see.</returns>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public async Task<(int All, int Public)> WriteAsync(
        string file,
        IProgress<string>? progress,
        CancellationToken cancel
    )
    {
        // What readers see and what they do not are read by two users of the database, as of one moment: a story that goes
        // out or is withdrawn meanwhile is in it once.
        var (held, moment) = await unpublished.HoldAsync(cancel);
        await using var until = held;
        var rest = new WxrRest(
            moment,
            await unpublished.LastIdAsync(cancel),
            await unpublished.AuthorsAsync(cancel),
            unpublished.AllAsync(cancel).Select(Entry)
        );
        return await export.WriteAsync(file, rest, progress, cancel);
    }

    /// <returns>With the word of WordPress for its state.</returns>
    private static WxrEntry Entry(UnpublishedStory story) =>
        new(
            story.Story,
            story.State switch
            {
                ArticleState.Scheduled when story.DueAt is not null => "future",
                ArticleState.InReview or ArticleState.Ready or ArticleState.Scheduled => "pending",
                // Readers saw it once, and only staff do now.
                ArticleState.Withdrawn => "private",
                ArticleState.Spiked => "trash",
                _ => "draft",
            },
            story.State == ArticleState.Scheduled ? story.DueAt : story.FirstPublishedAt,
            story.ChangedAt
        );
}
