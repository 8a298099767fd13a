using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

internal static class Neighbours
{
    /// <returns>The letter that comes next in the same paragraph; a blank where it ends.</returns>
    public static char After(INode node)
    {
        for (INode? at = node; at is not null; at = at.Parent)
        {
            if (at != node && at is IElement above && Kinds.IsBlock(above.LocalName))
            {
                return ' ';
            }

            for (var next = at.NextSibling; next is not null; next = next.NextSibling)
            {
                if (next is IElement { LocalName: var name } && (name is "br" or "img" || Kinds.IsBlock(name)))
                {
                    return ' ';
                }

                if (next is not IComment && next.TextContent is [var first, ..])
                {
                    return first;
                }
            }
        }

        return ' ';
    }
}
