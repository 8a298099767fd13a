namespace NewsSite.News.Articles;

/// <summary>What the address of a withdrawn story answers. The story itself is gone from everything else in each case.</summary>
public enum WithdrawOutcome
{
    /// <summary>A page that says so, and is no error: the story may come back.</summary>
    Notice,

    /// <summary>Readers are led to another page for good.</summary>
    Redirect,

    /// <summary>410: it was here and will not come back.</summary>
    Gone,

    /// <summary>404: as if it had never been there.</summary>
    NotFound,
}
