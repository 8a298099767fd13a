using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Markdown;

namespace NewsSite.News.Publishing;

public enum CheckLevel
{
    Pass,

    /// <summary>The editor decides.</summary>
    Warn,

    /// <summary>The story cannot go out.</summary>
    Block,
}

/// <param name="Text">What is right, or what to do.</param>
public sealed record Check(string Text, CheckLevel Level);

/// <summary>What an editor should know before a story goes out.</summary>
public static partial class PublishChecks
{
    private const int LongHeadline = 150;

    /// <returns>One check for each rule, in the order in which a person fills the form.</returns>
    public static IReadOnlyList<Check> For(ArticleContent content, CategoryTree tree) =>
        [
            content.Headline.Length switch
            {
                0 => Block("Enter a headline"),
                > LongHeadline => Warn(
                    $"The headline has {content.Headline.Length} characters; it reads badly on a phone"
                ),
                _ => Pass("Headline"),
            },
            content.Standfirst is null ? Warn("There is no standfirst") : Pass("Standfirst"),
            Body(content.Body),
            content.PrimaryCategoryId is { } id && tree.Living(id) is not null
                ? Pass("Section")
                : Block("Choose a primary section"),
            content.AuthorIds.Length > 0 ? Pass("Author") : Block("Choose at least one author"),
            content.TagIds.Length > 0 ? Pass("Tags") : Warn("There are no tags"),
            content.PictureId is null ? Warn("There is no lead picture") : Pass("Lead picture"),
            ToCome().IsMatch(content.Body) ? Warn("“TK” is still in the text") : Pass("Nothing left to come"),
        ];

    private static Check Body(string body)
    {
        if (string.IsNullOrWhiteSpace(body))
        {
            return Block("Enter the text of the story");
        }

        try
        {
            StoryMarkdown.Render(body);
            return Pass("Text");
        }
        catch (BodyRefusedException refused)
        {
            return Block(refused.Message);
        }
    }

    private static Check Pass(string text) => new(text, CheckLevel.Pass);

    private static Check Warn(string text) => new(text, CheckLevel.Warn);

    private static Check Block(string text) => new(text, CheckLevel.Block);

    [GeneratedRegex(@"\bTK\b", RegexOptions.NonBacktracking)]
    private static partial Regex ToCome();
}
