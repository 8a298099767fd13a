using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>A kept page as it left once, byte by byte, but for what another answer says otherwise: its date and its age.</summary>
internal sealed class SentAnswer
{
    private static readonly HashSet<string> OfOneAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        HeaderNames.Age,
        HeaderNames.Connection,
        HeaderNames.ContentLength,
        HeaderNames.Date,
        HeaderNames.KeepAlive,
        HeaderNames.TransferEncoding,
    };
    private readonly DateTimeOffset made;
    private readonly byte[] head;
    private readonly byte[] body;

    private SentAnswer(DateTimeOffset made, string head, byte[] body) =>
        (this.made, this.head, this.body) = (made, Encoding.ASCII.GetBytes(head), body);

    /// <param name="made">When the page was begun.</param>
    /// <param name="response">Which has been sent.</param>
    /// <param name="body">As it was sent.</param>
    /// <returns>Null where it sets a cookie: that is for one reader alone. No other header may be.</returns>
    public static SentAnswer? Of(DateTimeOffset made, HttpResponse response, byte[] body)
    {
        if (response.StatusCode != StatusCodes.Status200OK || response.Headers.SetCookie.Count > 0)
        {
            return null;
        }

        var head = new StringBuilder();
        foreach (var (name, values) in response.Headers.Where(h => !OfOneAnswer.Contains(h.Key)))
        {
            foreach (var value in values)
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        head.Append(CultureInfo.InvariantCulture, $"{HeaderNames.ContentLength}: {body.Length}\r\n\r\n");
        return Ascii.IsValid(head.ToString()) ? new(made, head.ToString(), body) : null;
    }

    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Writes the answer, or as much of it as there is room for.</summary>
    /// <param name="now">By the clock that pages are made by.</param>
    /// <param name="ofBody">How many bytes of the body were written.</param>
    /// <returns>How many bytes were written; 0 where there is no room for all but the body.</returns>
    public int Write(Span<byte> to, DateTimeOffset now, out int ofBody)
    {
        ofBody = 0;
        var age = Math.Max(0, (long)(now - made).TotalSeconds);
        if (
            !Utf8.TryWrite(
                to,
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 200 OK\r\nDate: {DateTimeOffset.UtcNow:R}\r\nAge: {age}\r\n",
                out var written
            ) || !head.AsSpan().TryCopyTo(to[written..])
        )
        {
            return 0;
        }

        written += head.Length;
        ofBody = Math.Min(body.Length, to.Length - written);
        body.AsSpan(0, ofBody).CopyTo(to[written..]);
        return written + ofBody;
    }
}
