using System.Text.RegularExpressions;
using NewsSite.News.Articles;

namespace NewsSite.News.Wire;

/// <summary>In which language an entry is, and what its draft says of that.</summary>
internal static partial class EntryLanguage
{
    /// <returns>Null of what is no language tag.</returns>
    public static string? Read(string? text) =>
        text?.Trim().Replace('_', '-') is { Length: <= ArticleContent.LanguageLimit } tag && Tag().IsMatch(tag)
            ? tag
            : null;

    /// <param name="paper">The paper's languages, its own first; where there is no other, stories may be in any.</param>
    /// <returns>Null for the paper's own, and for one in which it has no stories.</returns>
    public static string? OfDraft(string? language, IReadOnlyList<string> paper)
    {
        if (language is null || Main(language) == Main(paper[0]))
        {
            return null;
        }

        return paper.Count == 1 ? language : paper.Skip(1).FirstOrDefault(l => Main(l) == Main(language));
    }

    private static string Main(string tag) => tag.Split('-')[0].ToLowerInvariant();

    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
