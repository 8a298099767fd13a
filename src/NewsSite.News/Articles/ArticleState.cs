namespace NewsSite.News.Articles;

/// <summary>Where the newest version stands. Whether a live copy exists is another question: see <see cref="Article.LiveNumber"/>.</summary>
public enum ArticleState
{
    Draft,
    InReview,

    /// <summary>Published, perhaps with a newer draft that is not.</summary>
    Published,
    Withdrawn,
}
