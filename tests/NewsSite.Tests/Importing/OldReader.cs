using System.Net;
using AngleSharp.Html.Parser;
using NewsSite.Tests.Support;

namespace NewsSite.Tests.Importing;

/// <summary>A reader who comes by old addresses, and follows each once. Pages that many lead to are read once.</summary>
internal sealed class OldReader(SiteFixture site) : IDisposable
{
    private readonly Visitor visitor = site.Visitor();
    private readonly Dictionary<string, Page> pages = new(StringComparer.Ordinal);

    /// <param name="Heading">As it is read.</param>
    /// <param name="Text">All that is said there.</param>
    internal sealed record Page(HttpStatusCode Status, string Heading, string Text);

    /// <param name="First">What was answered at the old address.</param>
    /// <param name="To">Where it led; the address itself where it did not lead on.</param>
    /// <param name="End">What is there.</param>
    internal sealed record Way(HttpStatusCode First, string To, Page End)
    {
        /// <summary>Whether it led on for good, or is a page still, and there is a page.</summary>
        public bool IsThere =>
            First is HttpStatusCode.MovedPermanently or HttpStatusCode.OK && End.Status == HttpStatusCode.OK;
    }

    public void Dispose() => visitor.Dispose();

    /// <param name="address">Path and query.</param>
    public async Task<Way> FollowAsync(string address)
    {
        // Two slashes at its beginning would name a host.
        using var first = await visitor.GetAsync($"{site.Address.GetLeftPart(UriPartial.Authority)}{address}");
        var to = first.Headers.Location?.OriginalString;
        if (to is null)
        {
            return new(first.StatusCode, address, await ReadAsync(first));
        }

        if (!pages.TryGetValue(to, out var page))
        {
            using var answer = await visitor.GetAsync(to);
            pages[to] = page = await ReadAsync(answer);
        }

        return new(first.StatusCode, to, page);
    }

    private static async Task<Page> ReadAsync(HttpResponseMessage answer)
    {
        using var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        return new(
            answer.StatusCode,
            page.QuerySelector("h1")?.TextContent.Trim() ?? "",
            page.QuerySelector("main")?.TextContent ?? ""
        );
    }
}
