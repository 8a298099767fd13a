using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The title for search engines as Yoast SEO keeps it: words, and names of what it puts in when a page is made.</summary>
internal static partial class YoastTitle
{
    // What our own pages add, and what only older parts of a list have.
    private static readonly string[] Added = ["sitename", "sep", "page", "pagenumber", "pagetotal"];

    /// <param name="title">The post's own.</param>
    /// <param name="remark">Told where it names what nobody here can put in.</param>
    /// <returns>Plain text; null where it says no more than the title.</returns>
    public static string? Of(string? stored, string title, Action<string> remark)
    {
        var isKnown = true;
        var text = Variable()
            .Replace(
                stored ?? "",
                found =>
                {
                    var name = found.Groups[1].Value;
                    isKnown &= name == "title" || Added.Contains(name);
                    return name == "title" ? title : " ";
                }
            );
        if (!isKnown)
        {
            remark("its title for search engines is put together by Yoast and was left out");
            return null;
        }

        text = PlainText.Of(text);
        return text.Length == 0 || text == title ? null : text;
    }

    [GeneratedRegex("%%([a-z_0-9-]{1,40})%%", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
