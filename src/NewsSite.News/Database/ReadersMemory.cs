namespace NewsSite.News.Database;

/// <summary>
/// Parts that many readers' pages show, such as the cards of stories, kept until what they show changes: a page that is
/// made anew because one story changed asks the database for little more than that story.
/// </summary>
public sealed class ReadersMemory(TimeProvider clock)
{
    // A card is a kilobyte or so. Where there are more, all are forgotten and the next pages ask again.
    private const int Most = 20_000;
    private readonly Lock gate = new();
    private readonly ChangeMarks marks = new();
    private readonly Dictionary<string, List<Part>> byName = new(StringComparer.Ordinal);
    private int count;
    private Func<bool> isInStep = static () => false;

    /// <summary>See <see cref="ChangeMarks.Number"/>.</summary>
    public long Number => marks.Number;

    /// <summary>Nothing is remembered until somebody says when this server knows of all changes.</summary>
    public void Trust(Func<bool> whenInStep) => isInStep = whenInStep;

    /// <param name="name">See <see cref="Shown"/>; all parts are also forgotten with <see cref="Shown.Frame"/>.</param>
    /// <typeparam name="T">Which part of what is named so.</typeparam>
    /// <returns>Null where it is not known.</returns>
    public T? Find<T>(string name)
        where T : class
    {
        if (!isInStep())
        {
            return null;
        }

        var now = clock.GetUtcNow();
        lock (gate)
        {
            return byName.GetValueOrDefault(name)?.Find(p => p.Value is T && p.Until > now)?.Value as T;
        }
    }

    /// <summary>Keeps a part, unless it may have changed since it was begun. Nobody may change the part any more.</summary>
    /// <param name="begun">What <see cref="Number"/> was before the reading.</param>
    /// <param name="atMost">How long it may be out of date; null where every change is told.</param>
    public void Keep<T>(string name, T part, long begun, TimeSpan? atMost = null)
        where T : class
    {
        var until = atMost is { } age ? clock.GetUtcNow() + age : DateTimeOffset.MaxValue;
        lock (gate)
        {
            if (!marks.IsUnchanged([name, Shown.Frame], begun))
            {
                return;
            }

            if (count >= Most)
            {
                Clear();
            }

            if (!byName.TryGetValue(name, out var parts))
            {
                byName[name] = parts = [];
            }

            count += 1 - parts.RemoveAll(p => p.Value is T);
            parts.Add(new(part, until));
        }
    }

    /// <summary>Forgets whatever shows one of these.</summary>
    public void Forget(IReadOnlyCollection<string> names)
    {
        lock (gate)
        {
            marks.Add(names);
            if (names.Contains(Shown.All) || names.Contains(Shown.Frame))
            {
                Clear();
                return;
            }

            foreach (var name in names)
            {
                count -= byName.Remove(name, out var parts) ? parts.Count : 0;
            }
        }
    }

    private void Clear()
    {
        byName.Clear();
        count = 0;
    }

    private sealed record Part(object Value, DateTimeOffset Until);
}
