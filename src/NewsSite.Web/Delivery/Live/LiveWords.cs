using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Live;

/// <summary>How open pages are told: JSON, and around it what a stream of events needs.</summary>
internal sealed class LiveWords(SiteOptions site)
{
    public static readonly byte[] Beat = ":\n\n"u8.ToArray();

    // It is never read as HTML; so most letters stay as they are.
    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>After how many milliseconds the browser comes again by itself.</summary>
    public static byte[] Return(int after) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"retry: {after}\n\n"));

    /// <param name="change">What the browser asks for more after, when it comes again; null leaves that as it was.</param>
    /// <param name="name"><c>change</c>, or <c>state</c> for what there is now.</param>
    public static byte[] Event(long? change, string name, ReadOnlySpan<byte> json) =>
        [
            .. Encoding.ASCII.GetBytes(
                change is { } id ? string.Create(CultureInfo.InvariantCulture, $"id: {id}\n") : ""
            ),
            .. Encoding.ASCII.GetBytes($"event: {name}\ndata: "),
            .. json,
            .. "\n\n"u8,
        ];

    /// <param name="stories">Null says nothing of any.</param>
    public byte[] State(long? change, BreakingNews? breaking, IEnumerable<StoryNews>? stories) =>
        Json(change, true, breaking, stories);

    /// <param name="tellsBreaking">Whether it says anything of the banner, be it that there is none.</param>
    public byte[] Change(long change, IEnumerable<StoryNews> stories, bool tellsBreaking, BreakingNews? breaking) =>
        Json(change, tellsBreaking, breaking, stories);

    private byte[] Json(long? change, bool tellsBreaking, BreakingNews? breaking, IEnumerable<StoryNews>? stories)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Plainly);
        json.WriteStartObject();
        if (change is { } id)
        {
            json.WriteNumber("id", id);
        }

        if (tellsBreaking)
        {
            Write(json, breaking);
        }

        if (stories is not null)
        {
            json.WriteStartArray("stories");
            foreach (var story in stories)
            {
                Write(json, story);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json, BreakingNews? breaking)
    {
        if (breaking is null)
        {
            json.WriteNull("breaking");
            return;
        }

        json.WriteStartObject("breaking");
        json.WriteNumber("story", breaking.Id);
        json.WriteString("headline", breaking.Headline);
        json.WriteString("address", breaking.Address);
        json.WriteString("at", breaking.FirstPublishedAt.UtcDateTime);
        json.WriteString("when", SiteFrame.Moment(breaking.FirstPublishedAt, site.Zone));
        json.WriteString("until", breaking.Until.UtcDateTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, StoryNews story)
    {
        json.WriteStartObject();
        json.WriteNumber("story", story.Id);
        if (story.Live is { } live)
        {
            json.WriteString("headline", live.Headline);
            json.WriteString("address", live.Address);
            json.WriteString("mark", live.Mark);
            json.WriteString("at", live.At.UtcDateTime);
            if (live.Posts is { } posts)
            {
                json.WriteNumber("posts", posts);
            }
        }
        else
        {
            json.WriteBoolean("gone", true);
        }

        json.WriteEndObject();
    }
}
