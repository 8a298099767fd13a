using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The text of an item as HTML that anybody understands.</summary>
/// <param name="LinesCount">See <see cref="SourcePost.LinesCount"/>.</param>
internal sealed partial record WordPressBody(string Html, bool LinesCount)
{
    /// <param name="attached">
    /// Gives the numbers of the pictures that were uploaded for an item, null standing for itself; null where no pictures are taken.
    /// </param>
    /// <param name="met">Told what of it cannot be taken along, in words for the report.</param>
    public static WordPressBody Of(string content, Func<long?, IReadOnlyList<long>>? attached, Action<string> met)
    {
        var isBlocks = content.Contains("<!-- wp:", StringComparison.Ordinal);
        if (isBlocks)
        {
            foreach (Match block in Empty().Matches(content))
            {
                met(Left(block));
            }
        }

        var html = Shortcodes.Resolve(
            content,
            attached,
            name => met($"shortcode [{name}] is left out, its text stays")
        );
        return new(html, !isBlocks);
    }

    private static string Left(Match block) =>
        block.Groups["name"].Value is not "block" and var name
            ? $"block “{name}” has no text of its own and is left out"
        : Reused().Match(block.Value) is { Success: true } reused
            ? $"the text of reused block {reused.Groups["number"].Value} is lost: it does not stand in the story"
        : "the text of a reused block without a number is lost";

    // A block that the theme fills in, such as a list of the latest posts. Spacers and the like show nothing.
    [GeneratedRegex(
        @"<!-- wp:(?<name>[a-z0-9/-]{1,60})( [^>]*)?/-->",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Empty();

    // What several stories share is written elsewhere, and named by its number.
    [GeneratedRegex(
        @"""ref""\s*:\s*(?<number>[0-9]{1,18})",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Reused();
}
