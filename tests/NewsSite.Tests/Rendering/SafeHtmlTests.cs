using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Rendering;

/// <summary>Hostile words in every place where an editor's words go: nothing comes out but what is in this table.</summary>
public sealed class SafeHtmlTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["a"] = ["href", "title", "aria-label", "id", "class"],
        ["li"] = ["id"],
        ["ol"] = ["start"],
        ["p"] = ["class"],
        ["span"] = ["class", "aria-hidden"],
        ["figure"] = ["class"],
        ["section"] = ["class", "aria-label"],
        ["aside"] = ["class", "aria-label"],
        ["div"] = ["class", "role", "tabindex", "aria-label"],
        ["th"] = ["scope", "class"],
        ["td"] = ["class"],
        ["button"] = ["type", "hidden", "data-embed", "data-title"],
        ["source"] = ["type", "srcset", "sizes"],
        ["img"] = ["src", "width", "height", "alt", "loading", "decoding"],
    };

    private static readonly HashSet<string> Plain =
    [
        .. "p br h2 h3 h4 h5 h6 strong em del ins mark sub sup ul blockquote cite code pre hr figcaption".Split(' '),
        .. "picture table caption thead tbody tr html head body".Split(' '),
    ];

    private static readonly HashSet<string> Classes =
    [
        .. "pull fact next next__label next__story embed embed__who embed__mark embed__more embed__text".Split(' '),
        .. "embed__foot table number footnotes note-ref note-back".Split(' '),
    ];

    private static readonly BodyPictures Known = new(
        BodyPictures.ReadersRoot,
        new Dictionary<string, BodyPicture> { ["aa.jpg"] = new(2000, 1000, "a", "<b onclick=x>\"credit") }
    );

    [Theory]
    [InlineData("\" onclick=\"alert(1)")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("&quot; onmouseover=&quot;alert(1)")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,<script>alert(1)</script>")]
    [InlineData("https://www.youtube.com/watch?v=aaaaaaaaaaa\"onclick=alert(1)")]
    [InlineData("https://youtu.be/aaaaaaaaaaa#\"><svg/onload=alert(1)>")]
    [InlineData("{onclick=alert(1) .embed #x}")]
    [InlineData("</button><iframe src=https://example.org>")]
    [InlineData("<iframe src=\"https://www.youtube-nocookie.com/embed/aaaaaaaaaaa\"></iframe>")]
    public void Nothing_strange_comes_out(string payload) => Assert.Empty(Strange(payload));

    [Fact]
    public void Nothing_strange_comes_out_of_the_known_payloads()
    {
        var folder = Corpus.Find("text");
        Assert.SkipWhen(folder is null, "The collection of payloads is not beside this clone.");
        var payloads = File.ReadLines(Path.Combine(folder!, "xss-payload-list.txt"))
            .Where(line => line.Length > 0)
            .ToList();
        Assert.InRange(payloads.Count, 400, 1_000_000);
        Assert.Empty(payloads.SelectMany(Strange).Take(20));
    }

    [Fact]
    public void The_table_sees_what_is_strange()
    {
        const string Html =
            "<p onclick=x>a</p><a href='javascript:x'>b</a><iframe src=x></iframe><div class='masthead'>c</div><img src='https://example.org/x.jpg'>";
        Assert.Equal(5, Strange(new HtmlParser().ParseDocument(Html)).Count());
    }

    private static IEnumerable<string> Strange(string payload)
    {
        foreach (var body in Everywhere(payload))
        {
            string html;
            try
            {
                html = StoryMarkdown.Render(body, Known).Html;
            }
            catch (BodyRefusedException)
            {
                continue;
            }

            foreach (var strange in Strange(new HtmlParser().ParseDocument(html)))
            {
                yield return $"{payload} → {strange}";
            }
        }
    }

    private static string[] Everywhere(string x) =>
        [
            $"""
                ::: quote {x}
                {x}
                :::

                ::: fact {x}
                # {x}
                - {x}
                :::

                ::: next
                [{x}](/news/1/a "{x}")
                :::

                ::: next
                [a](/news/1/{x})
                :::

                ::: embed {x}
                {x}
                @{x}

                {x}

                {x}
                :::

                ::: embed https://youtu.be/aaaaaaaaaaa
                {x}
                {x}
                :::

                ::: embed https://www.youtube.com/watch?v={x}
                a
                :::

                ::: embed https://example.org/{x}
                {x}
                :::

                ::: {x}
                a
                :::
                """,
            $"""
                Table: {x}

                | {x} | b |
                |---|--:|
                | {x} | {x} |

                ![{x}](/media/aa.jpg "{x}")

                ![a](/media/{x})

                ![{x}]({x} "{x}")

                ![{x}](<{x}>)

                One[^{x}] and two[^b].

                [^{x}]: {x}

                [^b]: {x}

                ``` {x}
                {x}
                ```
                """,
        ];

    private static IEnumerable<string> Strange(IDocument page)
    {
        foreach (var element in page.All)
        {
            var name = element.LocalName;
            if (!Plain.Contains(name) && !Allowed.ContainsKey(name))
            {
                yield return $"<{name}> in {element.OuterHtml}";
                continue;
            }

            foreach (var attribute in element.Attributes)
            {
                if (!Allowed.GetValueOrDefault(name, []).Contains(attribute.Name) || !IsTame(attribute))
                {
                    yield return $"{attribute.Name} in {element.OuterHtml}";
                }
            }
        }
    }

    private static bool IsTame(IAttr attribute) =>
        attribute.Name switch
        {
            "class" => Classes.Contains(attribute.Value),
            "id" => attribute.Value.StartsWith("fn-", StringComparison.Ordinal),
            "src" => attribute.Value == "/media/aa/960.jpg",
            "srcset" => attribute.Value.Split(", ").All(s => s.StartsWith("/media/aa/", StringComparison.Ordinal)),
            "data-embed" => attribute.Value.StartsWith(
                "https://www.youtube-nocookie.com/embed/",
                StringComparison.Ordinal
            ) && !attribute.Value[39..].Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')),
            "href" => !Uri.TryCreate(attribute.Value.Trim(), UriKind.Absolute, out var uri)
                || uri.Scheme is "http" or "https" or "mailto" or "file",
            _ => true,
        };
}
