using System.Globalization;

namespace NewsSite.News.Addresses;

/// <summary>Where a redirect leads: a page of this site, from its root, or a whole address elsewhere.</summary>
/// <param name="Address">As it stands in the header of the answer: letters of ASCII alone.</param>
/// <param name="Key">What is asked for there, as <see cref="AskedAddress"/> writes it; null for what is elsewhere.</param>
public sealed record RedirectTarget(string Address, string? Key)
{
    public const int Limit = 1000;

    private const string Hint = "Enter a page of this site, like /category/politics, or a whole address with https://";

    // Only to have a path read by the rules of addresses.
    private const string Somewhere = "http://site.invalid";

    /// <param name="typed">Of a whole address of this site, the path is taken.</param>
    /// <param name="root">Of this site, without a slash at the end.</param>
    /// <exception cref="RedirectRefusedException">A browser could be led elsewhere than it says, or nowhere.</exception>
    public static RedirectTarget Read(string? typed, string root)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            throw new RedirectRefusedException("To", Hint);
        }

        if ((WrongLetter(text) ?? WrongLetter(Uri.UnescapeDataString(text), isDecoded: true)) is { } wrong)
        {
            throw new RedirectRefusedException("To", wrong);
        }

        if (!text.StartsWith('/'))
        {
            text = Whole(text, new Uri(root));
        }

        return text.StartsWith('/') ? Ours(text) : new(Short(text), null);
    }

    /// <returns>What to say of a letter that has no place in an address; null where there is none.</returns>
    internal static string? WrongLetter(string text, bool isDecoded = false)
    {
        foreach (var letter in text)
        {
            var kind = CharUnicodeInfo.GetUnicodeCategory(letter);
            if (letter == '\\')
            {
                return "Write / instead of \\";
            }

            if (
                kind is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                || kind is UnicodeCategory.ParagraphSeparator
                || (!isDecoded && char.IsWhiteSpace(letter))
            )
            {
                return "Leave out spaces, line ends and letters that nobody sees";
            }
        }

        return null;
    }

    private static string Whole(string text, Uri root)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var whole)
            || whole.Scheme is not ("http" or "https")
            || !text.StartsWith($"{whole.Scheme}://", StringComparison.OrdinalIgnoreCase)
            || whole.Host.Length == 0
        )
        {
            throw new RedirectRefusedException("To", Hint);
        }

        var host = text[(whole.Scheme.Length + 3)..].Split('/', '?', '#')[0];
        if (whole.UserInfo.Length > 0 || host.Contains('@', StringComparison.Ordinal))
        {
            throw new RedirectRefusedException("To", "Leave out the name before the @ sign");
        }

        return host.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or ':' or '[' or ']'))
                ? throw new RedirectRefusedException(
                    "To",
                    "Write the host in plain letters, as in https://xn--bcher-kva.example"
                )
            : whole.Authority.Equals(root.Authority, StringComparison.OrdinalIgnoreCase)
                ? whole.PathAndQuery + whole.Fragment
            : whole.AbsoluteUri;
    }

    private static RedirectTarget Ours(string text)
    {
        // Twice: two slashes would lead to another host, before as after dots are taken out.
        if (LeadsAway(text) || !Uri.TryCreate(Somewhere + text, UriKind.Absolute, out var whole))
        {
            throw new RedirectRefusedException("To", Hint);
        }

        var path = Short(whole.PathAndQuery + whole.Fragment);
        return LeadsAway(path) || AskedAddress.OfLink(path) is not { } key
            ? throw new RedirectRefusedException("To", Hint)
            : new(path, key);
    }

    private static bool LeadsAway(string path) =>
        !path.StartsWith('/') || Uri.UnescapeDataString(path).StartsWith("//", StringComparison.Ordinal);

    private static string Short(string text) =>
        text.Length <= Limit
            ? text
            : throw new RedirectRefusedException("To", $"The address must be {Limit} characters or fewer");
}
