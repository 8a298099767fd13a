using System.Globalization;
using System.Text;

namespace NewsSite.News.Addresses;

/// <summary>
/// An address of this site as it is compared: capitals are small letters, percent signs are the letters that they stand for,
/// a slash at the end and doubled ones do not matter, nor do the order of a query and what advertisers add to it. So
/// <c>/2013/05/%C3%9Cber-Uns/</c> is <c>/2013/05/über-uns</c>.
/// </summary>
public static class AskedAddress
{
    public const int Limit = 500;

    // Far more than can be stored: what is longer is not looked at.
    private const int AskedLimit = 4 * Limit;

    private static readonly string[] Advertisers = ["utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid"];

    // Where staff work, and what machines ask of the server itself: never led away from, never written down.
    private static readonly string[] Reserved = ["newsroom", "admin", "account", "preview", "error", "health"];

    /// <param name="path">Without percent signs, as a server reads it.</param>
    /// <param name="query">As it was sent, with or without its question mark; null for none.</param>
    /// <returns>Null where it is too long, or no address of a page.</returns>
    public static string? Of(string path, string? query)
    {
        var asked = query?.TrimStart('?') ?? "";
        if (path.Length + asked.Length > AskedLimit || !path.StartsWith('/'))
        {
            return null;
        }

        // A server leaves an encoded slash as it is.
        var parts = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase)
            .Split('/', StringSplitOptions.RemoveEmptyEntries);
        var known = Query(asked);
        var whole = $"/{string.Join('/', parts.Select(p => Plain(p, "")))}" + (known.Length > 0 ? $"?{known}" : "");
        return whole.Length > Limit || whole.Any(char.IsControl) ? null : whole;
    }

    /// <summary>As <see cref="Of"/>, of an address as a link writes it.</summary>
    public static string? OfLink(string link)
    {
        var bare = link.Split('#', 2)[0].Split('?', 2);
        return Of(Uri.UnescapeDataString(bare[0]), bare.Length > 1 ? bare[1] : null);
    }

    /// <returns>The same without its query.</returns>
    public static string PathOf(string address) => address.Split('?', 2)[0];

    /// <returns>Whether it lies where no redirect may begin.</returns>
    public static bool IsReserved(string address) =>
        Reserved.Contains(PathOf(address).Split('/', 3)[1], StringComparer.Ordinal);

    /// <param name="typed">A path of this site, or the whole address of a page, of which the path is taken.</param>
    /// <exception cref="RedirectRefusedException">It is no address that could have been one of ours.</exception>
    public static string Read(string? typed)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0)
        {
            throw new RedirectRefusedException("From", "Enter the address that is to lead on, like /2013/05/old-story");
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https")
        {
            // As it was typed: what the framework makes of it has no dots any more.
            var slash = text.IndexOf('/', text.IndexOf("//", StringComparison.Ordinal) + 2);
            var question = text.IndexOf('?', StringComparison.Ordinal);
            text =
                slash < 0 || (question >= 0 && question < slash)
                    ? $"/{(question < 0 ? "" : text[question..])}"
                    : $"/{text[slash..].TrimStart('/')}";
        }

        if (RedirectTarget.WrongLetter(text) is { } wrong)
        {
            throw new RedirectRefusedException("From", wrong);
        }

        if (!text.StartsWith('/') || text.StartsWith("//", StringComparison.Ordinal))
        {
            throw new RedirectRefusedException("From", "Begin with one slash, like /2013/05/old-story");
        }

        if (text.Contains('#', StringComparison.Ordinal))
        {
            throw new RedirectRefusedException("From", "Leave out what follows the # sign: browsers do not send it");
        }

        var path = Uri.UnescapeDataString(PathOf(text));
        if (path.Split('/').Any(part => part is "." or ".."))
        {
            throw new RedirectRefusedException("From", "Leave out parts that are only dots: browsers do not send them");
        }

        return OfLink(text) is not { } address
                ? throw new RedirectRefusedException("From", $"The address must be {Limit} characters or fewer")
            : IsReserved(address) ? throw new RedirectRefusedException("From", "This address belongs to the newsroom")
            : address;
    }

    private static string Query(string query) =>
        string.Join(
            '&',
            query
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Replace('+', ' ').Split('=', 2))
                .Select(pair => string.Join('=', pair.Select(part => Plain(Uri.UnescapeDataString(part), "&=+"))))
                .Where(pair => !Advertisers.Any(a => pair.StartsWith(a, StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal)
        );

    // In small letters, put together as everybody does; only what would mean something else stands as a percent sign.
    private static string Plain(string text, string also)
    {
        var plain = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // The two code points that are no letters cannot be put together, as halves of letters cannot.
            plain.Append(rune.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : rune);
        }

        var letters = plain.ToString().Normalize(NormalizationForm.FormC).ToLowerInvariant();
        plain.Clear();
        foreach (var letter in letters)
        {
            if (letter is '%' or '?' or '#' or ' ' || also.Contains(letter, StringComparison.Ordinal))
            {
                plain.Append(CultureInfo.InvariantCulture, $"%{(int)letter:x2}");
            }
            else
            {
                plain.Append(letter);
            }
        }

        return plain.ToString();
    }
}
