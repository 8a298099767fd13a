using System.Text;
using System.Text.Json;
using System.Xml;
using NewsSite.News.Importing;

namespace NewsSite.News.Wire;

/// <summary>Reads what a source answered, whatever kind of feed it is: RSS, Atom, JSON Feed or IPTC ninjs.</summary>
internal static class FeedReader
{
    private const string Name = "The feed";
    private const int DepthLimit = 64;

    // Older feeds say that they are in one of these.
    static FeedReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="bytes">A whole answer.</param>
    /// <returns>Its entries as they come, at most <see cref="FeedEntry.CountLimit"/>.</returns>
    /// <exception cref="ImportRefusedException">It is none of these, or not well-formed; the message says so.</exception>
    public static async Task<IReadOnlyList<FeedEntry>> ReadAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        // Blanks before the first mark are a common fault, and do no harm.
        var text = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        while (text.Length > 0 && text.Span[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            text = text[1..];
        }

        if (text.Length == 0)
        {
            throw new ImportRefusedException("The answer was empty.");
        }

        if (text.Span[0] is (byte)'{' or (byte)'[')
        {
            return Json(text);
        }

        using var xml = new BoundedXml(
            new MemoryStream(text.ToArray(), writable: false),
            Name,
            DtdProcessing.Ignore,
            keepsBlanks: true
        );
        return await new XmlFeed(xml).ReadAsync(cancel);
    }

    private static List<FeedEntry> Json(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DepthLimit });
            var root = document.RootElement;
            var entries =
                JsonFeed.IsFeed(root) ? JsonFeed.Read(root)
                : Ninjs.IsNinjs(root) ? Ninjs.Read(root)
                : throw new ImportRefusedException("This JSON is neither a JSON Feed nor IPTC ninjs.");
            return [.. entries.Take(FeedEntry.CountLimit)];
        }
        catch (JsonException e)
        {
            throw ImportRefusedException.At(
                Name,
                (int)Math.Min((e.LineNumber ?? 0) + 1, int.MaxValue),
                "It is not well-formed JSON, or too deep.",
                e
            );
        }
        catch (InvalidOperationException e)
        {
            throw new ImportRefusedException("The feed has bytes that are no letters: it must be UTF-8.", e);
        }
    }
}
