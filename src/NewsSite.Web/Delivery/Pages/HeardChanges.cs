using NewsSite.News.Database;
using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Forgets what changed, once, whether the bell told it or the record of changes, and whichever came first: a page that was
/// made anew in between is not thrown away.
/// </summary>
/// <param name="forget">Is given the names.</param>
public sealed class HeardChanges(Action<string[]> forget)
{
    private readonly Lock gate = new();

    // Which the record has not told yet.
    private readonly Dictionary<long, HashSet<string>> ahead = [];
    private long read;
    private long last;

    /// <summary>The last change that was heard of: whoever sees pages forgotten sees this number first.</summary>
    public long Last => Interlocked.Read(ref last);

    /// <summary>The bell told a change, or a part of one.</summary>
    public void Hear(Change change)
    {
        lock (gate)
        {
            if (change.Id <= read)
            {
                return;
            }

            Interlocked.Exchange(ref last, Math.Max(last, change.Id));
            if (!ahead.TryGetValue(change.Id, out var names))
            {
                ahead[change.Id] = names = new(StringComparer.Ordinal);
            }

            string[] more = [.. change.Names.Where(names.Add)];
            forget(more);
        }
    }

    /// <summary>The record of changes was read.</summary>
    /// <param name="changes">At least one, the oldest first.</param>
    public void Read(IReadOnlyList<Change> changes)
    {
        lock (gate)
        {
            string[] more = [.. changes.SelectMany(NotHeard).Distinct()];
            read = changes[^1].Id;
            foreach (var id in ahead.Keys.Where(id => id <= read).ToList())
            {
                ahead.Remove(id);
            }

            if (more.Length > 0)
            {
                forget(more);
            }
        }
    }

    private IEnumerable<string> NotHeard(Change change) =>
        !ahead.TryGetValue(change.Id, out var names) ? change.Names
        : names.Contains(Shown.All) ? []
        : change.Names.Where(n => !names.Contains(n));
}
