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

    /// <summary>What the newsroom wrote to itself about the story, and nobody has settled.</summary>
    public static Check OpenNotes(int count) =>
        new(
            "Open notes",
            count == 0 ? CheckLevel.Pass : CheckLevel.Warn,
            count switch
            {
                0 => "No note is open",
                1 => "1 note is still open",
                _ => $"{count} notes are still open",
            },
            StoryField.Notes
        );

    private static IEnumerable<Check> Checks(CheckRule rule, CheckedStory story)
    {
        var found = rule.Find(story).Take(MostOfOne).ToList();
        return found.Count == 0
            ? [new Check(rule.Name, CheckLevel.Pass, rule.Ready, rule.Field)]
            : found.Select(f => new Check(rule.Name, rule.Level, f.Text, rule.Field, f.Passage));
    }
}
