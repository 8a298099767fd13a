using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
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

    /// <param name="address">Of a file, as a text writes it. What stands behind a question mark makes no other file of it.</param>
    /// <param name="home">Of the site; null where nobody knows it: only what names no host is the site's own then.</param>
    /// <returns>As <see cref="AskedAddress"/> reads it; null where another site has the file, or it could not be ours.</returns>
    public static string? OfFile(string address, Uri? home)
    {
        var whole = address.StartsWith("//", StringComparison.Ordinal) ? $"http:{address}" : address;
        var bare = whole.Split('?', '#')[0];
        var isOwn =
            Uri.TryCreate(whole, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? IsOfHost(uri, home)
                : bare is ['/', ..];
        return isOwn && Known(bare) is [var known] ? known : null;
    }

    /// <returns>Whether it is the same site, with www or without; not where nobody knows that.</returns>
    public static bool IsOfHost(Uri address, Uri? home) => home is not null && Bare(address.Host) == Bare(home.Host);

    /// <returns>What stands for an address where there is no room for a million of them.</returns>
    public static long Mark(string address) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(address)));

    private static string Bare(string host) => host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;

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
