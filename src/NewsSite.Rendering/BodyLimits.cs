namespace NewsSite.Rendering;

/// <summary>
/// Refuses the bodies that would make the parser slow or its output huge, before it begins: it cannot be stopped.
/// </summary>
internal static class BodyLimits
{
    // Time and output grow with the square of open brackets, and with the length of a definition that is used often.
    private const int BracketLimit = 3000;
    private const int DefinitionLimit = 2000;

    // Each bare address is looked for among all that stands before it.
    private const int AddressLimit = 3000;
    private static readonly string[] AddressStarts = ["www.", "://", "mailto:", "tel:"];

    // Every row of a table is filled up to the widest one.
    private const int CellLimit = 20_000;
    private const int PictureLimit = 200;

    /// <exception cref="BodyRefusedException">The message says what to change.</exception>
    public static void Check(string markdown)
    {
        if (markdown.AsSpan().Count('[') > BracketLimit)
        {
            throw new BodyRefusedException($"The body has more than {BracketLimit} square brackets. Remove some.");
        }

        if (markdown.AsSpan().Count("![") > PictureLimit)
        {
            throw new BodyRefusedException($"The body has more than {PictureLimit} pictures. Remove some.");
        }

        if (AddressStarts.Sum(start => markdown.AsSpan().Count(start)) > AddressLimit)
        {
            throw new BodyRefusedException($"The body has more than {AddressLimit} addresses. Remove some.");
        }

        var (rows, columns) = (0, 0);
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            if (line.Length > DefinitionLimit && line.TrimStart().StartsWith("["))
            {
                throw new BodyRefusedException("The body has a link that is too long. Shorten it.");
            }

            var bars = line.Count('|');
            rows += bars > 0 ? 1 : 0;
            columns = Math.Max(columns, bars + 1);
        }

        if ((long)rows * columns > CellLimit)
        {
            throw new BodyRefusedException("The body has a table that is too large. Split it, or leave out columns.");
        }
    }
}
