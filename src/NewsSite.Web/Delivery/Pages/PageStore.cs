using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NewsSite.News.Database;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>The pages that this server keeps in memory, and what each was made from.</summary>
public sealed class PageStore : IDisposable
{
    // So many of the pages that a change made old are made again before anybody asks.
    private const int Wanted = 12;
    private readonly long limit;
    private readonly Lock gate = new();

    // Read by every request, written under the gate.
    private readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Place>.AlternateLookup<ReadOnlySpan<char>> placesBySpan;
    private readonly Dictionary<string, HashSet<KeptPage>> byName = new(StringComparer.Ordinal);
    private readonly LinkedList<KeptPage> turns = new();
    private readonly ChangeMarks marks = new();
    private readonly Meter meter = new("NewsSite.Pages");
    private readonly Counter<long> hits;
    private readonly Counter<long> forgotten;
    private long made;
    private long size;

    /// <param name="limit">How many bytes it may hold; nothing is kept where it is 0.</param>
    public PageStore(long limit)
    {
        this.limit = limit;
        placesBySpan = places.GetAlternateLookup<ReadOnlySpan<char>>();
        hits = meter.CreateCounter<long>("newssite.pages.hits", "{answer}", "Answers that were sent from memory");
        forgotten = meter.CreateCounter<long>("newssite.pages.forgotten", "{page}", "Pages that a change made old");
        meter.CreateObservableCounter("newssite.pages.made", () => Made, "{answer}", "Pages that were made to be kept");
        meter.CreateObservableGauge("newssite.pages.size", () => Interlocked.Read(ref size), "By", "Pages in memory");
    }

    public bool IsOn => limit > 0;

    /// <summary>Whether there is room for pages that nobody asks for.</summary>
    public bool HasRoom => Size < limit / 2;

    /// <summary>How many bytes it holds.</summary>
    public long Size => Interlocked.Read(ref size);

    /// <summary>How many addresses it has pages of.</summary>
    public int Count => places.Count;

    /// <summary>How many pages were made to be kept.</summary>
    public long Made => Interlocked.Read(ref made);

    /// <summary>How many times something was forgotten: to be noted before a page is begun.</summary>
    public long Number => marks.Number;

    /// <param name="now">Null for a page that may be out of date by itself.</param>
    /// <returns>Null where it is not kept.</returns>
    internal KeptPage? Find(HttpRequest request, DateTimeOffset? now)
    {
        if (
            request.Path.Value is not { } path
            || !places.TryGetValue(path, out var place)
            || PageAddress.Of(request, place.Keys) is not { } address
            || !place.Pages.TryGetValue(address.Query, out var page)
            || page.Until <= now
        )
        {
            return null;
        }

        hits.Add(1);
        return page;
    }

    /// <param name="path">Without a query.</param>
    /// <returns>As it left for somebody before; null where it did not, or is not kept.</returns>
    internal SentAnswer? FindSent(ReadOnlySpan<char> path, ReadOnlySpan<char> acceptEncoding, DateTimeOffset now)
    {
        if (
            !placesBySpan.TryGetValue(path, out var place)
            || !place.Pages.TryGetValue("", out var page)
            || page.Until <= now
            || page.Sent(acceptEncoding) is not { } sent
        )
        {
            return null;
        }

        page.Uses++;
        hits.Add(1);
        return sent;
    }

    /// <summary>A page is begun.</summary>
    /// <returns>The <see cref="Number"/> of this moment.</returns>
    internal long Begin()
    {
        Interlocked.Increment(ref made);
        return Number;
    }

    /// <summary>Keeps a page, unless something that it shows has changed since it was begun.</summary>
    /// <param name="keys">See <see cref="SameForAll"/>.</param>
    /// <param name="begun">What <see cref="Begin"/> gave.</param>
    internal void Keep(KeptPage page, IReadOnlyList<string> keys, long begun)
    {
        lock (gate)
        {
            if (!marks.IsUnchanged(page.Names, begun))
            {
                return;
            }

            var place = places.GetOrAdd(page.Address.Path, _ => new Place(keys));
            if (place.Pages.TryGetValue(page.Address.Query, out var old))
            {
                Remove(old);
                place = places.GetOrAdd(page.Address.Path, _ => new Place(keys));
            }

            place.Pages[page.Address.Query] = page;
            foreach (var name in page.Names)
            {
                (byName.TryGetValue(name, out var pages) ? pages : byName[name] = []).Add(page);
            }

            turns.AddLast(page.Turn);
            size += page.Size;
            MakeRoom();
        }
    }

    /// <summary>Forgets every page that shows one of these.</summary>
    /// <returns>The addresses of those that readers ask for most, these first; none where everything is forgotten.</returns>
    public IReadOnlyList<PageAddress> Forget(IReadOnlyCollection<string> names)
    {
        lock (gate)
        {
            marks.Add(names);
            if (names.Contains(Shown.All))
            {
                forgotten.Add(turns.Count);
                places.Clear();
                byName.Clear();
                turns.Clear();
                size = 0;
                return [];
            }

            var old = new HashSet<KeptPage>();
            foreach (var name in names)
            {
                foreach (var page in byName.GetValueOrDefault(name)?.ToList() ?? [])
                {
                    forgotten.Add(1);
                    old.Add(page);
                    Remove(page);
                }
            }

            // Once it was asked for by whoever it was made for, and that may have been this site itself.
            return [.. old.Where(p => p.Uses > 1).OrderByDescending(p => p.Uses).Take(Wanted).Select(p => p.Address)];
        }
    }

    /// <summary>Whether nothing that the page shows has changed since it was begun.</summary>
    internal bool IsFresh(KeptPage page, long begun)
    {
        lock (gate)
        {
            return marks.IsUnchanged(page.Names, begun);
        }
    }

    public void Dispose() => meter.Dispose();

    // Who was asked for since the last look has another turn.
    private void MakeRoom()
    {
        while (size > limit && turns.First is { Value: var page } turn)
        {
            if (page.Uses > 0)
            {
                page.Uses = 0;
                turns.Remove(turn);
                turns.AddLast(turn);
            }
            else
            {
                Remove(page);
            }
        }
    }

    private void Remove(KeptPage page)
    {
        if (
            !places.TryGetValue(page.Address.Path, out var place)
            || !place.Pages.TryRemove(KeyValuePair.Create(page.Address.Query, page))
        )
        {
            // It gave way to a newer one already.
            return;
        }

        turns.Remove(page.Turn);
        if (place.Pages.IsEmpty)
        {
            places.TryRemove(page.Address.Path, out _);
        }

        foreach (var name in page.Names)
        {
            if (byName.TryGetValue(name, out var pages) && pages.Remove(page) && pages.Count == 0)
            {
                byName.Remove(name);
            }
        }

        size -= page.Size;
    }

    private sealed record Place(IReadOnlyList<string> Keys)
    {
        public ConcurrentDictionary<string, KeptPage> Pages { get; } = new(StringComparer.Ordinal);
    }
}
