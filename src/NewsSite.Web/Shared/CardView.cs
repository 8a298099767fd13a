using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>How a list wants a card.</summary>
/// <param name="Size">lead, strip, standard, text, side or list: the class says the looks.</param>
/// <param name="Level">Of the heading, 2 to 4.</param>
/// <param name="First">Seen before anything is scrolled; a lead always is.</param>
/// <param name="Passage">HTML: the found words of a search, in place of the standfirst.</param>
public sealed record CardView(
    StoryCard Story,
    string Size = "standard",
    int Level = 3,
    string? Passage = null,
    bool First = false
)
{
    public bool HasPicture => Story.Picture is not null && Size != "text";
    public bool HasStandfirst => Story.Standfirst is not null && Size is not ("text" or "side");

    public bool IsFirstOnPage => First || Size == "lead";

    public PicturePlace Place =>
        Size switch
        {
            "lead" or "strip" => PicturePlace.Lead,
            "list" => PicturePlace.List,
            _ => PicturePlace.Quarter,
        };
}
