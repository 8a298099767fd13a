using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Checks;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>How near a story is to going out, beside its words.</summary>
/// <param name="Checks">What every rule says.</param>
public sealed record ReadyView(IReadOnlyList<Check> Checks)
{
    public int Rules => Checks.Select(c => c.Rule).Distinct().Count();
    public int Passed => Checks.Count(c => c.Level == CheckLevel.Pass);

    /// <summary>What keeps it from going out first.</summary>
    public IEnumerable<Check> Open => Checks.Where(c => c.Level != CheckLevel.Pass).OrderByDescending(c => c.Level);

    /// <param name="content">As it stands in the form, or was kept.</param>
    /// <param name="tagNames">Not all of them may be tags yet; the rules ask only whether there are any.</param>
    /// <param name="openNotes">How many nobody has settled.</param>
    public static async Task<ReadyView> OfAsync(
        CheckDesk desk,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        int openNotes,
        CancellationToken cancel
    )
    {
        var whole = content with { TagIds = [.. tagNames.Select(_ => 0L)] };
        var checks = await desk.ForAsync(whole, cancel, asksForLinks: false);
        return new([.. checks, PublishChecks.OpenNotes(openNotes)]);
    }
}
