using System.Net;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace NewsSite.Rendering;

/// <summary>
/// The one place where Markdown becomes HTML: Markdig parses, our renderers lay out, <see cref="SafeHtml"/> guards,
/// because Markdig lets <c>javascript:</c> links through in every setting.
/// </summary>
public static partial class StoryMarkdown
{
    private const int HtmlLimit = 2_000_000;

    // Generic attributes are left out on purpose: they let an event handler through even with raw HTML switched off.
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    // The slowest body that is not refused takes a second; a report of 20,000 words takes 10 MB.
    private static readonly Workers Workers = new(2, TimeSpan.FromSeconds(10), 512_000_000);

    /// <summary>Lays a body out in a process of its own, which is ended where it takes too much time or memory.</summary>
    /// <param name="pictures">Those that may be shown; none where it is left out. See <see cref="PictureFiles"/>.</param>
    /// <exception cref="BodyRefusedException">
    /// Too long, nested too deep, or built to grow; the message says what to change.
    /// </exception>
    public static Task<RenderedBody> RenderAsync(
        string markdown,
        CancellationToken cancel,
        BodyPictures? pictures = null
    )
    {
        BodyLimits.Check(markdown);
        return Workers.RenderAsync(new(markdown, pictures ?? BodyPictures.None), cancel);
    }

    /// <summary>Lays a body out here and now, which nothing can stop: for a worker, and for tests of the layout.</summary>
    /// <exception cref="BodyRefusedException">See <see cref="RenderAsync"/>.</exception>
    internal static RenderedBody Render(string markdown, BodyPictures? pictures = null)
    {
        BodyLimits.Check(markdown);
        return LayOut(markdown, pictures ?? BodyPictures.None);
    }

    /// <returns>The words as they were typed, in paragraphs and nothing else: for a body that <see cref="RenderAsync"/> refuses.</returns>
    public static RenderedBody Plain(string markdown)
    {
        var paragraphs = markdown
            .ReplaceLineEndings("\n")
            .Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new RenderedBody(
            string.Concat(paragraphs.Select(p => $"<p>{WebUtility.HtmlEncode(p)}</p>\n")),
            string.Join('\n', paragraphs),
            new HashSet<string>()
        );
    }

    /// <returns>The file names of all pictures of ours that the body could show; look these up for <see cref="RenderAsync"/>.</returns>
    public static IReadOnlyCollection<string> PictureFiles(string markdown) =>
        PictureAddress().Matches(markdown).Select(match => match.Groups["file"].Value).ToHashSet();

    private static RenderedBody LayOut(string markdown, BodyPictures pictures)
    {
        var layout = new Layout(pictures);
        try
        {
            var document = Markdig.Markdown.Parse(markdown, Pipeline);
            layout.TakeCaptions(document);
            var html = Write(document, layout, isText: false);
            var text = Write(document, layout, isText: true);
            return new RenderedBody(SafeHtml.Clean(html), text.Trim(), layout.Shown);
        }
        catch (ArgumentException e)
        {
            throw new BodyRefusedException("The body is nested too deep. Remove some levels.", e);
        }
        catch (Exception e) when (e is not (BodyRefusedException or OutOfMemoryException))
        {
            // A fault of the parser on a text that nobody foresaw: the words are saved, and stay unpublished.
            throw new BodyRefusedException("The body cannot be laid out. Remove what is unusual in it.", e);
        }
    }

    private static string Write(MarkdownDocument document, Layout layout, bool isText)
    {
        using var writer = new BoundedWriter(HtmlLimit);
        var renderer = new HtmlRenderer(writer);
        if (isText)
        {
            renderer.EnableHtmlForBlock = renderer.EnableHtmlForInline = renderer.EnableHtmlEscape = false;
        }

        Pipeline.Setup(renderer);
        if (isText)
        {
            renderer.ObjectRenderers.Replace<LineBreakInlineRenderer>(new TextLineBreakRenderer());
        }

        renderer.ObjectRenderers.Replace<ParagraphRenderer>(new StoryParagraphRenderer(layout));
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new StoryHeadingRenderer(layout));
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new StoryLinkRenderer(layout));
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new TableRenderer(layout));
        renderer.ObjectRenderers.InsertBefore<CodeBlockRenderer>(new BoxRenderer(layout));
        renderer.ObjectRenderers.InsertBefore<CodeBlockRenderer>(new NotesRenderer());
        renderer.ObjectRenderers.InsertBefore<CodeBlockRenderer>(new NoteLinkRenderer());
        renderer.Render(document);
        return writer.ToString();
    }

    private static MarkdownPipeline CreatePipeline()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UsePipeTables()
            .UseFootnotes()
            .UseAutoLinks()
            .UseEmphasisExtras();
        builder.BlockParsers.Insert(0, new CustomContainerParser());
        return builder.Build();
    }

    [GeneratedRegex(@"/media/(?<file>[0-9A-Za-z_-]{1,80}\.[0-9a-z]{1,5})", RegexOptions.NonBacktracking)]
    private static partial Regex PictureAddress();
}
