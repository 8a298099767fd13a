using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Checks;

/// <summary>A story as the rules look at it.</summary>
internal sealed partial class CheckedStory
{
    /// <param name="text">The words of the body, a line to a block.</param>
    /// <param name="refused">See <see cref="Refused"/>.</param>
    public CheckedStory(ArticleContent content, CategoryTree tree, CheckFacts facts, string text, string? refused)
    {
        (Content, Tree, Facts, Refused) = (content, tree, facts, refused);
        Paragraphs = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
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
            return new(content, tree, facts, "", null);
        }

        try
        {
            return new(content, tree, facts, (await StoryMarkdown.RenderAsync(content.Body, cancel)).Text, null);
        }
        catch (BodyRefusedException refused)
        {
            return new(content, tree, facts, "", refused.Message);
        }
    }

    public ArticleContent Content { get; }
    public CategoryTree Tree { get; }
    public CheckFacts Facts { get; }

    /// <summary>Why the body cannot be laid out; null where it can.</summary>
    public string? Refused { get; }

    /// <summary>The words of the body, a paragraph each.</summary>
    public IReadOnlyList<string> Paragraphs { get; }

    /// <summary>The same without what stands between quotation marks: the paper's own words, which it answers for.</summary>
    public IReadOnlyList<string> Own { get; }

    // A quotation that goes on over paragraphs is opened in each and closed in the last.
    [GeneratedRegex("“[^”]*(”|$)|(?<![\\w])\"[^\"]*(\"|$)")]
    private static partial Regex Quoted();
}
