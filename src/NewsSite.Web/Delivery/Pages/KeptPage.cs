using System.Globalization;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>An answer to any reader, ready to send.</summary>
internal sealed class KeptPage
{
    // When it was begun, in milliseconds of Unix time: what Age says is too coarse for whoever waits for a change.
    private const string MadeHeader = "Made";

    /// <summary>The headers that belong to the one answer that it was taken from.</summary>
    public static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.ContentLength,
        HeaderNames.TransferEncoding,
        HeaderNames.Date,
        HeaderNames.ETag,
    };

    // One step below where its time jumps: for more than 64 KiB, as a front page has, the next one takes four times as long
    // for a hundredth less.
    public static readonly BrotliCompressionOptions Quality = new() { Quality = 6 };

    private readonly KeyValuePair<string, StringValues>[] headers;
    private readonly StringValues vary;
    private readonly DateTimeOffset? changed;

    // Of a page from the disk only when somebody asks for it.
    private byte[]? gzip;
    private SentAnswer? sentBrotli;
    private SentAnswer? sentGzip;

    private KeptPage(
        PageAddress address,
        string[] names,
        DateTimeOffset made,
        DateTimeOffset until,
        KeyValuePair<string, StringValues>[] headers,
        string etag,
        byte[] brotli
    )
    {
        (Address, Names, Made, Until, ETag, Brotli) = (address, names, made, until, etag, brotli);
        this.headers = headers;
        Turn = new(this);
        vary = StringValues.Concat(Header(HeaderNames.Vary), HeaderNames.AcceptEncoding);
        changed = HeaderUtilities.TryParseDate(Header(HeaderNames.LastModified).ToString(), out var at) ? at : null;
    }

    /// <param name="made">When it was begun.</param>
    /// <param name="headers">As the page set them.</param>
    /// <param name="body">Uncompressed.</param>
    public static KeptPage Of(
        PageAddress address,
        IReadOnlySet<string> names,
        DateTimeOffset made,
        DateTimeOffset until,
        IHeaderDictionary headers,
        ReadOnlyMemory<byte> body
    ) =>
        new(
            address,
            [.. names],
            made,
            until,
            [.. headers.Where(h => !Own.Contains(h.Key))],
            headers.ETag is [{ } own] ? own : ETags.Of(body.Span),
            Packed(body, to => new BrotliStream(to, Quality, leaveOpen: true))
        )
        {
            gzip = Gzip(body),
        };

    /// <summary>One that was kept before, and is out of date as soon as anybody asks.</summary>
    public static KeptPage Again(
        PageAddress address,
        string[] names,
        DateTimeOffset made,
        string etag,
        IReadOnlyDictionary<string, string[]> headers,
        byte[] brotli
    ) =>
        new(
            address,
            names,
            made,
            made,
            [.. headers.Select(h => KeyValuePair.Create(h.Key, new StringValues(h.Value)))],
            etag,
            brotli
        );

    public PageAddress Address { get; }

    /// <summary>What it shows; see <see cref="News.Database.Shown"/>.</summary>
    public string[] Names { get; }
    public DateTimeOffset Until { get; }
    public string ETag { get; }

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Made { get; }

    /// <summary>As the page set them.</summary>
    public IReadOnlyList<KeyValuePair<string, StringValues>> Headers => headers;

    /// <summary>The body, compressed.</summary>
    public byte[] Brotli { get; }

    /// <summary>In memory, in bytes, as near as it matters.</summary>
    public int Size =>
        Brotli.Length
        + (gzip?.Length ?? 0)
        + (4 * (Address.Path.Length + Address.Query.Length))
        + (100 * Names.Length)
        + 4096;

    /// <summary>Its place in the line of those that may have to go.</summary>
    public LinkedListNode<KeptPage> Turn { get; }

    /// <summary>How often it was asked for since the store last looked; not exact where many ask at once.</summary>
    public int Uses { get; set; }

    /// <returns>The page as it left for a reader who took the same encoding; null where it did not yet.</returns>
    public SentAnswer? Sent(ReadOnlySpan<char> acceptEncoding) =>
        Takes(acceptEncoding, "br") ? sentBrotli
        : Takes(acceptEncoding, "gzip") ? sentGzip
        : null;

    /// <summary>Remembers how the page left, whole.</summary>
    public void Remember(HttpResponse response)
    {
        if (response.Headers.ContentEncoding == "br")
        {
            sentBrotli ??= SentAnswer.Of(Made, response, Brotli);
        }
        else if (response.Headers.ContentEncoding == "gzip" && gzip is not null)
        {
            sentGzip ??= SentAnswer.Of(Made, response, gzip);
        }
    }

    /// <summary>Answers a GET or HEAD; nothing was sent yet.</summary>
    /// <param name="isOld">Whether something that it shows may have changed since: then no cache takes it in.</param>
    public async Task SendAsync(HttpContext context, DateTimeOffset now, bool isOld = false)
    {
        Uses++;
        var (request, response) = (context.Request, context.Response);
        foreach (var (name, value) in headers)
        {
            response.Headers[name] = value;
        }

        if (isOld)
        {
            response.Headers.CacheControl = FrontCache.Nobody;
            response.Headers.Remove(FrontCache.KeysHeader);
        }

        response.Headers.ETag = ETag;
        if (changed is null)
        {
            // For whoever wants to know. Nobody is told "not modified" by it: a page can change twice within a second,
            // and servers' clocks differ.
            response.Headers.LastModified = HeaderUtilities.FormatDate(Made);
        }

        response.Headers.Vary = vary;
        response.Headers[MadeHeader] = Made.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers.Age = Math.Max(0, (long)(now - Made).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (IsKnown(request.Headers))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (encoding, bytes) = Accepted(request.Headers.AcceptEncoding);
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private bool IsKnown(IHeaderDictionary asked) =>
        ETags.IsKnown(asked, ETag)
        || (
            asked.IfNoneMatch.Count == 0
            && changed is not null
            && HeaderUtilities.TryParseDate(asked.IfModifiedSince.ToString(), out var since)
            && changed <= since
        );

    private (string? Encoding, byte[] Bytes) Accepted(StringValues accepted)
    {
        var asked = accepted.ToString();
        if (Takes(asked, "br"))
        {
            return ("br", Brotli);
        }

        return Takes(asked, "gzip") ? ("gzip", gzip ??= Gzip(Plain())) : (null, Plain());
    }

    // Few say more than a list of names; who gives weights is read to the letter.
    private static bool Takes(ReadOnlySpan<char> asked, ReadOnlySpan<char> encoding)
    {
        foreach (var part in asked.Split(','))
        {
            var one = asked[part].Trim();
            var weight = one.IndexOf(';');
            var name = weight < 0 ? one : one[..weight].TrimEnd();
            if (name.Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return weight < 0
                    || !StringWithQualityHeaderValue.TryParse(one.ToString(), out var value)
                    || value.Quality is not 0;
            }
        }

        return false;
    }

    /// <summary>The body as it was made.</summary>
    public byte[] Plain() => Plain(Brotli);

    /// <returns>A body as it was before it was compressed.</returns>
    public static byte[] Plain(byte[] brotli)
    {
        using var plain = new MemoryStream();
        using var unpacked = new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress);
        unpacked.CopyTo(plain);
        return plain.ToArray();
    }

    private StringValues Header(string name) =>
        Array.Find(headers, h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static byte[] Gzip(ReadOnlyMemory<byte> body) =>
        Packed(body, to => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true));

    private static byte[] Packed(ReadOnlyMemory<byte> body, Func<Stream, Stream> packer)
    {
        using var packed = new MemoryStream();
        using (var stream = packer(packed))
        {
            stream.Write(body.Span);
        }

        return packed.ToArray();
    }
}
