namespace NewsSite.News.Articles;

/// <summary>What kind of writing a story is; shown to readers wherever the story is. A report has no label.</summary>
public enum StoryLabel
{
    Opinion,
    Analysis,
    Explainer,
    Review,
    Interview,
    Obituary,
}
