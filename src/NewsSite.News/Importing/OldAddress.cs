using NewsSite.News.Addresses;

namespace NewsSite.News.Importing;

/// <summary>Addresses that things had there.</summary>
internal static class OldAddress
{
    /// <returns>
    /// As <see cref="AskedAddress"/> reads them, each once. What could not be an address of ours leads nowhere; neither does
    /// the front page, which everybody has.
    /// </returns>
    public static IReadOnlyList<string> Known(params string[] typed) =>
        [
            .. typed
                .Where(t => t.Length > 0)
                .Select(Read)
                .OfType<string>()
                .Where(a => a != "/")
                .Distinct(StringComparer.Ordinal),
        ];

    private static string? Read(string typed)
    {
        try
        {
            return AskedAddress.Read(typed);
        }
        catch (RedirectRefusedException)
        {
            return null;
        }
    }
}
