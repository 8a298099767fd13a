using System.Net;
using System.Text;
using System.Xml;

namespace NewsSite.News.Importing;

/// <summary>
/// Goes through an XML file of any size from beginning to end, in memory that does not grow with it. Nothing outside the
/// file is read, no entity is defined, and what a parser keeps whole (a tag, a name, a CDATA section) has a limit.
/// </summary>
internal sealed class BoundedXml : IDisposable
{
    /// <summary>The most bytes of one tag, comment or CDATA section.</summary>
    public const int NodeLimit = 8 * 1024 * 1024;
    private const int DepthLimit = 100;
    private const int Buffer = 64 * 1024;

    // What HTML never closes.
    private static readonly HashSet<string> Void =
    [
        "area",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "source",
        "wbr",
    ];

    private readonly string file;
    private readonly Meter meter;
    private readonly XmlReader reader;
    private readonly char[] chunk = new char[4096];
    private int last = 1;

    public BoundedXml(string file)
        : this(
            new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                Buffer,
                FileOptions.Asynchronous | FileOptions.SequentialScan
            ),
            file,
            DtdProcessing.Prohibit,
            keepsBlanks: false
        ) { }

    /// <param name="bytes">Closed with the reader.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="dtd">Whether a document type is refused, or gone over unread: its entities are unknown then, too.</param>
    /// <param name="keepsBlanks">Whether blanks between two elements are text.</param>
    public BoundedXml(Stream bytes, string name, DtdProcessing dtd, bool keepsBlanks)
    {
        file = name;
        meter = new Meter(bytes);
        reader = XmlReader.Create(
            meter,
            new XmlReaderSettings
            {
                Async = true,
                CloseInput = true,
                DtdProcessing = dtd,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = !keepsBlanks,
                MaxCharactersInDocument = 0,
                NameTable = new BoundedNames(),
            }
        );
    }

    /// <summary>Where it is; inside what does not end, where it was last.</summary>
    public int Line => Math.Max(((IXmlLineInfo)reader).LineNumber, last);
    public int Depth => reader.Depth;
    public string Name => reader.LocalName;
    public string Namespace => reader.NamespaceURI;
    public bool IsElement => reader.NodeType == XmlNodeType.Element;

    public string? Attribute(string name) => reader.GetAttribute(name);

    /// <returns>False at the end of the file.</returns>
    /// <exception cref="ImportRefusedException">It is no well-formed XML, or goes over a limit.</exception>
    public async Task<bool> ReadAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        try
        {
            meter.Begin();
            if (!await reader.ReadAsync())
            {
                return false;
            }

            last = ((IXmlLineInfo)reader).LineNumber;
        }
        catch (XmlException e)
        {
            throw ImportRefusedException.At(file, Math.Max(e.LineNumber, 1), Reason(e), e);
        }
        catch (TooMuchException e)
        {
            throw ImportRefusedException.At(file, Line, e.Message, e);
        }

        return reader.Depth <= DepthLimit
            ? true
            : throw ImportRefusedException.At(file, Line, $"Elements lie more than {DepthLimit} deep in each other.");
    }

    /// <summary>Goes into the element that the reader is at, to each element directly in it; ends behind it.</summary>
    /// <param name="each">Reads or skips the element that it is called at.</param>
    public async Task ChildrenAsync(Func<Task> each, CancellationToken cancel)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        var depth = reader.Depth;
        while (await ReadAsync(cancel) && reader.Depth > depth)
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                await each();
            }
        }
    }

    /// <summary>Reads all text in the element that the reader is at, and ends behind it.</summary>
    /// <returns>Null where it is longer than <paramref name="limit"/>.</returns>
    public async Task<string?> TextAsync(int limit, CancellationToken cancel)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var text = new StringBuilder();
        var isTooLong = false;
        while (await ReadAsync(cancel) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
            {
                isTooLong |= !await TakeAsync(text, limit);
            }
        }

        return isTooLong ? null : text.ToString();
    }

    /// <summary>Reads all that lies in the element that the reader is at, and ends behind it.</summary>
    /// <returns>
    /// Its text; where there are elements in it, all of it written as HTML. Null where it is longer than
    /// <paramref name="limit"/>.
    /// </returns>
    public async Task<(string? Value, bool HoldsElements)> ContentAsync(int limit, CancellationToken cancel)
    {
        if (reader.IsEmptyElement)
        {
            return ("", false);
        }

        var depth = reader.Depth;
        var (text, markup) = (new StringBuilder(), new StringBuilder());
        var (holdsElements, isTooLong) = (false, false);
        while (await ReadAsync(cancel) && reader.Depth > depth)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text
                or XmlNodeType.CDATA
                or XmlNodeType.SignificantWhitespace
                or XmlNodeType.Whitespace:
                    var from = text.Length;
                    isTooLong |= !await TakeAsync(text, limit);
                    markup.Append(WebUtility.HtmlEncode(text.ToString(from, text.Length - from)));
                    break;
                case XmlNodeType.Element:
                    holdsElements = true;
                    isTooLong |= markup.Length > limit;
                    if (!isTooLong)
                    {
                        Open(markup);
                    }

                    break;
                case XmlNodeType.EndElement when !isTooLong && !Void.Contains(reader.LocalName):
                    markup.Append("</").Append(reader.LocalName).Append('>');
                    break;
            }
        }

        var value = holdsElements ? markup : text;
        return (isTooLong || value.Length > limit ? null : value.ToString(), holdsElements);
    }

    /// <summary>Goes over the element that the reader is at.</summary>
    public Task SkipAsync(CancellationToken cancel) => ChildrenAsync(() => SkipAsync(cancel), cancel);

    public void Dispose()
    {
        reader.Dispose();
        meter.Dispose();
    }

    private void Open(StringBuilder markup)
    {
        markup.Append('<').Append(reader.LocalName);
        for (var n = 0; n < reader.AttributeCount; n++)
        {
            reader.MoveToAttribute(n);
            if (reader.Prefix.Length == 0)
            {
                markup.Append(' ').Append(reader.LocalName).Append("=\"");
                markup.Append(WebUtility.HtmlEncode(reader.Value)).Append('"');
            }
        }

        reader.MoveToElement();
        markup.Append('>');
        if (reader.IsEmptyElement && !Void.Contains(reader.LocalName))
        {
            markup.Append("</").Append(reader.LocalName).Append('>');
        }
    }

    private async Task<bool> TakeAsync(StringBuilder text, int limit)
    {
        try
        {
            while (true)
            {
                meter.Begin();
                var count = await reader.ReadValueChunkAsync(chunk, 0, chunk.Length);
                if (count == 0)
                {
                    return true;
                }

                if (text.Length + count > limit)
                {
                    // What is left of it goes by in pieces, too.
                    while (await reader.ReadValueChunkAsync(chunk, 0, chunk.Length) > 0)
                    {
                        meter.Begin();
                    }

                    return false;
                }

                text.Append(chunk, 0, count);
            }
        }
        catch (XmlException e)
        {
            throw ImportRefusedException.At(file, Math.Max(e.LineNumber, 1), Reason(e), e);
        }
        catch (TooMuchException e)
        {
            throw ImportRefusedException.At(file, Line, e.Message, e);
        }
    }

    // Without the place, which stands before it already.
    private static string Reason(XmlException e)
    {
        var place = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return $"The file is not well-formed XML. {(place < 0 ? e.Message : e.Message[..place])}";
    }
}
