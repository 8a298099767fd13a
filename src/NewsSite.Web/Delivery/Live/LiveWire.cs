using NewsSite.News.Database;
using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Live;

/// <summary>How far somebody was told.</summary>
/// <param name="Number">Of what comes next; null for who was told nothing yet.</param>
/// <param name="After">The last change that they know of; null for who knows none.</param>
internal readonly record struct LivePlace(long? Number, long? After);

/// <summary>
/// The latest changes as open pages are told of them, made once for all. What is told again says what is true by then: no
/// word that was replaced or withdrawn meanwhile.
/// </summary>
internal sealed class LiveWire(LiveWords words, LiveLimits limits)
{
    // How far this server may be behind another by which somebody was told before.
    private const long Ahead = 1000;

    private readonly Lock gate = new();
    private readonly List<Told> told = [];
    private long number;
    private long floor;
    private long? seen;
    private BreakingNews? breaking;
    private byte[] banner = [];
    private byte[] whole = [];

    /// <summary>The last change that is known; null before the first look.</summary>
    public long? Seen => seen;

    /// <summary>When the banner ends by itself; null where there is none.</summary>
    public DateTimeOffset? Until => breaking?.Until;

    /// <summary>Begins anew: everybody is told what there is now.</summary>
    /// <param name="changes">The latest, the oldest first.</param>
    /// <param name="isAll">Whether there were none before these.</param>
    /// <param name="stories">All that the changes name, as they are now.</param>
    public void Begin(IReadOnlyList<Change> changes, bool isAll, BreakingNews? now, IReadOnlyList<StoryNews> stories)
    {
        lock (gate)
        {
            var last = changes.LastOrDefault(LiveState.IsMass);
            floor = last?.Id ?? (isAll ? 0 : changes[0].Id - 1);
            breaking = now;
            told.Clear();

            // Whoever is there already is before the first of them.
            number++;
            Add([.. changes.Where(c => c.Id > floor)], stories, null);
            seen = changes.Count == 0 ? 0 : changes[^1].Id;
            Sum();
        }
    }

    /// <summary>Adds what changed since.</summary>
    /// <param name="changes">The oldest first; none where the banner ended by itself.</param>
    /// <param name="stories">All that the changes name, as they are now.</param>
    public void Tell(IReadOnlyList<Change> changes, BreakingNews? now, IReadOnlyList<StoryNews> stories)
    {
        lock (gate)
        {
            var isOther = now != breaking;
            breaking = now;
            foreach (var old in told)
            {
                old.Renew(stories, isOther ? breaking : null, isOther);
            }

            var turning = isOther ? changes.LastOrDefault(c => c.Names.Contains(Shown.Frame)) : null;
            Add(changes, stories, turning);
            if (isOther && turning is null)
            {
                told.Add(new(words, number++, null, [], true, breaking));
            }

            seen = changes.Count == 0 ? seen : changes[^1].Id;
            Sum();
        }
    }

    /// <returns>What somebody is to be told, in this order, and where they are then.</returns>
    public (IReadOnlyList<byte[]> Events, LivePlace Place) After(LivePlace place)
    {
        lock (gate)
        {
            if (seen is null)
            {
                return ([], place);
            }

            var first = told.Count > 0 ? told[0].Number : number;
            if (place.Number is { } next && next >= first)
            {
                var fresh = told.SkipWhile(t => t.Number < next).Where(t => !(t.Change <= place.After));
                return ([.. fresh.Select(t => t.Bytes)], place with { Number = number });
            }

            // Who comes again is told what they missed, and the banner in any case.
            return place.Number is null && place.After is { } known && known >= floor && known <= seen + Ahead
                ? ([banner, .. told.Where(t => t.Change > known).Select(t => t.Bytes)], new(number, known))
                : ([whole], new(number, seen));
        }
    }

    private void Add(IReadOnlyList<Change> changes, IReadOnlyList<StoryNews> stories, Change? turning)
    {
        var byId = stories.ToDictionary(s => s.Id);
        foreach (var change in changes)
        {
            StoryNews[] of = [.. LiveNews.StoriesAmong(change.Names).Distinct().Select(id => byId[id])];
            if (of.Length > 0 || change == turning)
            {
                told.Add(new(words, number++, change.Id, of, change == turning, breaking));
            }
        }

        if (told.Count - limits.Remembered is > 0 and var many)
        {
            floor = told.Take(many).Max(t => t.Change) ?? floor;
            told.RemoveRange(0, many);
        }
    }

    private void Sum()
    {
        banner = LiveWords.Event(null, "state", words.State(null, breaking, null));
        var latest = Enumerable.Reverse(told).SelectMany(t => t.Stories).DistinctBy(s => s.Id).Take(LiveState.Latest);
        whole = LiveWords.Event(seen, "state", words.State(seen, breaking, latest));
    }

    private sealed class Told
    {
        private readonly LiveWords words;
        private readonly bool tellsBreaking;
        private BreakingNews? breaking;

        public Told(
            LiveWords words,
            long number,
            long? change,
            StoryNews[] stories,
            bool tellsBreaking,
            BreakingNews? breaking
        )
        {
            (this.words, Number, Change, Stories) = (words, number, change, stories);
            (this.tellsBreaking, this.breaking) = (tellsBreaking, breaking);
            Bytes = Made();
        }

        public long Number { get; }

        /// <summary>Null where time alone changed something.</summary>
        public long? Change { get; }
        public StoryNews[] Stories { get; }
        public byte[] Bytes { get; private set; }

        /// <summary>Says what is true now.</summary>
        public void Renew(IReadOnlyList<StoryNews> stories, BreakingNews? now, bool isOther)
        {
            var isRenewed = isOther && tellsBreaking;
            breaking = isRenewed ? now : breaking;
            for (var n = 0; n < Stories.Length; n++)
            {
                if (stories.FirstOrDefault(s => s.Id == Stories[n].Id) is { } story && story != Stories[n])
                {
                    (Stories[n], isRenewed) = (story, true);
                }
            }

            Bytes = isRenewed ? Made() : Bytes;
        }

        private byte[] Made() =>
            Change is { } id
                ? LiveWords.Event(id, "change", words.Change(id, Stories, tellsBreaking, breaking))
                : LiveWords.Event(null, "state", words.State(null, breaking, null));
    }
}
