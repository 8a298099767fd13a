using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>
/// WordPress' marks in square brackets. Captions, embeds, sound and film become HTML; of any other one its text stays, and it is
/// counted. What only looks like one, as "[sic]", is text.
/// </summary>
internal static partial class Shortcodes
{
    // Those that WordPress itself brings and that stand alone; others are known by their shape.
    private static readonly HashSet<string> Own = new(StringComparer.Ordinal)
    {
        "caption",
        "wp_caption",
        "gallery",
        "embed",
        "audio",
        "video",
        "playlist",
        "contact-form",
    };

    private static readonly string[] Sources = ["src", "mp3", "mp4", "m4a", "ogg", "wav", "webm", "m4v", "ogv"];

    /// <param name="attached">See <see cref="WordPressBody.Of"/>.</param>
    /// <param name="met">Told the name of each that was not understood.</param>
    public static string Resolve(string content, Func<long?, IReadOnlyList<long>>? attached, Action<string> met)
    {
        if (!content.Contains('['))
        {
            return content;
        }

        var tags = Tag().Matches(content);
        var closed = tags.Where(t => t.Groups["end"].Length > 0).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var html = new StringBuilder(content.Length);
        var at = 0;

        // Between the two marks of these, there is something other than text.
        string? open = null;
        foreach (Match tag in tags)
        {
            var name = NameOf(tag);
            if (tag.Groups["twice"].Length > 0 || !IsMeant(tag, name, closed))
            {
                continue;
            }

            html.Append(content, at, tag.Index - at);
            at = tag.Index + tag.Length;
            var isEnd = tag.Groups["end"].Length > 0;
            switch (name)
            {
                case "caption" or "wp_caption" when isEnd == (open == "caption"):
                    html.Append(isEnd ? "</figcaption></figure>" : "<figure data-caption><figcaption>");
                    html.Append(isEnd ? "" : Html(Value(tag, "caption")));
                    open = isEnd ? null : "caption";
                    break;
                case "embed" when isEnd == (open == "embed"):
                    html.Append(isEnd ? "</div>" : "<div data-embed>");
                    open = isEnd ? null : "embed";
                    break;
                case "audio" or "video" when !isEnd:
                    var source = Sources.Select(s => Value(tag, s)).FirstOrDefault(v => v.Length > 0) ?? "";
                    html.Append('<')
                        .Append(name)
                        .Append(" src=\"")
                        .Append(Html(source))
                        .Append("\"></")
                        .Append(name)
                        .Append('>');
                    break;
                case "audio" or "video":
                    break;
                case "gallery" when attached is not null && Gallery(tag, attached) is { Count: > 0 } shown:
                    foreach (var id in shown)
                    {
                        html.Append("<figure><img data-caption src=\"")
                            .Append(UploadPath.Attachment)
                            .Append(Html(id))
                            .Append("\"></figure>");
                    }

                    break;
                default:
                    if (!isEnd)
                    {
                        met(name);
                    }

                    break;
            }
        }

        return html.Append(content, at, content.Length - at).ToString();
    }

    // One that names no pictures shows those that were uploaded for its item, or for another that it names.
    private static IReadOnlyList<string> Gallery(Match tag, Func<long?, IReadOnlyList<long>> attached)
    {
        var named = Value(tag, "ids");
        named = named.Length > 0 ? named : Value(tag, "include");
        if (named.Length > 0)
        {
            return named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        var item = Value(tag, "id");
        IReadOnlyList<long> shown =
            item.Length == 0 ? attached(null)
            : long.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? attached(id)
            : [];
        return [.. shown.Select(picture => picture.ToString(CultureInfo.InvariantCulture))];
    }

    private static bool IsMeant(Match tag, string name, HashSet<string> closed) =>
        Own.Contains(name)
        || closed.Contains(name)
        || name.Contains('_')
        || (name.Contains('-') && tag.Groups["words"].Length > 0)
        || tag.Groups["words"].Value.Contains('=');

    private static string NameOf(Match tag) => tag.Groups["name"].Value.ToLowerInvariant();

    private static string Value(Match tag, string key)
    {
        foreach (Match word in Word().Matches(tag.Groups["words"].Value))
        {
            if (word.Groups["key"].Value.Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return WebUtility.HtmlDecode(word.Groups["value"].Value.Trim('"', '\''));
            }
        }

        return "";
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    // "[[name]]" is how one writes about it.
    [GeneratedRegex(
        @"(?<twice>\[?)\[(?<end>/?)(?<name>[A-Za-z][A-Za-z0-9_-]{1,60})(?<words>(\s[^\[\]<>]*|\s[^\[\]]*=[^\[\]]*)?)/?\]",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Tag();

    [GeneratedRegex(
        """(?<key>[A-Za-z_0-9]+)\s*=\s*(?<value>"[^"]*"|'[^']*'|[^\s"']+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Word();
}
