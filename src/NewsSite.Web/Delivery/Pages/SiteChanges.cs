using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>How far this server has followed what changed, and whether it may trust what it keeps.</summary>
public sealed class SiteChanges : IDisposable
{
    // What is not confirmed for so long may be out of date, though the bell would have rung.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(3);

    // And for so long where nobody hears the bell.
    private static readonly TimeSpan DeafTrust = TimeSpan.FromMilliseconds(100);

    // So many times a look is begun: the connections that lie ready may all have been cut.
    private const int Tries = 3;
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(100);

    // So often this server says that it is there.
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // So many stories are looked up at once.
    private const int Chunk = 5000;
    private const long Nothing = -1;
    private readonly PageStore pages;
    private readonly ReadersMemory memory;
    private readonly CopyStore copies;
    private readonly CopyFile file;
    private readonly ReadersDatabase database;
    private readonly TimeProvider clock;
    private readonly TimeSpan alone;
    private readonly SemaphoreSlim turn = new(1);
    private readonly Pulse pulse = new();
    private readonly HeardChanges heard;

    // Whoever is too slow to make them again leaves it to the readers.
    private readonly Channel<IReadOnlyList<PageAddress>> forgotten = Channel.CreateBounded<IReadOnlyList<PageAddress>>(
        new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest }
    );
    private readonly Lock gate = new();
    private readonly Meter meter = new("NewsSite.Changes");
    private readonly Histogram<double> delay;
    private Task asking = Task.CompletedTask;
    private long? seen;
    private long confirmed;
    private long confirmedAt;
    private long told = Nothing;
    private long rounds;
    private long beaten;
    private volatile bool isAway;
    private volatile bool hears;
    private volatile TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SiteChanges(
        PageStore pages,
        ReadersMemory memory,
        CopyStore copies,
        CopyFile file,
        ReadersDatabase database,
        SiteOptions site,
        TimeProvider clock
    )
    {
        (this.pages, this.memory, this.copies, this.file) = (pages, memory, copies, file);
        (this.database, this.clock) = (database, clock);
        heard = new(names => Forget(names));
        delay = meter.CreateHistogram<double>(
            "newssite.changes.delay",
            "s",
            "From a change being written down to this server having read of it"
        );
        memory.Trust(() => pages.IsOn && IsInStep);
        alone = TimeSpan.FromMinutes(site.OutageMinutes);
        seen = copies.Seen;
        if (
            copies.Contact is { } contact
            && clock.GetUtcNow() - contact is var ago
            && ago >= TimeSpan.Zero
            && ago < alone
        )
        {
            // It was stopped, and knows on its disk what was public a while ago.
            confirmed = Environment.TickCount64 - (long)ago.TotalMilliseconds;
        }
    }

    /// <summary>The last change that is known here; null before the first look.</summary>
    public long? Seen => seen;

    /// <summary>
    /// The last change that this server was told of, before it forgot what showed it: a page that is begun now must show it. Null
    /// where there may be another.
    /// </summary>
    public long? Told => Volatile.Read(ref told) is var last && last != Nothing ? Math.Max(last, heard.Last) : null;

    /// <summary>All that changed until then is known here; read before <see cref="Told"/>, it has been told.</summary>
    public DateTimeOffset ConfirmedAt => new(Interlocked.Read(ref confirmedAt), TimeSpan.Zero);

    /// <summary>How many times everything changed, or may have: told before the pages are forgotten.</summary>
    public long Rounds => Interlocked.Read(ref rounds);

    /// <summary>What readers asked for and is forgotten, as it is forgotten; also empty.</summary>
    public ChannelReader<IReadOnlyList<PageAddress>> Forgotten => forgotten.Reader;

    /// <summary>Done as soon as something changes of which no page that is kept says anything old.</summary>
    public Task Next => next.Task;

    /// <summary>Whether all that changed up to a moment ago is known here.</summary>
    public bool IsInStep => IsWithin(hears ? Trust : DeafTrust) && Interlocked.Read(ref confirmed) >= pulse.StoodUntil;

    /// <summary>Whether the database did not answer when it was last asked.</summary>
    public bool IsAway => isAway;

    /// <summary>Whether it has not answered for so long that it is no use asking.</summary>
    public bool IsLost => isAway && !IsWithin(Trust);

    /// <summary>
    /// Whether the database does not answer, and that not for so long that what is kept must not be shown any more. A server
    /// that was merely held up is not alone: it asks.
    /// </summary>
    public bool IsAlone => isAway && MaySendOld;

    /// <summary>Whether it is not so long ago that the database was heard of that what is kept must not be shown any more.</summary>
    public bool MaySendOld => IsWithin(alone);

    /// <summary>As others call this server.</summary>
    private string Name => $"{Environment.MachineName} ({file.Id.ToString()[..4]})";

    /// <summary>
    /// Sees to it that what is kept can be trusted: where that is in doubt and the database not known to be away, it is asked,
    /// once for all who wait for it.
    /// </summary>
    /// <param name="patience">Ended when whoever asks waits no longer.</param>
    public async Task AskAsync(Task patience)
    {
        while (!IsInStep && !isAway && !patience.IsCompleted)
        {
            Task look;
            lock (gate)
            {
                if (asking.IsCompleted)
                {
                    asking = Task.Run(() => CatchUpAsync(CancellationToken.None));
                }

                look = asking;
            }

            if (await Task.WhenAny(look, patience) == look && !look.IsCompletedSuccessfully)
            {
                // Whether the database is away is found out by whoever listens.
                _ = look.Exception;
                return;
            }
        }
    }

    /// <summary>Reads what changed since the last time, and forgets the pages that showed it.</summary>
    /// <exception cref="Exception">The database does not answer; nothing is forgotten, and soon nothing trusted.</exception>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        for (var (begun, n) = (Stopwatch.GetTimestamp(), 1); ; n++)
        {
            try
            {
                await LookAsync(cancel);
                return;
            }
            catch (NpgsqlException) when (n < Tries && Stopwatch.GetElapsedTime(begun) < TryAgain)
            {
                // A connection that was cut says nothing of the database.
            }
        }
    }

    /// <summary>Something of these changed, or may have; see <see cref="Shown"/>.</summary>
    public void Forget(params string[] names)
    {
        if (names.Contains(Shown.All))
        {
            Interlocked.Increment(ref rounds);
        }

        // The parts before the pages: a page that is begun in between must not find an old part and pass for new.
        memory.Forget(names);
        forgotten.Writer.TryWrite(pages.Forget(names));
    }

    /// <summary>The bell rang, and said what changed: nobody gets an old page while the record of changes is being read.</summary>
    public void Hear(Change change) => heard.Hear(change);

    /// <summary>From here on the bell is heard.</summary>
    public void Listen() => hears = true;

    /// <summary>The connection is lost on which the bell would be heard: nothing is trusted without asking.</summary>
    public void GoDeaf() => hears = false;

    /// <summary>The database does not answer.</summary>
    public void Lose() => isAway = true;

    public void Dispose()
    {
        meter.Dispose();
        pulse.Dispose();
        turn.Dispose();
    }

    /// <summary>Says to the other servers what this one knows.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task TellAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        await TellAsync(connection, cancel);
    }

    private async Task TellAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (hears || file.IsOn)
        {
            beaten = Environment.TickCount64;
            var sendsOld = file.IsOn ? alone : TimeSpan.Zero;
            await ServerRoll.TellAsync(connection, file.Id, Name, seen, sendsOld, cancel);
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var (asked, at) = (Environment.TickCount64, clock.GetUtcNow());
            await using var connection = await database.OpenAsync(cancel);
            var changes = await ChangeLog.SinceAsync(connection, seen, cancel);
            Volatile.Write(ref told, changes.Count > 0 ? changes[^1].Id : seen ?? Nothing);
            if (changes.Count > 0)
            {
                heard.Read(changes);
                foreach (var age in changes.Select(c => c.Age).OfType<TimeSpan>())
                {
                    delay.Record(age.TotalSeconds);
                }

                string[] names = [.. changes.SelectMany(c => c.Names).Distinct()];
                await TellCopiesAsync(connection, changes[^1].Id, names, cancel);
                seen = changes[^1].Id;
                forgotten.Writer.TryWrite([]);
                Interlocked.Exchange(ref next, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }

            if (asked - beaten > Beat.TotalMilliseconds)
            {
                await TellAsync(connection, cancel);
            }

            copies.Meet(clock.GetUtcNow());
            if (isAway)
            {
                // What lies in the pools may be dead, and would cost the first readers an error each.
                NpgsqlConnection.ClearAllPools();
            }

            Interlocked.Exchange(ref confirmed, asked);
            Interlocked.Exchange(ref confirmedAt, at.UtcTicks);
            isAway = false;
        }
        catch
        {
            Volatile.Write(ref told, Nothing);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    private bool IsWithin(TimeSpan time) =>
        Interlocked.Read(ref confirmed) is var last
        && last != 0
        && Environment.TickCount64 - last < time.TotalMilliseconds;

    // A change tells which stories it concerns, not what became of them.
    private async Task TellCopiesAsync(NpgsqlConnection connection, long last, string[] names, CancellationToken cancel)
    {
        var fates = new List<StoryFate>();
        foreach (var some in copies.StoriesAmong(names).Chunk(Chunk))
        {
            fates.AddRange(await ChangeLog.FatesAsync(connection, some, cancel));
        }

        copies.Hear(last, names, fates);
    }
}
