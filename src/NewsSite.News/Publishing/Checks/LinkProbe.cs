using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NewsSite.News.Publishing.Checks;

/// <summary>
/// Asks the web whether links lead anywhere. It says so only of those that are gone for certain: a page that answers
/// late, or not to us, may be there for readers.
/// </summary>
/// <param name="isOn">Whether it may ask at all.</param>
/// <param name="mayConnect">To which machines; see <see cref="PublicNetwork"/>.</param>
public sealed class LinkProbe(bool isOn, Func<IPAddress, bool> mayConnect) : IDisposable
{
    private const int Most = 30;
    private const int Remembered = 10_000;

    // An editor waits for it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<string, (string? Fault, long At)> known = new(StringComparer.Ordinal);
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => GuardedConnection.OpenAsync(context.DnsEndPoint, mayConnect, cancel),
            ConnectTimeout = Limit,
            MaxAutomaticRedirections = 5,
            UseCookies = false,
            UseProxy = false,
        }
    )
    {
        Timeout = Limit,
    };

    /// <param name="addresses">Only whole ones, with http or https, are asked for.</param>
    /// <returns>Those that lead nowhere, each with what is wrong.</returns>
    public async Task<IReadOnlyDictionary<string, string>> BrokenAsync(
        IEnumerable<string> addresses,
        CancellationToken cancel
    )
    {
        var whole = addresses
            .Where(a => isOn && Uri.TryCreate(a, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            .Take(Most);
        var faults = await Task.WhenAll(whole.Select(async a => (Address: a, Fault: await FaultAsync(a, cancel))));
        return faults.Where(f => f.Fault is not null).ToDictionary(f => f.Address, f => f.Fault!);
    }

    public void Dispose() => client.Dispose();

    private async Task<string?> FaultAsync(string address, CancellationToken cancel)
    {
        if (known.TryGetValue(address, out var old) && Environment.TickCount64 - old.At < Fresh.TotalMilliseconds)
        {
            return old.Fault;
        }

        try
        {
            var fault = await AskAsync(new Uri(address), cancel);
            if (known.Count >= Remembered)
            {
                known.Clear();
            }

            known[address] = (fault, Environment.TickCount64);
            return fault;
        }
        catch (Exception e)
            when (e
                    is HttpRequestException
                        or OperationCanceledException
                        or IOException
                        or UriFormatException
                        or ArgumentException
            )
        {
            // The last two: it was sent to what is no address of the web.
            cancel.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async Task<string?> AskAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            // Not every site knows HEAD: what that finds missing is asked for once more, as a reader does.
            foreach (var method in new[] { HttpMethod.Head, HttpMethod.Get })
            {
                using var question = new HttpRequestMessage(method, address);
                using var answer = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancel);
                if (answer.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Gone))
                {
                    return null;
                }
            }

            return $"A link leads nowhere: {address.Host} has no such page";
        }
        catch (HttpRequestException e)
            when (e.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound })
        {
            return $"A link leads nowhere: there is no site {address.Host}";
        }
    }
}
