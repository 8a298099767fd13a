using NewsSite.News.Articles;

namespace NewsSite.Web.Newsroom;

/// <summary>The newsroom's words for acts and states.</summary>
public static class StoryActs
{
    /// <returns>As a button says it.</returns>
    public static string Verb(StoryAct act) =>
        act switch
        {
            StoryAct.Submit => "Submit for review",
            StoryAct.TakeBack => "Take back",
            StoryAct.Return => "Return to the writer",
            StoryAct.Approve => "Approve",
            StoryAct.Spike => "Spike",
            _ => "Restore",
        };

    /// <returns>As a list says it.</returns>
    public static string State(ArticleState state) => state == ArticleState.InReview ? "In review" : state.ToString();
}
