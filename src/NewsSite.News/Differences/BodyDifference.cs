namespace NewsSite.News.Differences;

public enum BlockKind
{
    Same,
    Changed,
    Removed,
    Added,

    /// <summary>Stands elsewhere in the second text, to the letter.</summary>
    MovedAway,

    /// <summary>Stood elsewhere in the first text.</summary>
    MovedHere,
}

/// <summary>A paragraph of one text, or of both.</summary>
/// <param name="Pieces">Its words, with what was removed and added.</param>
public sealed record BlockDifference(BlockKind Kind, IReadOnlyList<Piece> Pieces);

/// <summary>Two bodies side by side: paragraph by paragraph, and word by word where a paragraph was changed.</summary>
public static class BodyDifference
{
    /// <returns>All paragraphs of both texts, in order. Blank lines between them are not looked at.</returns>
    public static IReadOnlyList<BlockDifference> Between(string before, string after)
    {
        var left = Blocks.Of(before).All.Select(b => b.Text).ToList();
        var right = Blocks.Of(after).All.Select(b => b.Text).ToList();
        return
        [
            .. BlockPairs
                .Of(left, right)
                .Select(pair =>
                    pair.Kind switch
                    {
                        PairKind.Same => Whole(BlockKind.Same, PieceKind.Same, left[pair.Before]),
                        PairKind.Removed => Whole(BlockKind.Removed, PieceKind.Removed, left[pair.Before]),
                        PairKind.Added => Whole(BlockKind.Added, PieceKind.Added, right[pair.After]),
                        PairKind.MovedAway => Whole(BlockKind.MovedAway, PieceKind.Removed, left[pair.Before]),
                        PairKind.MovedHere => Whole(BlockKind.MovedHere, PieceKind.Added, right[pair.After]),
                        PairKind.Replaced => new BlockDifference(
                            BlockKind.Changed,
                            Words.Replaced(left[pair.Before], right[pair.After])
                        ),
                        _ => new BlockDifference(
                            BlockKind.Changed,
                            Words.Between(left[pair.Before], right[pair.After])
                        ),
                    }
                ),
        ];
    }

    private static BlockDifference Whole(BlockKind kind, PieceKind piece, string text) => new(kind, [new(piece, text)]);
}
