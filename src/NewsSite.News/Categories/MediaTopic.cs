using System.Text.RegularExpressions;

namespace NewsSite.News.Categories;

/// <summary>A subject in the vocabulary of the IPTC, which agencies and search engines share.</summary>
public static partial class MediaTopic
{
    public const int Length = 8;

    /// <returns>The eight digits of a code, typed as <c>medtop:20000002</c> or without its prefix; null where it is none.</returns>
    public static string? Read(string typed) =>
        Code().Match(typed.Trim()) is { Success: true } m ? m.Groups[1].Value : null;

    [GeneratedRegex("^(?:medtop:)?([0-9]{8})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
