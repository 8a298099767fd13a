using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Checks;

/// <summary>A story as the rules look at it.</summary>
internal sealed partial class CheckedStory
{
    /// <param name="body">Laid out; null where it is blank or was refused.</param>
    /// <param name="refused">See <see cref="Refused"/>.</param>
    public CheckedStory(
        ArticleContent content,
        CategoryTree tree,
        CheckFacts facts,
        RenderedBody? body,
        string? refused
    )
    {
        (Content, Tree, Facts, Refused) = (content, tree, facts, refused);
        HasContent = !string.IsNullOrWhiteSpace(body?.Html);
        Paragraphs = (body?.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Own = [.. Paragraphs.Select(p => Quoted().Replace(p, "”"))];
    }

    public static async Task<CheckedStory> OfAsync(
        ArticleContent content,
        CategoryTree tree,
        CheckFacts facts,
        CancellationToken cancel
    )
    {
        if (string.IsNullOrWhiteSpace(content.Body))
        {
            return new(content, tree, facts, null, null);
        }

        try
        {
            var body = await StoryMarkdown.RenderAsync(content.Body, cancel, facts.Pictures);
            return new(content, tree, facts, body, null);
        }
        catch (BodyRefusedException refused)
        {
            return new(content, tree, facts, null, refused.Message);
        }
    }

    public ArticleContent Content { get; }
    public CategoryTree Tree { get; }
    public CheckFacts Facts { get; }

    /// <summary>Why the body cannot be laid out; null where it can.</summary>
    public string? Refused { get; }

    /// <summary>Whether the body shows anything: a picture is something, too.</summary>
    public bool HasContent { get; }

    /// <summary>The words of the body, a paragraph each.</summary>
    public IReadOnlyList<string> Paragraphs { get; }

    /// <summary>The same without what stands between quotation marks: the paper's own words, which it answers for.</summary>
    public IReadOnlyList<string> Own { get; }

    // A quotation that goes on over paragraphs is opened in each and closed in the last.
    [GeneratedRegex("“[^”]*(”|$)|(?<![\\w])\"[^\"]*(\"|$)")]
    private static partial Regex Quoted();
}
