using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NewsSite.News.Addresses;

/// <summary>The readable part of an address.</summary>
public static class Slug
{
    public const int Limit = 80;

    /// <returns>
    /// Lower-case ASCII letters, digits and single hyphens, at most <see cref="Limit"/> characters, cut between words;
    /// "-" where no letter of the text is left (a headline in another script, whatever numbers are in it).
    /// </returns>
    public static string From(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in Valid(text).Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(letter);
            }
            else if (
                slug.Length > 0
                && slug[^1] != '-'
                && letter is not ('\'' or '’')
                && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark
            )
            {
                slug.Append('-');
            }
        }

        var whole = slug.ToString().TrimEnd('-');
        if (whole.Length > Limit)
        {
            var cut = whole.LastIndexOf('-', Limit);
            whole = whole[..(cut > 0 ? cut : Limit)];
        }

        var saysNothing = !whole.Any(char.IsAsciiLetter) && text.Any(char.IsLetter);
        return whole.Length > 0 && !saysNothing ? whole : "-";
    }

    /// <returns>
    /// As <see cref="From"/>; where that leaves nothing, letters and digits made from the name, so that two names in
    /// another script do not share one address.
    /// </returns>
    public static string OfName(string name) =>
        From(name) is not "-" and var slug
            ? slug
            : "n" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folded(name))))[..10];

    /// <returns>Whether <paramref name="text"/> is a slug as <see cref="From"/> would write it.</returns>
    public static bool IsSlug(string text) => text.Length is > 0 and <= Limit && From(text) == text;

    private static string Folded(string name) => Valid(name).Normalize(NormalizationForm.FormKC).ToUpperInvariant();

    // Halves of letters and the two code points that are none: text in which they stand cannot be taken apart.
    private static string Valid(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value is not (0xFFFE or 0xFFFF)));
}
