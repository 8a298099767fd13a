using System.Text.RegularExpressions;

namespace NewsSite.News.Publishing.Checks;

/// <summary>Slips in the paper's own words.</summary>
internal static partial class WordRules
{
    private const int Around = 24;

    // Said twice on purpose, or two different words.
    private static readonly HashSet<string> Doubles = new(StringComparer.OrdinalIgnoreCase)
    {
        "had",
        "that",
        "bye",
        "no",
        "very",
        "so",
        "yes",
        "ha",
        "night",
    };

    public static IReadOnlyList<CheckRule> Rules { get; } =
    [
        new("To come", CheckLevel.Warn, StoryField.Body, "Nothing left to come", ToComes),
        new("Doubled word", CheckLevel.Warn, StoryField.Body, "No word is doubled", DoubledWords),
        new("Quotation marks", CheckLevel.Warn, StoryField.Body, "Quotation marks are in pairs", Unbalanced),
        new("Bare weekday", CheckLevel.Warn, StoryField.Body, "No weekday without a date", Weekdays),
    ];

    private static IEnumerable<Finding> ToComes(CheckedStory story) =>
        new[] { story.Content.Headline, story.Content.Standfirst ?? "", story.Content.Body }
            .SelectMany(text => ToCome().Matches(text).Select(m => Context(text, m)))
            .Select(passage => new Finding("“TK” is still in the story", passage));

    private static IEnumerable<Finding> DoubledWords(CheckedStory story) =>
        from paragraph in story.Own.Prepend(story.Content.Headline).Append(story.Content.Standfirst ?? "")
        from match in Doubled().Matches(paragraph)
        where !Doubles.Contains(match.Groups["word"].Value)
        select new Finding($"“{match.Groups["word"].Value}” stands there twice", Context(paragraph, match));

    private static IEnumerable<Finding> Unbalanced(CheckedStory story)
    {
        for (var n = 0; n < story.Paragraphs.Count; n++)
        {
            var paragraph = story.Paragraphs[n];
            var (opened, closed) = (paragraph.Count(c => c == '“'), paragraph.Count(c => c == '”'));

            // A quotation that goes on is opened again in the next paragraph and closed only in the last.
            var goesOn =
                opened == closed + 1 && n + 1 < story.Paragraphs.Count && story.Paragraphs[n + 1].StartsWith('“');
            if ((opened != closed && !goesOn) || paragraph.Count(c => c == '"') % 2 != 0)
            {
                yield return new Finding("A quotation mark has no partner", Short(paragraph));
            }
        }
    }

    private static IEnumerable<Finding> Weekdays(CheckedStory story) =>
        story
            .Own.SelectMany(p => Weekday().Matches(p).Where(m => !Date().IsMatch(Near(p, m))).Select(m => (p, m)))
            .DistinctBy(x => x.m.Value)
            .Select(x => new Finding(
                $"“{x.m.Value}” has no date: a reader who comes later cannot tell which",
                Context(x.p, x.m)
            ));

    private static string Near(string text, Match match)
    {
        var start = Math.Max(0, match.Index - Around);
        return text[start..Math.Min(text.Length, match.Index + match.Length + Around)];
    }

    /// <returns>The words around a match.</returns>
    private static string Context(string text, Match match)
    {
        var (start, end) = (match.Index - Around, match.Index + match.Length + Around);
        var before =
            start > 0
                ? "…"
                    + text[
                        (
                            text.IndexOf(' ', start) is var s and >= 0 && s < match.Index ? s + 1 : match.Index
                        )..match.Index
                    ]
                : text[..match.Index];
        var after =
            end < text.Length
                ? text[
                    (match.Index + match.Length)..(
                        text.LastIndexOf(' ', end) is var e && e >= match.Index + match.Length
                            ? e
                            : match.Index + match.Length
                    )
                ] + "…"
                : text[(match.Index + match.Length)..];
        return before + match.Value + after;
    }

    private static string Short(string text) => text.Length <= 2 * Around ? text : text[..(2 * Around)] + "…";

    [GeneratedRegex(@"\bTK\b", RegexOptions.NonBacktracking)]
    private static partial Regex ToCome();

    [GeneratedRegex(@"\b(?<word>\p{L}{2,40})\s{1,5}\k<word>\b", RegexOptions.IgnoreCase)]
    private static partial Regex Doubled();

    [GeneratedRegex(@"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", RegexOptions.NonBacktracking)]
    private static partial Regex Weekday();

    [GeneratedRegex(
        @"\b[0-9]{1,2}(st|nd|rd|th)?\b|\b(January|February|March|April|May|June|July|August|September|October|November|December)\b",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Date();
}
