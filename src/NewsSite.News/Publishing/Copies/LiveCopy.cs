using NewsSite.News.Articles;
using NewsSite.News.Publications;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Copies;

/// <summary>A story that is to go out, locked by the caller's transaction.</summary>
internal sealed record PublishAct(Article Article, PublishOrder Order, Actor Actor);

/// <summary>A story that may not go out, and why.</summary>
internal sealed record Refusal(Article Article, PublishRefusedException Why);

/// <summary>What readers are to see of a story.</summary>
/// <param name="Body">The version's own, laid out.</param>
/// <param name="EditionCount">See <see cref="Published.Tables.PublishedArticle.EditionCount"/>.</param>
internal sealed record LiveCopy(Article Article, ArticleVersion Version, LaidOutBody Body, int EditionCount);

/// <summary>What an act of publishing did to the newsroom's record of a story.</summary>
/// <param name="Kind">As readers see it.</param>
/// <param name="Corrects">Whether it added a note.</param>
/// <param name="WasLive">The version that readers saw until now; null where they saw none.</param>
internal sealed record TurnedLive(
    PublishAct Act,
    ArticleVersion Version,
    LaidOutBody Body,
    PublicationKind Kind,
    bool Corrects,
    int? WasLive
)
{
    public Article Article => Act.Article;
}
