using System.Net;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace NewsSite.News.Markdown;

/// <summary>
/// The one place where Markdown becomes HTML: Markdig parses, our renderers lay out, <see cref="SafeHtml"/> guards,
/// because Markdig lets <c>javascript:</c> links through in every setting.
/// </summary>
public static partial class StoryMarkdown
{
    private const int HtmlLimit = 2_000_000;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    // Generic attributes are left out on purpose: they let an event handler through even with raw HTML switched off.
    private static readonly MarkdownPipeline Pipeline = CreatePipeline();

    /// <param name="markdown">At most <see cref="Articles.ArticleContent.BodyLimit"/> characters.</param>
    /// <param name="pictures">Those that may be shown; none where it is left out. See <see cref="PictureFiles"/>.</param>
    /// <exception cref="BodyRefusedException">Nested too deep, or built to grow; the message says what to change.</exception>
    public static RenderedBody Render(string markdown, BodyPictures? pictures = null)
    {
        BodyLimits.Check(markdown);
        return WithinTime(() => LayOut(markdown, pictures ?? BodyPictures.None));
    }

    /// <returns>The words as they were typed, in paragraphs and nothing else: for a body that <see cref="Render"/> refuses.</returns>
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

    /// <returns>The file names of all pictures of ours that the body could show; look these up for <see cref="Render"/>.</returns>
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
        catch (Exception e) when (e is not BodyRefusedException)
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

    // The parser cannot be stopped. What is known to make it slow is refused before; whatever else there is must not
    // hold up the one who asked.
    private static RenderedBody WithinTime(Func<RenderedBody> work)
    {
        RenderedBody? body = null;
        ExceptionDispatchInfo? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                body = work();
            }
            catch (Exception e)
            {
                fault = ExceptionDispatchInfo.Capture(e);
            }
        })
        {
            IsBackground = true,
            Name = "Markdown",
        };
        thread.Start();
        if (!thread.Join(TimeLimit))
        {
            throw new BodyRefusedException("The body takes too long to lay out. Make it simpler.");
        }

        fault?.Throw();
        return body!;
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
