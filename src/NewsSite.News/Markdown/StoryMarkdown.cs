using Ganss.Xss;
using Markdig;

namespace NewsSite.News.Markdown;

/// <summary>A story's body, ready for readers.</summary>
/// <param name="Html">Sanitised; safe to write unencoded.</param>
/// <param name="Text">The words alone, a line to a block; for search and passages.</param>
public sealed record RenderedBody(string Html, string Text)
{
    public int WordCount { get; } = Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}

/// <summary>The body cannot be rendered safely. It can be saved, but not published.</summary>
public sealed class BodyRefusedException : Exception
{
    public BodyRefusedException()
        : base("The body cannot be shown.") { }

    public BodyRefusedException(string message)
        : base(message) { }

    public BodyRefusedException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>
/// The one place where Markdown becomes HTML: Markdig parses, HtmlSanitizer guards, because Markdig lets
/// <c>javascript:</c> links through in every setting.
/// </summary>
public static class StoryMarkdown
{
    // Markdig's time and output grow with the square of open brackets and with the length of a definition that is
    // used many times; rendering cannot be cancelled, so such bodies are refused before it begins.
    private const int BracketLimit = 3000;
    private const int DefinitionLimit = 2000;
    private const int HtmlLimit = 2_000_000;

    // Generic attributes are left out on purpose: they let an event handler through even with raw HTML switched off.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseFootnotes()
        .UseCustomContainers()
        .UseFigures()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .Build();

    private static readonly HtmlSanitizer Sanitizer = CreateSanitizer();

    /// <param name="markdown">At most <see cref="Articles.ArticleContent.BodyLimit"/> characters.</param>
    /// <exception cref="BodyRefusedException">Nested too deep, or built to grow; the message says what to change.</exception>
    public static RenderedBody Render(string markdown)
    {
        if (markdown.AsSpan().Count('[') > BracketLimit)
        {
            throw new BodyRefusedException($"The body has more than {BracketLimit} square brackets. Remove some.");
        }

        if (markdown.Split('\n').Any(line => line.Length > DefinitionLimit && line.TrimStart().StartsWith('[')))
        {
            throw new BodyRefusedException("The body has a link that is too long. Shorten it.");
        }

        string raw;
        string text;
        try
        {
            raw = Markdig.Markdown.ToHtml(markdown, Pipeline);
            text = Markdig.Markdown.ToPlainText(markdown, Pipeline);
        }
        catch (ArgumentException e)
        {
            throw new BodyRefusedException("The body is nested too deep. Remove some levels.", e);
        }

        return raw.Length <= HtmlLimit
            ? new RenderedBody(Sanitizer.Sanitize(raw), text.Trim())
            : throw new BodyRefusedException("The body is too long when it is laid out. Shorten it.");
    }

    private static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
                {
                    "p",
                    "br",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "strong",
                    "em",
                    "del",
                    "ins",
                    "mark",
                    "sub",
                    "sup",
                    "a",
                    "ul",
                    "ol",
                    "li",
                    "blockquote",
                    "cite",
                    "code",
                    "pre",
                    "hr",
                    "img",
                    "figure",
                    "figcaption",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "div",
                    "span",
                },
                AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
                {
                    "href",
                    "src",
                    "alt",
                    "title",
                    "id",
                    "class",
                    "start",
                    "colspan",
                    "rowspan",
                },
                AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "https", "http", "mailto" },
                UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
            }
        );
        return sanitizer;
    }
}
