using System.Text;

namespace NewsSite.News.Differences;

/// <summary>A paragraph, a heading, a list: lines without a blank one between them.</summary>
/// <param name="Gap">The line ends and blank lines that follow.</param>
internal sealed record Block(string Text, string Gap);

/// <summary>A body taken apart so that it can be put together again to the letter.</summary>
/// <param name="Lead">Blank lines before the first block.</param>
internal sealed record Blocks(string Lead, IReadOnlyList<Block> All)
{
    public static Blocks Of(string body)
    {
        var blocks = new List<Block>();
        int start = 0,
            textEnd = 0;
        for (var line = 0; line < body.Length; )
        {
            var end = body.IndexOf('\n', line);
            var next = end < 0 ? body.Length : end + 1;
            var isBlank = body.AsSpan(line, next - line).IsWhiteSpace();
            if (isBlank && start == textEnd)
            {
                // Blank lines before the first text.
                (start, textEnd) = (next, next);
            }
            else if (!isBlank && textEnd < line && IsApart(body, textEnd, line))
            {
                blocks.Add(new Block(body[start..textEnd], body[textEnd..line]));
                start = line;
                textEnd = TextEnd(body, line, next);
            }
            else if (!isBlank)
            {
                textEnd = TextEnd(body, line, next);
            }

            line = next;
        }

        if (start < textEnd)
        {
            blocks.Add(new Block(body[start..textEnd], body[textEnd..]));
        }

        return new Blocks(body[..(blocks.Count == 0 ? start : body.Length - blocks.Sum(Length))], blocks);
    }

    public static string Join(string lead, IReadOnlyList<Block> blocks, string end)
    {
        var body = new StringBuilder(lead);
        for (var n = 0; n < blocks.Count; n++)
        {
            var gap = blocks[n].Gap;
            var isLast = n == blocks.Count - 1;
            body.Append(blocks[n].Text)
                .Append(
                    isLast ? end
                    : IsApart(gap, 0, gap.Length) ? gap
                    : "\n\n"
                );
        }

        return body.ToString();
    }

    /// <summary>What follows the last block.</summary>
    public string End => All.Count == 0 ? "" : All[^1].Gap;

    private static int Length(Block block) => block.Text.Length + block.Gap.Length;

    // The end of the line's text, without the line's end.
    private static int TextEnd(string body, int line, int next)
    {
        var end = next;
        while (end > line && body[end - 1] is '\n' or '\r')
        {
            end--;
        }

        return end;
    }

    private static bool IsApart(string body, int start, int end) => body.AsSpan(start, end - start).Count('\n') >= 2;
}
