using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Differences;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>One place that both changed: what each made of it, and what the writer chose.</summary>
/// <param name="Key">As the form sends it.</param>
public sealed record Choice(
    string Key,
    string Name,
    IReadOnlyList<Piece> Theirs,
    IReadOnlyList<Piece> Mine,
    bool MayBeBoth,
    Side? Chosen
);

/// <summary>A change that one of the two made, and that is taken as it is.</summary>
public sealed record Taken(Origin Origin, string Name, IReadOnlyList<Piece> Pieces);

/// <summary>Somebody else saved first: their changes and this writer's put together, and what is left to choose.</summary>
public sealed class Conflict
{
    private Conflict(
        ArticleVersion theirs,
        IReadOnlyList<Choice> choices,
        IReadOnlyList<Taken> taken,
        StoryState merged
    ) =>
        (TheirName, Number, At, Choices, Taken, Merged) = (
            theirs.CreatedByName,
            theirs.Number,
            theirs.CreatedAt,
            choices,
            taken,
            merged
        );

    public string TheirName { get; }

    /// <summary>The version that came first.</summary>
    public int Number { get; }
    public DateTimeOffset At { get; }
    public IReadOnlyList<Choice> Choices { get; }
    public IReadOnlyList<Taken> Taken { get; }

    /// <summary>With the choices made so far; the writer's own where there is none.</summary>
    public StoryState Merged { get; }

    /// <summary>The writer's words have theirs in them already, from the page before: who changed what cannot be told any more.</summary>
    public bool IsAgain { get; private init; }
    public bool IsSettled => Choices.All(c => c.Chosen is not null);

    /// <param name="old">What both began with; null where there was nothing.</param>
    /// <param name="chosen">By key; keys that are not asked for are ignored. Null where nobody was asked yet.</param>
    public static async Task<Conflict> LoadAsync(
        NewsroomDb db,
        ArticleVersion? old,
        ArticleVersion theirs,
        StoryState mine,
        IReadOnlyDictionary<string, Side>? chosen,
        CancellationToken cancel
    )
    {
        var empty = StoryState.Empty;
        var sides = chosen ?? new Dictionary<string, Side>();
        var names = await ContentNames.LoadAsync(
            db,
            [old?.Content ?? empty.Content, theirs.Content, mine.Content],
            cancel
        );
        var before = old is null ? empty : names.State(old.Content);
        var their = names.State(theirs.Content);
        var merge = new StoryMerge(before, their, mine);
        Side? Chosen(string key) => sides.TryGetValue(key, out var side) ? side : null;
        var fields = merge.Fields.Select(f =>
        {
            var was = f.Field.Show(before, names);
            return new Choice(
                f.Key,
                f.Field.Name,
                Compared(was, f.Field.Show(their, names)),
                Compared(was, f.Field.Show(mine, names)),
                f.MayBeBoth,
                Chosen(f.Key)
            );
        });
        var parts = merge
            .Parts.Where(p => p.Origin == Origin.Conflict)
            .Select(
                (p, n) =>
                    new Choice(
                        p.Key,
                        $"Text, place {n + 1}",
                        Compared(p.Base, p.Theirs),
                        Compared(p.Base, p.Mine),
                        p.MayBeBoth,
                        Chosen(p.Key)
                    )
            );
        return new Conflict(
            theirs,
            [.. fields, .. parts],
            [
                .. TakenFields(merge, before, their, mine, names),
                .. merge
                    .Parts.Where(p => p.Origin is Origin.Theirs or Origin.Mine)
                    .Select(p => new Taken(p.Origin, "Text", Words.Between(p.Base, p.Mine))),
            ],
            merge.With(sides)
        )
        {
            IsAgain = chosen is not null,
        };
    }

    private static IEnumerable<Taken> TakenFields(
        StoryMerge merge,
        StoryState before,
        StoryState theirs,
        StoryState mine,
        ContentNames names
    ) =>
        from field in StoryField.All
        let isTheirs = field.Value(mine) == field.Value(before)
        let taken = isTheirs ? theirs : mine
        where
            field.Value(theirs) != field.Value(mine)
            && (isTheirs || field.Value(theirs) == field.Value(before))
            && merge.Fields.All(f => f.Field != field)
        select new Taken(
            isTheirs ? Origin.Theirs : Origin.Mine,
            field.Name,
            Words.Between(field.Show(before, names), field.Show(taken, names))
        );

    // A text that has little of what was there before is easier to read without marks.
    private static IReadOnlyList<Piece> Compared(string before, string after)
    {
        var pieces = Words.Between(before, after);
        var same = pieces.Where(p => p.Kind == PieceKind.Same).Sum(p => p.Text.Length);
        return after.Length == 0 || same * 2 >= Math.Min(before.Length, after.Length)
            ? pieces
            : [new Piece(PieceKind.Same, after)];
    }
}
