namespace NewsSite.Web.Shared;

/// <summary>How a cache in front of all servers is told what to forget.</summary>
public sealed class FrontCacheOptions
{
    /// <summary>
    /// Where, with the method before it where that is not PURGE: <c>http://cache:80/</c>, or <c>POST https://…/purge</c>.
    /// Unset: there is no such cache, and any other is told to ask each time.
    /// </summary>
    public string? Purge { get; init; }

    /// <summary>The header in which the names are told, with blanks between them.</summary>
    public string KeysHeader { get; init; } = "Surrogate-Key";

    /// <summary>A header that the cache asks for, as <c>Name: value</c>.</summary>
    public string? Secret { get; init; }

    /// <returns>Null where the setting is no method and address.</returns>
    public (HttpMethod Method, Uri Address)? Parse()
    {
        var parts = (Purge ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            parts.Length is 1 or 2
            && Uri.TryCreate(parts[^1], UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            ? (new HttpMethod(parts.Length == 2 ? parts[0] : "PURGE"), address)
            : null;
    }
}
