using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>How a list wants a card.</summary>
/// <param name="Size">
/// <c>lead</c>, <c>strip</c>, <c>standard</c> and <c>list</c> have a picture and a standfirst, <c>small</c> has a
/// picture, <c>brief</c> a standfirst, <c>text</c> neither: the class says the looks.
/// </param>
/// <param name="Level">Of the heading, 2 to 4.</param>
/// <param name="First">Seen before anything is scrolled; a lead always is.</param>
public sealed record CardView(StoryCard Story, string Size = "standard", int Level = 3, bool First = false)
{
    /// <summary>Headlines on the same subject, below the card.</summary>
    public IReadOnlyList<StoryCard> Also { get; init; } = [];

    /// <summary>The category whose list this is: a story filed there does not name it again.</summary>
    public long? Within { get; init; }

    /// <summary>The list names days: the card names hours.</summary>
    public bool ByDay { get; init; }

    public bool HasPicture => Story.Picture is not null && Size is not ("text" or "brief");
    public bool HasStandfirst => Story.Standfirst is not null && Size is not ("text" or "small");
    public bool HasKicker => Story.Category.Id != Within;

    /// <summary>Whether the picture is seen before anything is scrolled.</summary>
    public bool IsFirstOnPage => First || Size == "lead";

    public PicturePlace Place =>
        Size switch
        {
            "lead" or "strip" => PicturePlace.Lead,
            "list" => PicturePlace.List,
            _ => PicturePlace.Quarter,
        };
}
