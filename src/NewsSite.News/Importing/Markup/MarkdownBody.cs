namespace NewsSite.News.Importing.Markup;

/// <summary>A picture that the newsroom has.</summary>
/// <param name="FileName">See <see cref="Media.Picture.FileName"/>.</param>
/// <param name="Caption">What the library says of it.</param>
internal sealed record KnownPicture(long Id, string FileName, string? Caption)
{
    /// <summary>With a name that no picture has: what is made of it is looked at and thrown away.</summary>
    public static KnownPicture OfDryRun { get; } = new(0, "-", null);
}

/// <summary>
/// Makes Markdown of somebody's HTML, of which our layout shows the same words. It is ours, and not a library's, because
/// it has to know what our layout takes for a mark, and to say what it leaves out.
/// </summary>
internal static class MarkdownBody
{
    /// <param name="linesCount">See <see cref="SourcePost.LinesCount"/>.</param>
    /// <param name="find">The newsroom's own picture of an address; null where it has none.</param>
    /// <param name="met">Told in words for the report what is left out or became something else.</param>
    /// <exception cref="ItemRefusedException">It cannot be read safely.</exception>
    public static string Of(string html, bool linesCount, Func<string, KnownPicture?> find, Action<string> met)
    {
        var clean = MarkdownText.Clean(html);
        using var document = HtmlTree.Of(clean);
        if (HtmlTree.HoldsDrawings(clean))
        {
            met("a drawing or formula (HTML <svg>, <math>) is left out");
        }

        var blocks = new BlockWriter(linesCount, new PictureWriter(find, met), met);
        return string.Join("\n\n", blocks.Of(document.Body!));
    }
}
