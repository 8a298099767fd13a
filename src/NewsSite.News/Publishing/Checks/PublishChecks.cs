using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Checks;

/// <summary>What an editor should know before a story goes out.</summary>
public static class PublishChecks
{
    // One that finds the same all over the text says so a few times.
    private const int MostOfOne = 5;

    internal static IReadOnlyList<CheckRule> Rules { get; } =
    [.. RequiredParts.Rules, .. WordRules.Rules, .. NameRules.Rules, .. LinkRules.Rules];

    /// <param name="facts">What is known besides; without it, the rules that need it find nothing.</param>
    /// <returns>What each rule says, in the order in which a person fills the form: one check where it found nothing.</returns>
    public static async Task<IReadOnlyList<Check>> ForAsync(
        ArticleContent content,
        CategoryTree tree,
        CancellationToken cancel,
        CheckFacts? facts = null
    )
    {
        var story = await CheckedStory.OfAsync(content, tree, facts ?? CheckFacts.None, cancel);
        return [.. Rules.SelectMany(rule => Checks(rule, story))];
    }

    /// <returns>The first that keeps the story from going out; null where nothing does.</returns>
    public static async Task<Check?> MissingAsync(
        ArticleContent content,
        CategoryTree tree,
        CancellationToken cancel
    ) => Missing(await CheckedStory.OfAsync(content, tree, CheckFacts.None, cancel));

    /// <param name="body">The story's, laid out.</param>
    /// <inheritdoc cref="MissingAsync"/>
    public static Check? Missing(ArticleContent content, CategoryTree tree, RenderedBody body) =>
        Missing(new CheckedStory(content, tree, CheckFacts.None, body, null));

    private static Check? Missing(CheckedStory story) =>
        Rules
            .Where(rule => rule.Level == CheckLevel.Block)
            .SelectMany(rule => Checks(rule, story))
            .FirstOrDefault(check => check.Level == CheckLevel.Block);

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
