using NewsSite.News.Articles;
using NewsSite.News.Categories;

namespace NewsSite.News.Publishing.Checks;

/// <summary>What an editor should know before a story goes out.</summary>
public static class PublishChecks
{
    // One that finds the same all over the text says so a few times.
    private const int MostOfOne = 5;

    internal static IReadOnlyList<CheckRule> Rules { get; } =
    [.. RequiredParts.Rules, .. WordRules.Rules, .. NameRules.Rules, .. LinkRules.Rules];

    /// <returns>What each rule says, in the order in which a person fills the form: one check where it found nothing.</returns>
    public static IReadOnlyList<Check> For(ArticleContent content, CategoryTree tree)
    {
        var story = new CheckedStory(content, tree);
        return [.. Rules.SelectMany(rule => Checks(rule, story))];
    }

    private static IEnumerable<Check> Checks(CheckRule rule, CheckedStory story)
    {
        var found = rule.Find(story).Take(MostOfOne).ToList();
        return found.Count == 0
            ? [new Check(rule.Name, CheckLevel.Pass, rule.Ready, rule.Field)]
            : found.Select(f => new Check(rule.Name, rule.Level, f.Text, rule.Field, f.Passage));
    }
}
