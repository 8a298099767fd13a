namespace NewsSite.News.Generating;

/// <summary>Numbers that look random and are the same for the same seed, on every machine and in every version.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>The dice of one story, so that a story does not depend on how many were made before it.</summary>
    public static Dice For(long seed, long story)
    {
        var mixed = new Dice(unchecked((ulong)seed)).Next();
        return new Dice(mixed ^ new Dice(unchecked((ulong)story)).Next());
    }

    // SplitMix64.
    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <returns>0 to 1, without 1.</returns>
    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    /// <returns>From 0 to below <paramref name="limit"/>.</returns>
    public int Below(int limit) => (int)(Share() * limit);

    /// <returns>Whether a thing happens that happens once in <paramref name="times"/>.</returns>
    public bool Once(int times) => Below(times) == 0;

    public T Of<T>(IReadOnlyList<T> things) => things[Below(things.Count)];

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new Guid(bytes);
    }
}
