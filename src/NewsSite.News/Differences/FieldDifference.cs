namespace NewsSite.News.Differences;

/// <summary>A field that two versions have differently.</summary>
/// <param name="Pieces">Its words, with what was removed and added.</param>
public sealed record FieldDifference(string Name, string Before, string After, IReadOnlyList<Piece> Pieces)
{
    /// <returns>Those that differ, in the order of the writing form.</returns>
    public static IReadOnlyList<FieldDifference> Between(StoryState before, StoryState after, ContentNames names) =>
        [
            .. StoryField
                .All.Where(field => field.Value(before) != field.Value(after))
                .Select(field => (field.Name, Before: field.Show(before, names), After: field.Show(after, names)))
                .Select(f => new FieldDifference(f.Name, f.Before, f.After, Words.Between(f.Before, f.After))),
        ];
}
