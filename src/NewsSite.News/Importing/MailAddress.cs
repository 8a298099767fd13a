using System.Text.RegularExpressions;

namespace NewsSite.News.Importing;

/// <summary>People sign in with their mail addresses, and some sites show those as names. Ours never does.</summary>
internal static partial class MailAddress
{
    public static bool Is(string text) => Mail().IsMatch(text);

    /// <returns>The text, or what stands before the @ sign where it is a mail address.</returns>
    public static string Without(string text) => Is(text) ? text.Trim().Split('@')[0] : text;

    [GeneratedRegex(@"\A\s*[^\s@]+@[^\s@]+\s*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();
}
