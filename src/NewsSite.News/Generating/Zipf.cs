namespace NewsSite.News.Generating;

/// <summary>Draws places of a ranking as a language draws its words: the second half as often as the first, the third a third.</summary>
internal sealed class Zipf
{
    private readonly double[] sums;

    /// <param name="count">How many places there are.</param>
    public Zipf(int count)
    {
        sums = new double[count];
        var sum = 0.0;
        for (var n = 0; n < count; n++)
        {
            sum += 1.0 / (n + 1);
            sums[n] = sum;
        }
    }

    /// <returns>0 is drawn most.</returns>
    public int Draw(Dice dice)
    {
        var found = Array.BinarySearch(sums, dice.Share() * sums[^1]);
        return found < 0 ? ~found : Math.Min(found + 1, sums.Length - 1);
    }
}
