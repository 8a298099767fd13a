using System.Globalization;
using NewsSite.News.Database;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// What a cache in front of all servers (Varnish, a CDN) is told of a page: how long it may keep it, and the names of what it
/// shows, by which it is told to forget it. Without an address to tell it at, it is told to ask each time.
/// </summary>
public sealed class FrontCache(SiteOptions site)
{
    public const string KeysHeader = "Surrogate-Key";

    /// <summary>Of what may be out of date already: no cache takes it in, for nobody would make it forget again.</summary>
    public const string Nobody = "private, no-store";

    // In bytes; caches and proxies end a header at 8 KB.
    private const int KeysLimit = 7000;

    public bool IsOn { get; } = site.FrontCache.Parse() is not null;

    /// <summary>Says it of a page that is the same for every reader.</summary>
    /// <param name="names">Of what it shows; see <see cref="Shown"/>.</param>
    /// <param name="fresh">How long it is right by itself.</param>
    /// <param name="ends">Whether it is wrong from then on; else it is only to be asked for again.</param>
    public void Tell(IHeaderDictionary headers, IEnumerable<string> names, TimeSpan fresh, bool ends)
    {
        if (!IsOn || headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal))
        {
            return;
        }

        var keys = string.Join(' ', names.Append(Shown.All));
        if (keys.Length > KeysLimit)
        {
            return;
        }

        // Browsers ask each time, and mostly get a 304; nothing but the cache in front can be told to forget.
        var own = headers.CacheControl is [{ } set] && set != "no-cache" ? set : "public, max-age=0";
        var seconds = ((long)fresh.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        headers.CacheControl =
            $"{own}, s-maxage={seconds}{(ends ? "" : ", stale-while-revalidate=30")}, stale-if-error=86400";
        headers[KeysHeader] = keys;
    }

    /// <summary>Says it of the picture of a story that other sites show.</summary>
    public void TellCard(IHeaderDictionary headers, long story)
    {
        if (IsOn)
        {
            headers[KeysHeader] = $"{Shown.NameOfStory(story)} {Shown.Frame} {Shown.All}";
        }
    }

    /// <summary>Says it of a picture, which is forgotten when no live story shows it any more.</summary>
    /// <param name="hash">The master's file name without its ending.</param>
    public void TellPicture(IHeaderDictionary headers, string hash)
    {
        if (IsOn)
        {
            headers[KeysHeader] = $"media:{hash} {Shown.All}";
        }
    }
}
