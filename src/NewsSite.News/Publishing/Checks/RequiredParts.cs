namespace NewsSite.News.Publishing.Checks;

/// <summary>What a story must have, and what it should.</summary>
internal static class RequiredParts
{
    private const int LongHeadline = 150;

    // Search engines cut what is longer.
    private const int SearchHeadline = 70;

    public static IReadOnlyList<CheckRule> Rules { get; } =
    [
        new(
            "Headline",
            CheckLevel.Block,
            StoryField.Headline,
            "Headline",
            s => s.Content.Headline.Length == 0 ? [new("Enter a headline")] : []
        ),
        new(
            "Long headline",
            CheckLevel.Warn,
            StoryField.Headline,
            "The headline is short enough for a phone and for search",
            s =>
                s.Content.Headline.Length switch
                {
                    > LongHeadline and var n => [new($"The headline has {n} characters; it reads badly on a phone")],
                    > SearchHeadline and var n =>
                    [
                        new($"The headline has {n} characters; search engines show about {SearchHeadline}"),
                    ],
                    _ => [],
                }
        ),
        new(
            "Standfirst",
            CheckLevel.Warn,
            StoryField.Standfirst,
            "Standfirst",
            s => s.Content.Standfirst is null ? [new("There is no standfirst")] : []
        ),
        new(
            "Text",
            CheckLevel.Block,
            StoryField.Body,
            "Text",
            s =>
                s.Refused is { } why ? [new(why)]
                : !s.HasContent ? [new("Enter the text of the story")]
                : []
        ),
        new(
            "Section",
            CheckLevel.Block,
            StoryField.PrimaryCategoryId,
            "Section",
            s =>
                s.Content.PrimaryCategoryId is { } id && s.Tree.Living(id) is not null
                    ? []
                    : [new("Choose a primary section")]
        ),
        new(
            "Author",
            CheckLevel.Block,
            StoryField.AuthorIds,
            "Author",
            s => s.Content.AuthorIds.Length == 0 ? [new("Choose at least one author")] : []
        ),
        new(
            "Tags",
            CheckLevel.Warn,
            StoryField.Tags,
            "Tags",
            s => s.Content.TagIds.Length == 0 ? [new("There are no tags")] : []
        ),
        new(
            "Lead picture",
            CheckLevel.Warn,
            StoryField.PictureId,
            "Lead picture",
            s => s.Content.PictureId is null ? [new("There is no lead picture")] : []
        ),
        new(
            "Lead alt text",
            CheckLevel.Warn,
            StoryField.PictureId,
            "The lead picture has alt text",
            s =>
                s.Facts.LeadAlt is { } alt && string.IsNullOrWhiteSpace(alt)
                    ? [new("The lead picture has no alt text: describe it in the library")]
                    : []
        ),
    ];
}
