namespace NewsSite.News.Articles;

/// <summary>Where the newest version stands. Whether a live copy exists is another question: see <see cref="Article.LiveNumber"/>.</summary>
public enum ArticleState
{
    Draft,
    InReview,

    /// <summary>An editor has approved it.</summary>
    Ready,

    /// <summary>Goes out for the first time at a time that is set.</summary>
    Scheduled,

    /// <summary>Published, perhaps with a newer draft that is not.</summary>
    Published,
    Withdrawn,

    /// <summary>Will not run; its words are kept.</summary>
    Spiked,
}
