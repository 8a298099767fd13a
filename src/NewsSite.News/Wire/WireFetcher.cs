using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using NewsSite.News.Publishing.Checks;

namespace NewsSite.News.Wire;

/// <summary>What a source answered.</summary>
/// <param name="Bytes">Null where nothing changed since the last time.</param>
/// <param name="At">Where it was in the end, redirects followed.</param>
internal sealed record FeedAnswer(ReadOnlyMemory<byte>? Bytes, Uri At, string? ETag, string? LastModified);

/// <summary>A source could not be fetched; the message says why, for an admin.</summary>
#pragma warning disable CA1032 // It always says why.
internal sealed class NotFetchedException(string reason, TimeSpan? wait = null) : Exception(reason)
#pragma warning restore CA1032
{
    /// <summary>How long the source asks to be left alone; null where it does not say.</summary>
    public TimeSpan? Wait => wait;
}

/// <summary>Asks other sites for their feeds, within limits of time and size, and only where strangers reach them.</summary>
/// <param name="mayConnect">To which machines; see <see cref="PublicNetwork"/>.</param>
/// <param name="limit">From the question to the last byte; null for 20 seconds.</param>
public sealed class WireFetcher(Func<IPAddress, bool> mayConnect, TimeSpan? limit = null) : IDisposable
{
    /// <summary>The most bytes of one answer, unpacked.</summary>
    public const int ByteLimit = 4 * 1024 * 1024;

    private readonly TimeSpan limit = limit ?? TimeSpan.FromSeconds(20);
    private readonly HttpClient client = new(
        new SocketsHttpHandler
        {
            ConnectCallback = (context, cancel) => GuardedConnection.OpenAsync(context.DnsEndPoint, mayConnect, cancel),
            AutomaticDecompression = DecompressionMethods.All,
            MaxAutomaticRedirections = 5,
            MaxResponseHeadersLength = 32,
            UseCookies = false,
            UseProxy = false,
        }
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => client.Dispose();

    /// <exception cref="NotFetchedException">There is no answer that could be read.</exception>
    internal async Task<FeedAnswer> FetchAsync(WireSource source, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(limit);
        try
        {
            return await AskAsync(source, end.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new NotFetchedException($"It did not answer within {limit.TotalSeconds} seconds.");
        }
        catch (HttpRequestException e) when (e is NotPublicException || e.InnerException is NotPublicException)
        {
            throw new NotFetchedException("Its address is not on the public web.");
        }
        catch (HttpRequestException e)
            when (e.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound })
        {
            throw new NotFetchedException("There is no site of that name.");
        }
        catch (Exception e)
            when (e
                    is HttpRequestException
                        or IOException
                        or InvalidDataException
                        or UriFormatException
                        or ArgumentException
            )
        {
            // The last two: it was sent to what is no address of the web.
            throw new NotFetchedException($"It could not be reached: {e.Message}");
        }
    }

    private async Task<FeedAnswer> AskAsync(WireSource source, CancellationToken cancel)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(source.Address));
        question.Headers.TryAddWithoutValidation("User-Agent", "NewsSite (wire)");
        question.Headers.TryAddWithoutValidation(
            "Accept",
            "application/rss+xml, application/atom+xml, application/feed+json, application/json, application/xml, text/xml, */*;q=0.1"
        );
        if (source.ETag is { } known)
        {
            question.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        if (source.LastModified is { } since)
        {
            question.Headers.TryAddWithoutValidation("If-Modified-Since", since);
        }

        using var answer = await client.SendAsync(question, HttpCompletionOption.ResponseHeadersRead, cancel);
        var at = answer.RequestMessage?.RequestUri ?? question.RequestUri!;
        if (answer.StatusCode == HttpStatusCode.NotModified)
        {
            return new(null, at, source.ETag, source.LastModified);
        }

        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new NotFetchedException($"It answered {(int)answer.StatusCode} ({answer.StatusCode}).", Wait(answer));
        }

        return new(
            await BytesAsync(answer, cancel),
            at,
            Mark(answer.Headers, "ETag"),
            Mark(answer.Content.Headers, "Last-Modified")
        );
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var taken = new MemoryStream();
        var chunk = new byte[32 * 1024];
        while (await stream.ReadAsync(chunk, cancel) is > 0 and var count)
        {
            if (taken.Length + count > ByteLimit)
            {
                throw new NotFetchedException($"It is larger than {ByteLimit / 1024 / 1024} MB.");
            }

            taken.Write(chunk, 0, count);
        }

        return taken.GetBuffer().AsMemory(0, (int)taken.Length);
    }

    // Sent back letter by letter, so as it came.
    private static string? Mark(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && values.FirstOrDefault() is { Length: > 0 and <= WireSource.MarkLimit } mark
            ? mark
            : null;

    private static TimeSpan? Wait(HttpResponseMessage answer) =>
        answer.Headers.RetryAfter is { } wait ? wait.Delta ?? wait.Date - DateTimeOffset.UtcNow : null;
}
