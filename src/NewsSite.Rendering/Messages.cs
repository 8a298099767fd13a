using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NewsSite.Rendering;

/// <summary>A body to lay out.</summary>
internal sealed record Request(string Markdown, BodyPictures Pictures);

/// <summary>What became of it: one of the two, or neither from a worker that has just started.</summary>
/// <param name="Refused">What to change.</param>
internal sealed record Answer(LaidOut? Body, string? Refused)
{
    public static Answer Ready { get; } = new(null, null);

    public static Answer To(Request request)
    {
        try
        {
            var body = StoryMarkdown.Render(request.Markdown, request.Pictures);
            return new(new LaidOut(body.Html, body.Text, [.. body.Pictures]), null);
        }
        catch (BodyRefusedException refused)
        {
            return new(null, refused.Message);
        }
    }
}

/// <summary>A <see cref="RenderedBody"/> on its way.</summary>
internal sealed record LaidOut(string Html, string Text, string[] Pictures);

/// <summary>How the site and a worker talk: a length of four bytes, the lowest first, and that many bytes of JSON.</summary>
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class Messages : JsonSerializerContext
{
    // Far above the limits of a body and of its HTML, whatever their escapes.
    private const int Limit = 32_000_000;

    /// <exception cref="IOException">The other side is gone.</exception>
    public static async Task WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        await stream.WriteAsync(length, cancel);
        await stream.WriteAsync(json, cancel);
        await stream.FlushAsync(cancel);
    }

    /// <returns>The next message; null at the end of the stream.</returns>
    /// <exception cref="IOException">The other side went away in mid-message, or does not speak so.</exception>
    public static async Task<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var length = new byte[sizeof(int)];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancel) < length.Length)
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is < 0 or > Limit)
        {
            throw new IOException("No message of a worker.");
        }

        var json = new byte[size];
        await stream.ReadExactlyAsync(json, cancel);
        return JsonSerializer.Deserialize(json, type);
    }
}
