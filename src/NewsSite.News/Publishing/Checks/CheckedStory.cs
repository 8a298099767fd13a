using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Markdown;

namespace NewsSite.News.Publishing.Checks;

/// <summary>A story as the rules look at it.</summary>
internal sealed partial class CheckedStory
{
    public CheckedStory(ArticleContent content, CategoryTree tree)
    {
        (Content, Tree) = (content, tree);
        if (string.IsNullOrWhiteSpace(content.Body))
        {
            return;
        }

        try
        {
            Paragraphs = StoryMarkdown.Render(content.Body).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (BodyRefusedException refused)
        {
            Refused = refused.Message;
        }

        Own = [.. Paragraphs.Select(p => Quoted().Replace(p, "”"))];
    }

    public ArticleContent Content { get; }
    public CategoryTree Tree { get; }

    /// <summary>Why the body cannot be laid out; null where it can.</summary>
    public string? Refused { get; }

    /// <summary>The words of the body, a paragraph each.</summary>
    public IReadOnlyList<string> Paragraphs { get; } = [];

    /// <summary>The same without what stands between quotation marks: the paper's own words, which it answers for.</summary>
    public IReadOnlyList<string> Own { get; } = [];

    // A quotation that goes on over paragraphs is opened in each and closed in the last.
    [GeneratedRegex("“[^”]*(”|$)|(?<![\\w])\"[^\"]*(\"|$)")]
    private static partial Regex Quoted();
}
