namespace NewsSite.News.Differences;

/// <summary>A field of a story, beside its body, as differences and merges see it.</summary>
/// <param name="Key">Names it in forms.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Value">The same for the same value, and for no other.</param>
/// <param name="Take">The first story, with this field of the second.</param>
public sealed record StoryField(
    string Key,
    string Name,
    Func<StoryState, string> Value,
    Func<StoryState, StoryState, StoryState> Take
)
{
    /// <summary>The value in words, where <see cref="Value"/> is none.</summary>
    internal Func<StoryState, ContentNames, string>? Words { get; init; }

    /// <summary>The first story, with what the field says in both; null where a field holds one thing only.</summary>
    internal Func<StoryState, StoryState, StoryState>? Join { get; init; }

    /// <summary>In the order of the writing form.</summary>
    public static IReadOnlyList<StoryField> All { get; } =
    [
        new(
            "headline",
            "Headline",
            s => s.Content.Headline,
            (to, of) => to with { Content = to.Content with { Headline = of.Content.Headline } }
        ),
        new(
            "standfirst",
            "Standfirst",
            s => s.Content.Standfirst ?? "",
            (to, of) => to with { Content = to.Content with { Standfirst = of.Content.Standfirst } }
        ),
        new(
            "section",
            "Primary section",
            s => $"{s.Content.PrimaryCategoryId}",
            (to, of) => to with { Content = to.Content with { PrimaryCategoryId = of.Content.PrimaryCategoryId } }
        )
        {
            Words = (s, names) => names.Category(s.Content.PrimaryCategoryId),
        },
        new(
            "sections",
            "Further sections",
            s => Row(s.Content.FurtherCategoryIds),
            (to, of) => to with { Content = to.Content with { FurtherCategoryIds = of.Content.FurtherCategoryIds } }
        )
        {
            Words = (s, names) => names.Categories(s.Content.FurtherCategoryIds),
            Join = (to, of) =>
                to with
                {
                    Content = to.Content with
                    {
                        FurtherCategoryIds = [.. to.Content.FurtherCategoryIds.Union(of.Content.FurtherCategoryIds)],
                    },
                },
        },
        new("tags", "Tags", s => string.Join(", ", s.TagNames), (to, of) => to with { TagNames = of.TagNames })
        {
            Join = (to, of) =>
                to with
                {
                    TagNames = [.. to.TagNames.Union(of.TagNames, StringComparer.OrdinalIgnoreCase)],
                },
        },
        new(
            "authors",
            "Authors",
            s => Row(s.Content.AuthorIds),
            (to, of) => to with { Content = to.Content with { AuthorIds = of.Content.AuthorIds } }
        )
        {
            Words = (s, names) => names.Authors(s.Content.AuthorIds),
            Join = (to, of) =>
                to with
                {
                    Content = to.Content with { AuthorIds = [.. to.Content.AuthorIds.Union(of.Content.AuthorIds)] },
                },
        },
        new(
            "picture",
            "Lead picture",
            s => $"{s.Content.PictureId}",
            (to, of) => to with { Content = to.Content with { PictureId = of.Content.PictureId } }
        )
        {
            Words = (s, names) => names.Picture(s.Content.PictureId),
        },
        new(
            "label",
            "Label",
            s => $"{s.Content.Label}",
            (to, of) => to with { Content = to.Content with { Label = of.Content.Label } }
        ),
        new(
            "language",
            "Language",
            s => s.Content.Language ?? "",
            (to, of) => to with { Content = to.Content with { Language = of.Content.Language } }
        ),
        new(
            "dateline",
            "Dateline",
            s => s.Content.Dateline ?? "",
            (to, of) => to with { Content = to.Content with { Dateline = of.Content.Dateline } }
        ),
        new(
            "source",
            "Includes material from",
            s => s.Content.SourceCredit ?? "",
            (to, of) => to with { Content = to.Content with { SourceCredit = of.Content.SourceCredit } }
        ),
        new(
            "source-address",
            "Address of the source",
            s => s.Content.SourceUrl ?? "",
            (to, of) => to with { Content = to.Content with { SourceUrl = of.Content.SourceUrl } }
        ),
        new(
            "syndicated",
            "Whole story is the source’s",
            s => s.Content.IsSyndicated ? "Yes" : "No",
            (to, of) => to with { Content = to.Content with { IsSyndicated = of.Content.IsSyndicated } }
        ),
        new(
            "search-title",
            "Search title",
            s => s.Content.SearchTitle ?? "",
            (to, of) => to with { Content = to.Content with { SearchTitle = of.Content.SearchTitle } }
        ),
    ];

    /// <returns>The value as people read it; empty where there is none.</returns>
    public string Show(StoryState state, ContentNames names) => Words?.Invoke(state, names) ?? Value(state);

    private static string Row(long[] ids) => string.Join(',', ids);
}
