using NewsSite.News.Articles;

namespace NewsSite.News.Differences;

/// <summary>What a story says, saved or only typed so far.</summary>
/// <param name="Content">Its tags are not looked at: typed ones have no ids yet.</param>
public sealed record StoryState(ArticleContent Content, IReadOnlyList<string> TagNames)
{
    /// <summary>Where there is nothing yet.</summary>
    public static StoryState Empty { get; } = new(new ArticleContent { Headline = "", Body = "" }, []);
}
