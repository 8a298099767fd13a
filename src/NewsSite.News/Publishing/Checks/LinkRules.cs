using System.Text.RegularExpressions;

namespace NewsSite.News.Publishing.Checks;

/// <summary>Links and pictures in the text.</summary>
internal static partial class LinkRules
{
    private static readonly HashSet<string> Empty = new(StringComparer.OrdinalIgnoreCase)
    {
        "here",
        "click here",
        "this",
        "link",
        "read more",
        "more",
    };

    public static IReadOnlyList<CheckRule> Rules { get; } =
    [
        new(
            "Insecure link",
            CheckLevel.Warn,
            StoryField.Body,
            "All links are secure",
            s =>
                Links(s)
                    .Where(l => l.Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
                    .Select(l => new Finding("A link is not secure: use https", l.Address))
        ),
        new(
            "Dead link",
            CheckLevel.Warn,
            StoryField.Body,
            "No link is known to lead nowhere",
            s =>
                Links(s)
                    .Where(l => s.Facts.Broken.ContainsKey(l.Address))
                    .Select(l => new Finding(s.Facts.Broken[l.Address], l.Address))
        ),
        new(
            "Link words",
            CheckLevel.Warn,
            StoryField.Body,
            "Links say where they lead",
            s =>
                Links(s)
                    .Where(l => Empty.Contains(l.Words.Trim()))
                    .Select(l => new Finding($"“{l.Words.Trim()}” does not say where the link leads", l.Address))
        ),
        new(
            "Alt text",
            CheckLevel.Warn,
            StoryField.Body,
            "Each picture in the text has alt text",
            s =>
                Picture()
                    .Matches(s.Content.Body)
                    .Where(m => string.IsNullOrWhiteSpace(m.Groups["alt"].Value))
                    .Select(m => m.Groups["address"].Value)
                    .Where(address => string.IsNullOrWhiteSpace(s.Facts.Pictures.Find(address)?.Picture.Alt))
                    .Select(address => new Finding("A picture in the text has no alt text", address))
        ),
    ];

    /// <returns>Where the links of a text lead, each once.</returns>
    public static IEnumerable<string> Addresses(string markdown) =>
        Link().Matches(markdown).Select(m => m.Groups["address"].Value).Distinct();

    private static IEnumerable<(string Words, string Address)> Links(CheckedStory story) =>
        Link()
            .Matches(story.Content.Body)
            .Select(m => (m.Groups["words"].Value, m.Groups["address"].Value))
            .DistinctBy(l => l.Item2);

    [GeneratedRegex(@"(?<!!)\[(?<words>[^\]\n]{0,300})\]\((?<address>[^)\s]{1,2000})", RegexOptions.None, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"!\[(?<alt>[^\]\n]{0,1000})\]\((?<address>[^)\s]{1,2000})", RegexOptions.NonBacktracking)]
    private static partial Regex Picture();
}
