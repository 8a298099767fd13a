using System.Buffers;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>
/// A request for a page with nothing about it that could make the answer another one, or its end doubtful. Whatever is not
/// known to be so is not read here.
/// </summary>
/// <param name="path">Small letters, digits and what addresses of pages have besides; no query.</param>
/// <param name="host">With its port, where there is one.</param>
/// <param name="acceptEncoding">Empty where nothing was said.</param>
public readonly ref struct PlainRequest(
    ReadOnlySpan<char> path,
    ReadOnlySpan<char> host,
    ReadOnlySpan<char> acceptEncoding
)
{
    private const string Begin = "GET /";
    private const string Version = " HTTP/1.1";
    private const string LineEnd = "\r\n";
    private static readonly SearchValues<char> InPath = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._/");
    private static readonly SearchValues<char> InValue = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c),
    ]);

    // What readers' browsers and the servers in front of us say, and no page that is the same for all listens to.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Harmless = new HashSet<string>(
        [
            "Accept",
            "Accept-Language",
            "Cache-Control",
            "CDN-Loop",
            "DNT",
            "Forwarded",
            "From",
            "Pragma",
            "Priority",
            "Purpose",
            "Referer",
            "Sec-CH-UA",
            "Sec-CH-UA-Mobile",
            "Sec-CH-UA-Platform",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Sec-Fetch-User",
            "Sec-GPC",
            "Sec-Purpose",
            "Traceparent",
            "Tracestate",
            "Upgrade-Insecure-Requests",
            "User-Agent",
            "Via",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Server",
            "X-Real-IP",
            "X-Request-ID",
        ],
        StringComparer.OrdinalIgnoreCase
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    public ReadOnlySpan<char> Path { get; } = path;
    public ReadOnlySpan<char> Host { get; } = host;
    public ReadOnlySpan<char> AcceptEncoding { get; } = acceptEncoding;

    /// <param name="request">All that came.</param>
    /// <returns>Whether it is one such request, whole, and nothing else.</returns>
    public static bool TryRead(ReadOnlySpan<char> request, out PlainRequest plain)
    {
        plain = default;
        var end = request.IndexOf(LineEnd);
        if (end < Begin.Length + Version.Length || !request.StartsWith(Begin) || !request[..end].EndsWith(Version))
        {
            return false;
        }

        var path = request[(Begin.Length - 1)..(end - Version.Length)];
        if (path.ContainsAnyExcept(InPath))
        {
            return false;
        }

        ReadOnlySpan<char> host = [];
        ReadOnlySpan<char> encoding = [];
        var (hasHost, hasEncoding) = (false, false);
        for (var rest = request[(end + LineEnd.Length)..]; ; rest = rest[(end + LineEnd.Length)..])
        {
            end = rest.IndexOf(LineEnd);
            if (end <= 0)
            {
                // The empty line, with nothing after it.
                plain = new(path, host, encoding);
                return end == 0 && rest.Length == LineEnd.Length && hasHost;
            }

            var line = rest[..end];
            var colon = line.IndexOf(':');
            if (colon <= 0 || line.ContainsAnyExcept(InValue))
            {
                return false;
            }

            var name = line[..colon];
            var value = line[(colon + 1)..].Trim(' ');
            if (Is(name, "Host") && !hasHost)
            {
                host = value;
                hasHost = true;
            }
            else if (Is(name, "Accept-Encoding") && !hasEncoding)
            {
                encoding = value;
                hasEncoding = true;
            }
            else if (!(Harmless.Contains(name) || (Is(name, "Connection") && Is(value, "keep-alive"))))
            {
                return false;
            }
        }
    }

    private static bool Is(ReadOnlySpan<char> name, string other) =>
        name.Equals(other, StringComparison.OrdinalIgnoreCase);
}
