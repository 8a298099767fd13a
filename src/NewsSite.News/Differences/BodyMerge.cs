using System.Security.Cryptography;
using System.Text;

namespace NewsSite.News.Differences;

/// <summary>Who wrote a part of a merged text.</summary>
public enum Origin
{
    Unchanged,
    Theirs,
    Mine,

    /// <summary>Both wrote the same.</summary>
    Both,

    /// <summary>Each wrote something else: somebody has to choose.</summary>
    Conflict,
}

/// <summary>Some blocks of a merged text.</summary>
/// <param name="Key">Of a conflict: made from its texts, so that it is the same when all else has changed. Otherwise empty.</param>
/// <param name="Base">What was there before; empty where it is new.</param>
public sealed record MergePart(Origin Origin, string Key, string Base, string Theirs, string Mine)
{
    internal IReadOnlyList<Block> TheirBlocks { get; init; } = [];
    internal IReadOnlyList<Block> MyBlocks { get; init; } = [];

    /// <summary>Whether one can have the two after each other.</summary>
    public bool MayBeBoth => Theirs.Length > 0 && Mine.Length > 0;
}

/// <summary>Three-way, block by block: what one side changed is taken, what both changed is a conflict.</summary>
internal sealed class BodyMerge
{
    // Nobody answers more questions than that about one text: beyond, it is one question, the whole text.
    private const int ConflictLimit = 200;

    private readonly Blocks old;
    private readonly Blocks theirs;
    private readonly Blocks mine;
    private readonly List<MergePart> parts = [];
    private readonly Dictionary<string, int> keys = new(StringComparer.Ordinal);

    private BodyMerge(string old, string theirs, string mine) =>
        (this.old, this.theirs, this.mine) = (Blocks.Of(old), Blocks.Of(theirs), Blocks.Of(mine));

    public IReadOnlyList<MergePart> Parts => parts;

    public static BodyMerge Of(string old, string theirs, string mine)
    {
        var merge = new BodyMerge(old, theirs, mine);
        var (left, right) = (new SideOf(merge.old, merge.theirs), new SideOf(merge.old, merge.mine));
        for (var n = 0; n <= merge.old.All.Count; n++)
        {
            merge.Slot(left.Added[n], right.Added[n]);
            if (n < merge.old.All.Count)
            {
                merge.One(merge.old.All[n], left.Now[n], right.Now[n]);
            }
        }

        if (merge.keys.Values.Sum() > ConflictLimit)
        {
            merge.parts.Clear();
            merge.Conflict("", [.. merge.theirs.All], [.. merge.mine.All]);
        }

        return merge;
    }

    /// <param name="choices">For each conflict; mine where there is none.</param>
    public string Text(IReadOnlyDictionary<string, Side> choices)
    {
        var blocks = parts
            .SelectMany(part =>
                choices.GetValueOrDefault(part.Key, Side.Mine) switch
                {
                    Side.Mine => part.MyBlocks,
                    Side.Both when part.Key.Length > 0 => part.TheirBlocks.Concat(part.MyBlocks),
                    _ => part.TheirBlocks,
                }
            )
            .ToList();
        return Blocks.Join(Pick(old.Lead, theirs.Lead, mine.Lead), blocks, Pick(old.End, theirs.End, mine.End));
    }

    // What one side changed; mine where both did.
    private static string Pick(string old, string theirs, string mine) => mine == old ? theirs : mine;

    /// <summary>What the two sides put between the same two old blocks.</summary>
    private void Slot(List<Block> left, List<Block> right)
    {
        var start = 0;
        while (start < left.Count && start < right.Count && left[start].Text == right[start].Text)
        {
            start++;
        }

        var end = 0;
        while (end < left.Count - start && end < right.Count - start && left[^(end + 1)].Text == right[^(end + 1)].Text)
        {
            end++;
        }

        Settle(Origin.Both, right[..start]);
        var (leftRest, rightRest) = (left[start..^end], right[start..^end]);
        if (leftRest.Count == 0 || rightRest.Count == 0)
        {
            Settle(leftRest.Count == 0 ? Origin.Mine : Origin.Theirs, leftRest.Count == 0 ? rightRest : leftRest);
        }
        else
        {
            Conflict("", leftRest, rightRest);
        }

        Settle(Origin.Both, right[^end..]);
    }

    private void One(Block was, Block? left, Block? right)
    {
        var isTheirs = left?.Text != was.Text;
        var isMine = right?.Text != was.Text;
        if (isTheirs && isMine && left?.Text != right?.Text)
        {
            Conflict(was.Text, left is null ? [] : [left], right is null ? [] : [right]);
            return;
        }

        var origin =
            isTheirs && isMine ? Origin.Both
            : isTheirs ? Origin.Theirs
            : isMine ? Origin.Mine
            : Origin.Unchanged;
        if ((isMine ? right : left) is { } taken)
        {
            var gap = left is null || right is null ? taken.Gap : Pick(was.Gap, left.Gap, right.Gap);
            Settle(origin, [taken with { Gap = gap }], was.Text);
        }
        else
        {
            parts.Add(new MergePart(origin, "", was.Text, "", ""));
        }
    }

    private void Settle(Origin origin, List<Block> blocks, string was = "") =>
        parts.AddRange(
            blocks.Select(block => new MergePart(origin, "", was, block.Text, block.Text)
            {
                TheirBlocks = [block],
                MyBlocks = [block],
            })
        );

    private void Conflict(string was, List<Block> left, List<Block> right)
    {
        var (theirText, myText) = (Text(left), Text(right));
        var key = Key($"{was}\0{theirText}\0{myText}");
        parts.Add(new MergePart(Origin.Conflict, key, was, theirText, myText) { TheirBlocks = left, MyBlocks = right });
    }

    private string Key(string texts)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(texts)))[..16];
        var alike = keys[hash] = keys.GetValueOrDefault(hash) + 1;
        return alike == 1 ? hash : $"{hash}-{alike}";
    }

    private static string Text(List<Block> blocks) => Blocks.Join("", blocks, "");

    /// <summary>What became of each old block on one side, and what stands before it.</summary>
    private sealed class SideOf
    {
        public SideOf(Blocks old, Blocks side)
        {
            Now = new Block?[old.All.Count];
            Added = [.. Enumerable.Range(0, old.All.Count + 1).Select(_ => new List<Block>())];
            var next = 0;
            foreach (var pair in BlockPairs.Of(Texts(old), Texts(side)))
            {
                if (pair.Before < 0)
                {
                    Added[next].Add(side.All[pair.After]);
                    continue;
                }

                next = pair.Before + 1;
                Now[pair.Before] = pair.After < 0 ? null : side.All[pair.After];
            }
        }

        public Block?[] Now { get; }
        public List<Block>[] Added { get; }

        private static List<string> Texts(Blocks blocks) => [.. blocks.All.Select(block => block.Text)];
    }
}
