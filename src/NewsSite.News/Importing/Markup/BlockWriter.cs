using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>Writes what lies in an element as blocks of Markdown: paragraphs, headings, lists, quotations, tables, pictures.</summary>
internal sealed partial class BlockWriter(bool linesCount, PictureWriter pictures, Action<string> met)
{
    public List<string> Of(INode container)
    {
        var blocks = new List<string>();
        var run = NewRun();
        var isEmpty = true;
        foreach (var child in container.ChildNodes)
        {
            switch (child)
            {
                case IText text when linesCount:
                    var parts = EmptyLine().Split(text.Data);
                    for (var n = 0; n < parts.Length; n++)
                    {
                        if (n > 0)
                        {
                            Flush();
                        }

                        run.AddText(parts[n]);
                        isEmpty = false;
                    }

                    break;
                case IElement element when Kinds.IsBlock(element.LocalName):
                    Flush();
                    Add(blocks, Block(element));
                    break;
                case IElement element when Kinds.HoldsBlocks(element):
                    Flush();
                    Add(blocks, Of(element));
                    break;
                case IText or IElement:
                    run.Add(child);
                    isEmpty = false;
                    break;
            }
        }

        Flush();
        return blocks;

        void Flush()
        {
            if (!isEmpty)
            {
                blocks.AddRange(run.Before);
                blocks.AddRange(Paragraphs(run.Words));
                blocks.AddRange(run.Behind);
                (run, isEmpty) = (NewRun(), true);
            }
        }
    }

    private InlineWriter NewRun() => new(linesCount, pictures, met);

    // An address that stands in a line of its own is more than a link to some sites.
    private static IEnumerable<string> Paragraphs(string words)
    {
        var rest = new List<string>();
        foreach (var line in words.Split(MarkdownText.Break, StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is ['<', .. var address, '>'] && WebAddress.Embed(address) is { } embed)
            {
                if (rest.Count > 0)
                {
                    yield return MarkdownText.Paragraph(string.Join(MarkdownText.Break, rest));
                    rest.Clear();
                }

                yield return Players.Embed(embed);
            }
            else
            {
                rest.Add(line);
            }
        }

        if (rest.Count > 0)
        {
            yield return MarkdownText.Paragraph(string.Join(MarkdownText.Break, rest));
        }
    }

    private static void Add(List<string> blocks, IEnumerable<string> more) =>
        blocks.AddRange(more.Where(b => b.Length > 0));

    private IEnumerable<string> Block(IElement element) =>
        element.LocalName switch
        {
            "h1" or "h2" or "h3" or "h4" or "h5" or "h6" => Heading(element),
            "hr" => ["---"],
            "pre" when element.HasAttribute("data-markdown") => [element.TextContent.Trim()],
            "pre" => Pre(element),
            "blockquote" => [Quote(Of(element))],
            "ul" or "ol" or "menu" or "dir" => new ListWriter(this).Of(element),
            "table" => new TableWriter(this, linesCount, pictures, met).Of(element),
            "figure" => Figure(element),
            "aside" when element.HasAttribute("data-fact") => Fact(Of(element)),
            "dt" or "summary" or "legend" => Of(element),
            _ => Of(element),
        };

    private IEnumerable<string> Heading(IElement element)
    {
        var run = NewRun();
        foreach (var child in element.ChildNodes)
        {
            run.Add(child);
        }

        var words = run.Words.Replace(MarkdownText.Break, ' ').TrimEnd();
        words = words.EndsWith('#') ? $"{words[..^1]}\\#" : words;
        string[] heading = words.Length > 0 ? [$"{new string('#', element.LocalName[1] - '0')} {words}"] : [];
        return [.. heading, .. run.Before, .. run.Behind];
    }

    private IEnumerable<string> Pre(IElement element)
    {
        if (element.ClassList.Contains("wp-block-verse"))
        {
            var run = new InlineWriter(linesCount: true, pictures, met);
            foreach (var child in element.ChildNodes)
            {
                run.Add(child);
            }

            return [.. run.Before, MarkdownText.Paragraph(run.Words), .. run.Behind];
        }

        // Between the marks of code there is nothing but letters.
        List<string> shown =
        [
            .. element.QuerySelectorAll("img").Select(pictures.Of).OfType<string>(),
            .. element
                .QuerySelectorAll("*")
                .Where(e => Kinds.IsPlayer(e.LocalName))
                .Select(e => Players.Of(e, met))
                .OfType<string>(),
        ];

        // Line ends that were written as elements count as well.
        foreach (var end in element.QuerySelectorAll("br").ToList())
        {
            end.Replace(element.Owner!.CreateTextNode("\n"));
        }

        var text = element.TextContent.TrimEnd().Trim('\n');
        if (text.Trim().Length == 0)
        {
            return shown;
        }

        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return [$"{fence}\n{text}\n{fence}", .. shown];
    }

    private static string Quote(IReadOnlyList<string> blocks) =>
        blocks.Count == 0
            ? ""
            : string.Join(
                '\n',
                string.Join("\n\n", blocks).Split('\n').Select(line => line.Length > 0 ? $"> {line}" : ">")
            );

    // A box that holds another one needs longer marks.
    private static IEnumerable<string> Fact(IReadOnlyList<string> blocks)
    {
        var words = string.Join("\n\n", blocks);
        var marks = words.Contains(":::", StringComparison.Ordinal) ? "::::" : ":::";
        return blocks.Count == 0 ? [] : [$"{marks} fact\n{words}\n{marks}"];
    }

    private List<string> Figure(IElement figure)
    {
        var caption = figure.Children.FirstOrDefault(c => c.LocalName == "figcaption");
        var images = figure.QuerySelectorAll("img").ToList();
        if (images.Count == 1 && figure.QuerySelectorAll("table, blockquote, iframe, figure").Length == 0)
        {
            var words = caption is null ? null : PlainText.Of(caption.InnerHtml);
            if (pictures.OfOurs(images[0], words) is { } block)
            {
                // What else stands in it is words, too.
                images[0].Remove();
                caption?.Remove();
                return [block, .. Of(figure)];
            }
        }

        return Of(figure);
    }

    /// <summary>As the number of a list says it begins.</summary>
    internal static int Start(IElement list) =>
        int.TryParse(list.GetAttribute("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && start < 100_000_000
            ? start
            : 1;

    [GeneratedRegex(@"\n[ \t\u00A0]*\n\s*")]
    private static partial Regex EmptyLine();
}
