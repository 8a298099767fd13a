using NetVips;

namespace NewsSite.News.Media;

internal static class Jpegs
{
    private static readonly int[] Qualities = [82, 70, 56, 40, 25];

    /// <summary>Writes the best that stays below <paramref name="limit"/> bytes.</summary>
    /// <param name="picture">In memory: it may be written several times.</param>
    public static void Write(Image picture, string path, int limit)
    {
        foreach (var quality in Qualities)
        {
            picture.Jpegsave(
                path,
                q: quality,
                optimizeCoding: true,
                interlace: true,
                keep: Enums.ForeignKeep.Iptc | Enums.ForeignKeep.Icc
            );
            if (new FileInfo(path).Length < limit)
            {
                return;
            }
        }
    }
}
