using System.Text;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Markup;

/// <summary>Words of somebody's as Markdown that says the same and nothing more: what would be a mark is written with a backslash.</summary>
internal static partial class MarkdownText
{
    /// <summary>Stands for a line end that readers see, until the paragraph is written. No text that was cleaned has it.</summary>
    public const char Break = '\u0001';

    /// <param name="isInLink">Between square brackets, where no address becomes a link.</param>
    public static string Escape(string text, bool isInLink)
    {
        if (isInLink)
        {
            return Marks(text).Replace("]", @"\]", StringComparison.Ordinal);
        }

        var written = new StringBuilder(text.Length + 16);
        var at = 0;
        foreach (Match address in Address().Matches(text))
        {
            written.Append(Marks(text[at..address.Index]));
            written.Append('<').Append(address.Value).Append('>');
            at = address.Index + address.Length;
        }

        return written.Append(Marks(text[at..])).ToString();
    }

    /// <summary>Writes a paragraph whose words are escaped already: so that no line of it begins like something else.</summary>
    public static string Paragraph(string words) =>
        string.Join(
            "\\\n",
            words.Split(Break).Select(line => line.Trim()).Select(line => LineStart().Replace(line, @"$1\$2", 1))
        );

    /// <summary>An address between round brackets.</summary>
    public static string Link(string address) =>
        address
            .Replace(" ", "%20", StringComparison.Ordinal)
            .Replace("(", "%28", StringComparison.Ordinal)
            .Replace(")", "%29", StringComparison.Ordinal)
            .Replace("<", "%3C", StringComparison.Ordinal)
            .Replace(">", "%3E", StringComparison.Ordinal)
            .Replace("\\", "%5C", StringComparison.Ordinal);

    /// <summary>Between double quotation marks.</summary>
    public static string Title(string text) =>
        text.Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("&", "&amp;", StringComparison.Ordinal);

    /// <returns>Without what no page shows and no database keeps; line ends are of one kind.</returns>
    public static string Clean(string text) => Unseen().Replace(text.ReplaceLineEndings("\n"), "");

    private static string Marks(string text) => Mark().Replace(text, @"\$0");

    // "_" in the middle of a word is a letter; "<" and "&" only count before what they could begin.
    [GeneratedRegex(
        @"[\\`*\[~^]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|<(?=[A-Za-z/!?])|&(?=#?[A-Za-z0-9]{1,40};)|=(?==)|\+(?=\+)"
    )]
    private static partial Regex Mark();

    [GeneratedRegex(
        @"^(\d{0,9})(#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$|-|\|)|=(?=[=\s]*$)|:(?=::|-)|\|(?=\s*:?-)|(?<=\d)[.)](?=\s|$))"
    )]
    private static partial Regex LineStart();

    [GeneratedRegex(
        @"\b(?:https?|ftp)://[^\s<>""\\\u0001]*[^\s<>""\\\u0001.,;:!?)\]}'’”»*_~]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF\u200B\uFEFF\u00AD]",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Unseen();
}
