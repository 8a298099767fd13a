using System.Security.Cryptography;

namespace NewsSite.Web.Shared;

/// <summary>The names of answers, by which whoever has one is told that nothing changed.</summary>
internal static class ETags
{
    /// <returns>The name of an answer that has these bytes; a weak one, since they are sent in more than one encoding.</returns>
    public static string Of(ReadOnlySpan<byte> body) =>
        $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";

    /// <returns>Whether whoever asks has the answer of this name.</returns>
    public static bool IsKnown(IHeaderDictionary asked, string etag)
    {
        foreach (var value in asked.IfNoneMatch)
        {
            // A weak one compares like a strong one here: the words are the same.
            if (value is not null && (value == "*" || value.Contains(etag, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
