using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>How search engines and shares name a story, live or to be.</summary>
public static class StoryWords
{
    private const int DescriptionLeast = 70;

    /// <summary>The most characters of a description.</summary>
    public const int DescriptionLimit = 155;

    /// <returns>Without the paper's name.</returns>
    public static string Title(Story story) =>
        story.SearchTitle
        ?? (story.Categories.Count == 0 ? story.Headline : $"{story.Headline} – {story.Categories[0].Name}");

    /// <summary>A standfirst that says too little goes on with the first words of the story.</summary>
    public static string Description(Story story)
    {
        var standfirst = story.Standfirst ?? "";
        return Excerpt.Of(
            standfirst.Length < DescriptionLeast ? $"{standfirst} {story.BodyText}" : standfirst,
            DescriptionLimit
        );
    }
}
