using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>How a list wants a card.</summary>
/// <param name="Size">lead, strip, standard, text, side or list: the class says the looks.</param>
/// <param name="Level">Of the heading, 2 to 4.</param>
public sealed record CardView(StoryCard Story, string Size = "standard", int Level = 3)
{
    public bool HasPicture => Story.Picture is not null && Size != "text";
    public bool HasStandfirst => Story.Standfirst is not null && Size is not ("text" or "side");

    /// <summary>How wide the picture stands in the layout.</summary>
    public bool IsFirstOnPage => Size == "lead";
}
