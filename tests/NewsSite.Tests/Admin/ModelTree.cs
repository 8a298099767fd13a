using System.Globalization;
using NewsSite.News.Publishing.Categories;
using NewsSite.Tests.Support;

namespace NewsSite.Tests.Admin;

/// <summary>Admins who do anything to the tree, and what must be true afterwards, kept in the plainest way.</summary>
internal sealed class ModelTree(SiteFixture site, Random dice)
{
    private const int Most = 25;
    private readonly Dictionary<long, Node> nodes = [];
    private readonly Dictionary<long, long[]> stories = [];
    private readonly Dictionary<string, long> lastHad = new(StringComparer.Ordinal);
    private readonly List<(long Merger, long Taken, long[] Children)> mergers = [];
    private int made;

    public static IReadOnlyList<string> Kinds { get; } =
    ["create", "rename", "nest", "merge", "delete", "hide", "undo", "merge and undo"];

    public List<string> Walk { get; } = [];

    /// <summary>How often each kind of act was not refused.</summary>
    public Dictionary<string, int> Done { get; } = [];

    public async Task BeginAsync(int count)
    {
        for (var n = 0; n < 10; n++)
        {
            await CreateAsync();
        }

        for (var n = 0; n < count; n++)
        {
            var draft = await site.DraftAsync($"Story {n}", category: "Tree 1");
            var named = Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Any()).Distinct().ToArray();
            await site.SaveAsync(
                draft.ArticleId,
                c => c with { Body = $"Words {n}.", PrimaryCategoryId = named[0], FurtherCategoryIds = named[1..] }
            );
            if (n % 5 != 0)
            {
                await site.PublishAsync(draft.ArticleId, 2);
                stories[draft.ArticleId] = named;
            }
        }
    }

    public async Task ActAsync()
    {
        var kind = Kinds[dice.Next(Kinds.Count)];
        kind = Living().Count switch
        {
            < 5 => "create",
            > Most when kind == "create" => "merge",
            _ => kind,
        };
        var (id, other) = (Any(), Any());
        Walk.Add($"{kind} {id} {other}");
        try
        {
            await (
                kind switch
                {
                    "create" => CreateAsync(),
                    "rename" => RenameAsync(id),
                    "nest" => NestAsync(id, dice.Next(4) == 0 ? null : other),
                    "merge" or "delete" => TakeAsync(kind, id, other),
                    "hide" => HideAsync(id),
                    "undo" => UndoAsync(),
                    _ => ThereAndBackAsync(id, other),
                }
            );
            Done[kind] = Done.GetValueOrDefault(kind) + 1;
        }
        catch (CategoryRefusedException refused)
        {
            // Nothing was done then; what is checked next would show it.
            Walk[^1] += $" refused: {refused.Message}";
        }
    }

    /// <returns>Of each live story, where it must stand, as the test asks the database.</returns>
    public List<string> Filed() =>
        [
            .. stories
                .OrderBy(s => s.Key)
                .Select(s =>
                {
                    var own = s.Value.Select(Living).Distinct().ToList();
                    var above = own.SelectMany(Above).Distinct().Except(own).Order().ToList();
                    var all = own.Concat(above).Order().Select(id => $"~c{id}");
                    var filings = own.Select((id, n) => $"{id}={n}").Concat(above.Select(id => $"{id}="));
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{s.Key}:{own[0]}:{string.Join(',', filings)}:{string.Join(',', all)}"
                    );
                }),
        ];

    /// <returns>Every address that ever was, and today's of whoever had it last, or of its heir.</returns>
    public IEnumerable<(string Slug, string Today)> Addresses() =>
        lastHad.Select(a => (a.Key, nodes[Living(a.Value)].Slug));

    private async Task CreateAsync()
    {
        var slug = $"tree-{++made}";
        var parents = Living().Where(id => Above(id).Count() < 2).ToList();
        var parent = dice.Next(3) == 0 && parents.Count > 0 ? Pick(parents) : (long?)null;
        var id = await site.WithAsync<CategoryDesk, long>(desk =>
            desk.CreateAsync(new($"Tree {made}", slug, null, "news", parent), site.Admin, default)
        );
        nodes[id] = new Node(slug) { Parent = parent };
        lastHad[slug] = id;
    }

    // To a new address, or to one that was there before, whosever it was.
    private Task RenameAsync(long id) =>
        ChangeAsync(id, n => n with { Slug = dice.Next(2) == 0 ? $"tree-{++made}" : Pick(lastHad.Keys) });

    private Task HideAsync(long id) => ChangeAsync(id, n => n with { IsHidden = !n.IsHidden });

    private async Task ChangeAsync(long id, Func<Node, Node> change)
    {
        var node = change(nodes[id]);
        await site.WithAsync<CategoryDesk>(desk =>
            desk.ChangeAsync(
                id,
                new($"Tree {id}", node.Slug, null, "news", node.Parent, node.IsHidden),
                site.Admin,
                default
            )
        );
        nodes[id] = node;
        lastHad[node.Slug] = id;
    }

    private async Task NestAsync(long id, long? parent)
    {
        await site.WithAsync<CategoryDesk>(desk => desk.PlaceAsync(id, parent, dice.Next(5), site.Admin, default));
        nodes[id] = nodes[id] with { Parent = parent };
    }

    private async Task TakeAsync(string kind, long id, long heir)
    {
        await site.WithAsync<CategoryMergers>(m =>
            kind == "merge" ? m.MergeAsync(id, heir, site.Admin, default) : m.DeleteAsync(id, heir, site.Admin, default)
        );
        var children = Living().Where(c => nodes[c].Parent == id).ToArray();
        foreach (var child in children)
        {
            nodes[child] = nodes[child] with { Parent = heir };
        }

        nodes[id] = nodes[id] with { Heir = heir };
        var merger = (await site.WithAsync<CategoryMergers, List<UndoableMerger>>(m => m.UndoableAsync(default)))[0];
        mergers.Add((merger.Id, id, children));
    }

    private async Task UndoAsync()
    {
        if (mergers.Count == 0)
        {
            return;
        }

        // Mostly the last one: of older ones, much has been built on.
        var (merger, taken, children) = mergers[dice.Next(3) == 0 ? dice.Next(mergers.Count) : ^1];
        await site.WithAsync<CategoryMergers>(m => m.UndoAsync(merger, site.Admin, default));
        mergers.RemoveAll(m => m.Merger == merger);
        nodes[taken] = nodes[taken] with { Heir = null };
        lastHad[nodes[taken].Slug] = taken;
        foreach (var child in children)
        {
            nodes[child] = nodes[child] with { Parent = taken };
        }
    }

    private async Task ThereAndBackAsync(long id, long heir)
    {
        var before = await site.DumpAsync();
        await TakeAsync("merge", id, heir);
        var (merger, _, children) = mergers[^1];
        await site.WithAsync<CategoryMergers>(m => m.UndoAsync(merger, site.Admin, default));
        mergers.RemoveAt(mergers.Count - 1);
        nodes[id] = nodes[id] with { Heir = null };
        foreach (var child in children)
        {
            nodes[child] = nodes[child] with { Parent = id };
        }

        var after = await site.DumpAsync();
        if (!before.SequenceEqual(after))
        {
            throw new InvalidOperationException(
                $"undone is not as before: {string.Join(" | ", before.Except(after).Concat(after.Except(before)).Take(6))}"
            );
        }
    }

    private List<long> Living() => [.. nodes.Where(n => n.Value.Heir is null).Select(n => n.Key)];

    private long Living(long id) => nodes[id].Heir is { } heir ? Living(heir) : id;

    private IEnumerable<long> Above(long id) => nodes[id].Parent is { } up ? Above(up).Append(up) : [];

    private long Any() => Pick(Living());

    private T Pick<T>(IReadOnlyCollection<T> from) => from.ElementAt(dice.Next(from.Count));

    private sealed record Node(string Slug)
    {
        public long? Parent { get; init; }
        public long? Heir { get; init; }
        public bool IsHidden { get; init; }
    }
}
