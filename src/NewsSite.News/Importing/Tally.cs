namespace NewsSite.News.Importing;

/// <summary>Where something in a file was met.</summary>
/// <param name="At">In words: <c>line 12</c>.</param>
/// <param name="What">A few of its words; null where it has none.</param>
public sealed record Place(string At, string? What);

/// <summary>Counts things by a name, and remembers the first few places of each.</summary>
/// <param name="examples">How many places.</param>
public sealed class Tally(int examples = 5)
{
    // Names may come from the file: a hostile one has millions of them.
    private const int NameLimit = 300;
    private const int LengthLimit = 200;
    private const string Others = "others";

    private readonly SortedDictionary<string, (int Count, List<Place> Places)> byName = new(StringComparer.Ordinal);

    public int Total { get; private set; }

    /// <returns>By name: how often, and the first places.</returns>
    public IEnumerable<(string Name, int Count, IReadOnlyList<Place> Places)> Rows =>
        byName.Select(row => (row.Key, row.Value.Count, (IReadOnlyList<Place>)row.Value.Places));

    public int this[string name] => byName.TryGetValue(name, out var row) ? row.Count : 0;

    public void Add(string name, Place? place = null, int times = 1)
    {
        if (times == 0)
        {
            return;
        }

        var key = name.Length > LengthLimit ? name[..LengthLimit] : name;
        if (!byName.TryGetValue(key, out var row))
        {
            key = byName.Count < NameLimit ? key : Others;
            row = byName.TryGetValue(key, out var others) ? others : (0, []);
        }

        if (place is not null && row.Places.Count < examples && !row.Places.Contains(place))
        {
            row.Places.Add(place);
        }

        byName[key] = (row.Count + times, row.Places);
        Total += times;
    }
}
