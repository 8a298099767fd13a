using System.Net;
using System.Text;
using System.Text.Json;
using NewsSite.News.Importing.Markup;

namespace NewsSite.News.Importing.Ghost;

/// <summary>HTML that is put together: words are escaped, and HTML of others is closed before it is put in.</summary>
internal sealed class GhostHtml
{
    // A card can be shown as often as somebody says.
    private const int Limit = 8 * 1024 * 1024;
    private readonly StringBuilder written = new();
    private int taken;

    /// <returns>The text of a property; empty where it has none.</returns>
    public static string Value(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString()!,
                JsonValueKind.Number => value.GetRawText(),
                _ => "",
            }
            : "";

    /// <returns>What lies in a property that is a list; nothing where it is none.</returns>
    public static IEnumerable<JsonElement> Items(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object
        && of.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    /// <param name="tags">HTML of our own, with no word of anybody's in it.</param>
    public void Tags(string tags)
    {
        Count(tags);
        written.Append(tags);
    }

    public void Words(string text)
    {
        Count(text);
        written.Append(WebUtility.HtmlEncode(text));
    }

    /// <summary>Somebody's HTML: whatever it leaves open ends with it.</summary>
    /// <exception cref="ItemRefusedException">It cannot be read safely.</exception>
    public void Html(string html)
    {
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            Words(html);
            return;
        }

        Count(html);
        using var document = HtmlTree.Of(MarkdownText.Clean(html));
        written.Append(document.Body!.InnerHtml);
    }

    /// <summary>Words, or HTML, in an element of their own; nothing where there are none.</summary>
    public void Block(string element, string text, bool isHtml = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        Tags($"<{element}>");
        if (isHtml)
        {
            Html(text);
        }
        else
        {
            Words(text);
        }

        Tags($"</{element}>");
    }

    /// <summary>A paragraph that is a link; only its words where it leads nowhere.</summary>
    public void Link(string address, string text)
    {
        if (address.Length == 0)
        {
            Block("p", text);
            return;
        }

        Tags("<p>");
        Open(address);
        Words(text.Length > 0 ? text : address);
        Tags("</a></p>");
    }

    /// <summary>Begins a link, which the caller ends.</summary>
    public void Open(string address)
    {
        Tags("<a href=\"");
        Words(address);
        Tags("\">");
    }

    /// <param name="caption">HTML.</param>
    public void Picture(string address, string alt, string caption)
    {
        if (address.Length == 0)
        {
            Block("p", caption, isHtml: true);
            return;
        }

        Tags("<figure><img src=\"");
        Words(address);
        Tags("\" alt=\"");
        Words(alt);
        Tags("\">");
        Block("figcaption", caption, isHtml: true);
        Tags("</figure>");
    }

    public override string ToString() => written.ToString();

    private void Count(string text)
    {
        taken += text.Length;
        if (taken > Limit)
        {
            throw new ItemRefusedException($"its text has more than {Limit:N0} characters of HTML");
        }
    }
}
