using System.Net;
using NewsSite.News.Publishing.Checks;

namespace NewsSite.News.Importing;

/// <summary>
/// The site that an export comes from, asked for the pictures that nobody gave: only hosts that its owner named, only where
/// strangers reach them, after every redirect, and within limits of time and size. Who does not answer is given up.
/// </summary>
public sealed class OldSite : IDisposable
{
    /// <summary>How many pictures are asked for at a time.</summary>
    public const int AtOnce = 4;

    /// <summary>From the question for a picture to its last byte.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // So many questions in vain end it: to one host in a row, and without any answer in all.
    private const int InARow = 8;
    private const int InAll = 100;
    private const int Remembered = 200_000;
    private const int Redirects = 3;

    private readonly Uri[] named;
    private readonly TimeSpan limit;
    private readonly HttpClient client;
    private readonly Lock gate = new();
    private readonly HashSet<string> lost = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> silent = new(StringComparer.Ordinal);
    private int silences;

    /// <param name="addresses">Of its front page first; then of further places where its pictures lie.</param>
    /// <param name="mayConnect">To which machines; see <see cref="PublicNetwork"/>.</param>
    /// <param name="limit">See <see cref="Limit"/>, which null stands for.</param>
    /// <exception cref="ImportRefusedException">One of them is no address of a site.</exception>
    public OldSite(IEnumerable<string> addresses, Func<IPAddress, bool> mayConnect, TimeSpan? limit = null)
    {
        named = [.. addresses.Select(Read)];
        this.limit = limit ?? Limit;
        client = new(
            new SocketsHttpHandler
            {
                ConnectCallback = (context, cancel) =>
                    GuardedConnection.OpenAsync(context.DnsEndPoint, mayConnect, cancel),
                ConnectTimeout = TimeSpan.FromSeconds(10),
                AllowAutoRedirect = false,
                MaxResponseDrainSize = 0,
                MaxResponseHeadersLength = 32,
                UseCookies = false,
                UseProxy = false,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Of its front page.</summary>
    public Uri Home => named[0];

    /// <summary>One that is asked on the public web and nowhere else.</summary>
    /// <exception cref="ImportRefusedException">One of them is no address of a site.</exception>
    public static OldSite OnTheWeb(IEnumerable<string> addresses) => new(addresses, PublicNetwork.Has);

    public void Dispose() => client.Dispose();

    /// <returns>The addresses that stand in a line, with blanks between them.</returns>
    public static string[] Listed(string typed) => typed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <returns>Whether an address is on a host that was named, or on one below it.</returns>
    public bool IsNamed(Uri address) => Array.Exists(named, site => IsOf(site, address));

    /// <returns>Whether there is no sense in asking: nobody knows an address, or each was asked for in vain.</returns>
    internal bool IsLost(IReadOnlyList<PicturePlace> places) => places.All(place => IsLost(place.Address));

    /// <returns>The first place with a picture; where there is none, what became of the last question.</returns>
    internal async Task<(PicturePlace Place, FetchedPicture Picture)> FetchAsync(
        IReadOnlyList<PicturePlace> places,
        CancellationToken cancel
    )
    {
        var last = new FetchedPicture(null, FetchedPicture.NoAddress);
        foreach (var place in places.Where(p => !IsLost(p.Address)))
        {
            last = await FetchAsync(place.Address!, cancel);
            if (last.Bytes is not null)
            {
                return (place, last);
            }
        }

        return (places[0], last);
    }

    /// <summary>Does not ask for it again.</summary>
    internal void Lose(string? address)
    {
        lock (gate)
        {
            if (lost.Count >= Remembered)
            {
                lost.Clear();
            }

            if (address is not null)
            {
                lost.Add(address);
            }
        }
    }

    private bool IsLost(string? address)
    {
        lock (gate)
        {
            return address is null || lost.Contains(address);
        }
    }

    private async Task<FetchedPicture> FetchAsync(string address, CancellationToken cancel)
    {
        var picture =
            Resolve(address) is not { } uri ? new FetchedPicture(null, NotNamed(address))
            : IsGivenUp(uri.Host) ? new FetchedPicture(null, FetchedPicture.GivenUp)
            : await AskAsync(uri, cancel);
        if (picture.Bytes is null)
        {
            Lose(address);
        }

        return picture;
    }

    private static Uri Read(string typed) =>
        Uri.TryCreate(typed, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : throw new ImportRefusedException(
                $"“{typed}” is no address of a site, such as https://old.example, that pictures could be fetched from."
            );

    private Uri? Resolve(string address) =>
        Uri.TryCreate(Whole(address), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && IsNamed(uri)
            ? uri
            : null;

    private string Whole(string address) =>
        address is ['/', not '/', ..] ? named[0].GetLeftPart(UriPartial.Path).TrimEnd('/') + address : address;

    // With the hosts below it: pictures often lie on one of their own.
    private static bool IsOf(Uri site, Uri uri)
    {
        var bare = site.Host.StartsWith("www.", StringComparison.Ordinal) ? site.Host[4..] : site.Host;
        return (uri.Host == bare || uri.Host.EndsWith($".{bare}", StringComparison.Ordinal))
            && (uri.IsDefaultPort || uri.Port == site.Port);
    }

    private static string NotNamed(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host.Length > 0
            ? $"it is at {uri.Authority}, which is not named"
            : "its address is none of the web";

    private async Task<FetchedPicture> AskAsync(Uri uri, CancellationToken cancel)
    {
        var picture = await OnceAsync(uri, cancel);
        if (picture.Wait is { } wait)
        {
            await Task.Delay(wait, cancel);
            picture = await OnceAsync(uri, cancel);
        }

        lock (gate)
        {
            if (picture.IsSilence)
            {
                silent[uri.Host] = silent.GetValueOrDefault(uri.Host) + 1;
                silences += picture.Why == FetchedPicture.NoAnswer ? 1 : 0;
            }
            else
            {
                silent.Remove(uri.Host);
            }
        }

        return picture;
    }

    private bool IsGivenUp(string host)
    {
        lock (gate)
        {
            return silences >= InAll || silent.GetValueOrDefault(host) >= InARow;
        }
    }

    private async Task<FetchedPicture> OnceAsync(Uri uri, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(limit);
        try
        {
            return await FollowAsync(uri, end.Token);
        }
        catch (HttpRequestException e) when (e is NotPublicException || e.InnerException is NotPublicException)
        {
            return new(null, FetchedPicture.NotPublic);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException)
        {
            cancel.ThrowIfCancellationRequested();
            return new(null, FetchedPicture.NoAnswer) { IsSilence = true };
        }
    }

    private async Task<FetchedPicture> FollowAsync(Uri uri, CancellationToken cancel)
    {
        var at = uri;
        for (var step = 0; ; step++)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, at);
            question.Headers.TryAddWithoutValidation("User-Agent", "NewsSite (import)");
            question.Headers.TryAddWithoutValidation("Accept", "image/*");
            using var answer = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (step == Redirects || Next(answer, at) is not { } next)
            {
                return await FetchedPicture.OfAsync(answer, cancel);
            }

            at = next;
        }
    }

    // By hand: the client follows to whatever a site calls an address, and breaks over some of it.
    private static Uri? Next(HttpResponseMessage answer, Uri at) =>
        (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308
        && answer.Headers.Location is { } to
        && Uri.TryCreate(at, to, out var next)
        && next.Scheme is "http" or "https"
        && next.Host.Length > 0
            ? next
            : null;
}
