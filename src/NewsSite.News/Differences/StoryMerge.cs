namespace NewsSite.News.Differences;

/// <summary>What a writer takes where both changed the same.</summary>
public enum Side
{
    Theirs,
    Mine,

    /// <summary>Theirs and then mine.</summary>
    Both,
}

/// <summary>A field that both changed, each to something else.</summary>
public sealed record FieldConflict(StoryField Field, bool MayBeBoth)
{
    public string Key => Field.Key;
}

/// <summary>
/// Two people's changes of one version, put together: what only one of them touched is taken as it is, in the fields and
/// block by block in the text; where both did, somebody has to choose.
/// </summary>
public sealed class StoryMerge
{
    private readonly StoryState mine;
    private readonly StoryState theirs;
    private readonly StoryState settled;
    private readonly BodyMerge body;

    /// <param name="old">What both began with.</param>
    public StoryMerge(StoryState old, StoryState theirs, StoryState mine)
    {
        (this.theirs, this.mine, settled) = (theirs, mine, mine);
        var conflicts = new List<FieldConflict>();
        foreach (var field in StoryField.All)
        {
            var (was, left, right) = (field.Value(old), field.Value(theirs), field.Value(mine));
            if (right == was)
            {
                settled = field.Take(settled, theirs);
            }
            else if (left != was && left != right)
            {
                conflicts.Add(new FieldConflict(field, field.Join is not null && left.Length > 0 && right.Length > 0));
            }
        }

        Fields = conflicts;
        body = BodyMerge.Of(old.Content.Body, theirs.Content.Body, mine.Content.Body);
    }

    /// <summary>The fields that somebody has to choose.</summary>
    public IReadOnlyList<FieldConflict> Fields { get; }

    /// <summary>The whole text, in order.</summary>
    public IReadOnlyList<MergePart> Parts => body.Parts;

    /// <summary>The keys of all that somebody has to choose.</summary>
    public IEnumerable<string> Keys =>
        Fields.Select(f => f.Key).Concat(Parts.Where(p => p.Origin == Origin.Conflict).Select(p => p.Key));

    /// <param name="choices">By key. What is not chosen yet stays as the writer has it.</param>
    public StoryState With(IReadOnlyDictionary<string, Side> choices)
    {
        var story = settled;
        foreach (var (field, _) in Fields)
        {
            story = choices.GetValueOrDefault(field.Key, Side.Mine) switch
            {
                Side.Theirs => field.Take(story, theirs),
                Side.Both when field.Join is { } join => join(field.Take(story, theirs), mine),
                _ => story,
            };
        }

        return story with
        {
            Content = story.Content with { Body = body.Text(choices) },
        };
    }
}
