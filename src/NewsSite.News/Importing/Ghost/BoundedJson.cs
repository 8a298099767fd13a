using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace NewsSite.News.Importing.Ghost;

/// <summary>
/// Goes through a JSON file of any size from beginning to end, in memory that does not grow with it: one token at a time,
/// each with a limit.
/// </summary>
internal sealed partial class BoundedJson : IDisposable
{
    /// <summary>The most bytes of one text.</summary>
    public const int TokenLimit = 8 * 1024 * 1024;
    public const int DepthLimit = 64;

    private readonly string file;
    private readonly FileStream stream;
    private byte[] buffer = new byte[64 * 1024];
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = DepthLimit });

    // What is not read yet, and where the first byte of the buffer stands in the file.
    private int start;
    private int end;
    private long passed;
    private bool isLast;
    private (int Start, int Length) token;

    // Of what is read: the number of the line, and where its first byte stands in the file.
    private int line = 1;
    private long lineStart;

    public BoundedJson(string file)
    {
        this.file = file;
        stream = new FileStream(
            file,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 0,
            FileOptions.Asynchronous | FileOptions.SequentialScan
        );
    }

    public JsonTokenType Token { get; private set; }

    /// <summary>Of what is read, as of the two marks around it.</summary>
    public int Depth { get; private set; }

    /// <summary>Where in the file it begins, in words.</summary>
    public string At => Place(passed + token.Start);

    /// <returns>False at the end of the file.</returns>
    /// <exception cref="ImportRefusedException">It is no well-formed JSON, or goes over a limit.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancel)
    {
        while (!TryRead())
        {
            if (isLast)
            {
                return false;
            }

            await FillAsync(cancel);
        }

        return true;
    }

    /// <summary>Goes over the value that the reader is at.</summary>
    public async Task SkipAsync(CancellationToken cancel)
    {
        if (Token is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return;
        }

        var depth = Depth;
        while (await ReadAsync(cancel) && Depth > depth) { }
    }

    /// <param name="text">The value or name that the reader is at; null of null, of a list and of an object.</param>
    /// <returns>False where it has more characters than <paramref name="limit"/>.</returns>
    public bool TryText(int limit, out string? text)
    {
        var bytes = buffer.AsSpan(token.Start, token.Length);
        text = Token switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => Letters(bytes),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.ASCII.GetString(bytes),
            _ => null,
        };
        if (text?.Length > limit)
        {
            text = null;
            return false;
        }

        return true;
    }

    public void Dispose() => stream.Dispose();

    private bool TryRead()
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isLast, state);
        bool isRead;
        try
        {
            isRead = reader.Read();
        }
        catch (JsonException e)
        {
            var place = string.Create(
                CultureInfo.InvariantCulture,
                $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1:N0}"
            );
            throw ImportRefusedException.At(file, place, Reason(e), e);
        }

        if (isRead)
        {
            (Token, Depth) = (reader.TokenType, reader.CurrentDepth);
            var marks = Token is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
            token = (start + (int)reader.TokenStartIndex, reader.ValueSpan.Length + marks);
        }

        // Line ends stand before what is read: there are none in it.
        var gone = buffer.AsSpan(start, (int)reader.BytesConsumed);
        if (gone.LastIndexOf((byte)'\n') is >= 0 and var last)
        {
            line += gone.Count((byte)'\n');
            lineStart = passed + start + last + 1;
        }

        state = reader.CurrentState;
        start += (int)reader.BytesConsumed;
        return isRead;
    }

    // As much as the buffer takes: so that what is larger than it is looked at a few times only.
    private async Task FillAsync(CancellationToken cancel)
    {
        if (end - start >= TokenLimit)
        {
            throw ImportRefusedException.At(
                file,
                Place(passed + start),
                $"One text is larger than {TokenLimit / 1024 / 1024} MB."
            );
        }

        var isFirst = passed + end == 0;
        var next = end - start > buffer.Length / 2 ? new byte[buffer.Length * 2] : buffer;
        buffer.AsSpan(start, end - start).CopyTo(next);
        (passed, end, start, buffer) = (passed + start, end - start, 0, next);
        while (end < buffer.Length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(end), cancel);
            if (count == 0)
            {
                isLast = true;
                break;
            }

            end += count;
        }

        if (isFirst && buffer.AsSpan(0, end).StartsWith(Encoding.UTF8.Preamble))
        {
            start = Encoding.UTF8.Preamble.Length;
        }
    }

    private string? Letters(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw ImportRefusedException.At(file, At, "There are bytes that are no letters: the file must be UTF-8.");
        }

        try
        {
            return Parsed(bytes);
        }
        catch (InvalidOperationException)
        {
            // Half of a letter, which a program cut in two.
            var whole = Escapes()
                .Replace(Encoding.UTF8.GetString(bytes), m => m.Groups["half"].Length > 0 ? @"\ufffd" : m.Value);
            return Parsed(Encoding.UTF8.GetBytes(whole));
        }
    }

    private static string? Parsed(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        return reader.GetString();
    }

    // Most exports are one long line.
    private string Place(long at) =>
        string.Create(CultureInfo.InvariantCulture, $"line {line}, byte {at - lineStart + 1:N0}");

    // Without the place, which stands before it already.
    private static string Reason(JsonException e)
    {
        var place = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"The file is not well-formed JSON. {(place < 0 ? e.Message : e.Message[..place])}";
    }

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Escapes();
}
