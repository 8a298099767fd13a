using System.Net;
using NewsSite.News.Outbox;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>The two messages that we send, and how their answers are to be understood.</summary>
public sealed class Pings(HttpClient client, SiteOptions site)
{
    /// <summary>Tells the hub that a feed changed.</summary>
    /// <param name="path">The feed's, from the root of the site.</param>
    public Task<Attempt> HubAsync(string path, CancellationToken cancel) =>
        PostAsync(
            site.WebSubHub!,
            new FormUrlEncodedContent([new("hub.mode", "publish"), new("hub.url", site.Root + path)]),
            cancel
        );

    /// <summary>Tells search engines that these stories changed, in one message.</summary>
    public Task<Attempt> IndexNowAsync(IReadOnlyList<string> paths, CancellationToken cancel) =>
        PostAsync(
            site.IndexNowEndpoint,
            JsonContent.Create(
                new
                {
                    host = new Uri(site.Root).Authority,
                    key = site.IndexNowKey,
                    keyLocation = $"{site.Root}/{site.IndexNowKey}.txt",
                    urlList = paths.Select(path => site.Root + path),
                }
            ),
            cancel
        );

    private async Task<Attempt> PostAsync(string address, HttpContent content, CancellationToken cancel)
    {
        using (content)
        {
            try
            {
                using var answer = await client.PostAsync(new Uri(address), content, cancel);
                return answer.IsSuccessStatusCode
                    ? Attempt.Arrived
                    : new Attempt($"{(int)answer.StatusCode} {answer.ReasonPhrase}", IsFinal(answer.StatusCode));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                cancel.ThrowIfCancellationRequested();
                return new Attempt(e.Message);
            }
        }
    }

    // "You are wrong" stays true when it is said again; "not now" and redirects do not.
    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
        && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
