using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>
/// Texts that several posts share: each stands in the file once, as an item of its own, and posts name it by its number.
/// </summary>
internal sealed partial class ReusedBlocks
{
    private const int TotalLimit = 8 * 1024 * 1024;
    private const int PostLimit = 2 * 1024 * 1024;
    private const int DepthLimit = 5;
    private readonly Dictionary<long, string> texts = [];
    private int total;

    /// <summary>Told each item before the first post is asked for.</summary>
    public void See(WordPressItem item)
    {
        if (
            item is { Type: "wp_block", Status: "publish", HasPassword: false, Id: { } id }
            && item.Content.Length <= TotalLimit - total
            && texts.TryAdd(id, item.Content)
        )
        {
            total += item.Content.Length;
        }
    }

    /// <returns>
    /// A post's content with these texts in their places. One that is not in the file, lies in itself or makes the post too
    /// long stays a number.
    /// </returns>
    public string In(string content)
    {
        var room = PostLimit - content.Length;
        return texts.Count == 0 ? content : Fill(content, [], ref room);
    }

    private string Fill(string content, List<long> inside, ref int room)
    {
        if (inside.Count == DepthLimit || !content.Contains("<!-- wp:block", StringComparison.Ordinal))
        {
            return content;
        }

        var filled = new StringBuilder(content.Length);
        var at = 0;
        foreach (Match mark in Mark().Matches(content))
        {
            var id = long.Parse(mark.Groups["number"].Value, CultureInfo.InvariantCulture);
            if (inside.Contains(id) || !texts.TryGetValue(id, out var text) || text.Length > room)
            {
                continue;
            }

            room -= text.Length;
            filled.Append(content, at, mark.Index - at).Append(Fill(text, [.. inside, id], ref room));
            at = mark.Index + mark.Length;
        }

        return filled.Append(content, at, content.Length - at).ToString();
    }

    [GeneratedRegex(
        """<!-- wp:block \{[^>]*?"ref"\s*:\s*(?<number>[0-9]{1,18})[^>]*/-->""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Mark();
}
