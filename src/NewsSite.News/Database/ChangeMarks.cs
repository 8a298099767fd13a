namespace NewsSite.News.Database;

/// <summary>
/// What changed lately, by the names of <see cref="Shown"/>: tells whether something that took a while to read may be kept.
/// For one thread at a time.
/// </summary>
public sealed class ChangeMarks
{
    // Through so many changes something may be read; what takes longer is not kept.
    private const int Remembered = 1000;
    private readonly Queue<(long Number, HashSet<string> Names)> latest = new();
    private long number;

    /// <summary>How many changes there were: to be noted before a reading begins. May be read by any thread.</summary>
    public long Number => Interlocked.Read(ref number);

    public void Add(IEnumerable<string> names)
    {
        latest.Enqueue((Interlocked.Increment(ref number), [.. names]));
        if (latest.Count > Remembered)
        {
            latest.Dequeue();
        }
    }

    /// <param name="names">Of what was read.</param>
    /// <param name="begun">What <see cref="Number"/> was before it.</param>
    /// <returns>Whether nothing of it has changed since.</returns>
    public bool IsUnchanged(IReadOnlyCollection<string> names, long begun) =>
        begun == number
        || (
            latest.TryPeek(out var oldest)
            && oldest.Number <= begun + 1
            && !latest.Any(c => c.Number > begun && (c.Names.Contains(Shown.All) || names.Any(c.Names.Contains)))
        );
}
