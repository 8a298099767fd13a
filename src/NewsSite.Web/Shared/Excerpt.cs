using System.Globalization;

namespace NewsSite.Web.Shared;

internal static class Excerpt
{
    /// <returns>The text in one line, cut between words to at most <paramref name="limit"/> characters.</returns>
    public static string Of(string text, int limit)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= limit)
        {
            return line;
        }

        var space = line.LastIndexOf(' ', limit - 1);
        return (space > limit / 2 ? line[..space] : Letters(line, limit - 1)).TrimEnd(' ', ',', ';', ':', '–', '-')
            + "…";
    }

    /// <returns>As many whole words as fit; where not one does, its first letters.</returns>
    public static string Short(string name, int limit)
    {
        var space = name.Length <= limit ? name.Length : name.LastIndexOf(' ', limit);
        return space > 0 ? name[..space] : Letters(name, limit);
    }

    // Languages without spaces, and one endless word: never through the middle of a letter.
    private static string Letters(string line, int limit)
    {
        var end = 0;
        while (end + StringInfo.GetNextTextElementLength(line, end) is var next && next <= limit)
        {
            end = next;
        }

        return line[..end];
    }
}
