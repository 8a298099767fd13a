using Xunit;

namespace NewsSite.Tests.Wire;

/// <summary>Every kind of feed, good and bad, over a real connection.</summary>
[Collection<WireCollection>]
public sealed class FeedKindsTests(WireSite wire)
{
    [Theory]
    [InlineData(
        "rss-091",
        """
            <!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://127.0.0.1:1/never.dtd">
            <rss version="0.91"><channel><language>fr</language><item><title>A &amp;amp; B</title><link>/story/1</link><description>Said &lt;i&gt;so&lt;/i&gt;.</description><pubDate>Fri, 27 Nov 2020 09:00 EST</pubDate></item></channel></rss>
            """,
        "A & B|Said *so*.||/story/1|fr|"
    )]
    [InlineData(
        "rss-10",
        """
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="x"><title>Feed</title></channel>
            <item rdf:about="urn:one"><title>One</title><link>http://a.test/1</link><description>Words.</description><dc:date>2020-11-27T10:00:00+01:00</dc:date><dc:creator>Ann Author</dc:creator><dc:language>nn-NO</dc:language></item></rdf:RDF>
            """,
        "One|Words.||http://a.test/1|nn-NO|Ann Author"
    )]
    [InlineData(
        "atom",
        """

              <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="pt-BR"><entry><id>tag:a.test,2026:1</id><title type="html">Big &lt;b&gt;news&lt;/b&gt;</title>
            <link rel="self" href="/never"/><link href="/story/2"/><author><name>Bo &amp; Co</name></author><updated>2020-11-27T09:00:00Z</updated><summary>Less &lt; more</summary>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One <em>two</em> <strong>three</strong></p><script>four()</script><p><a href="javascript:x()">Five</a></p></div></content></entry></feed>
            """,
        "Big news|One *two* **three**\n\nFive|Less < more|/story/2|pt-BR|Bo & Co"
    )]
    [InlineData(
        "json",
        """
            {"version":"https://jsonfeed.org/version/1.1","title":"Feed","language":"de","items":[{"id":7,"url":"http://a.test/7","title":"A <b>C</b>","summary":"Above","content_text":"First.\nSecond.","date_published":"2020-11-27T09:00:00Z","authors":[{"name":"Cy"},{"name":"Di"}]}]}
            """,
        "A C|First.\n\nSecond.|Above|http://a.test/7|de|Cy, Di"
    )]
    [InlineData(
        "ninjs-1",
        """
            {"uri":"urn:x:1","version":"3","versioncreated":"2020-11-27T09:00:00Z","headline":"Old ninjs","byline":"Ed","body_xhtml":"<p>Text <b>bold</b></p>","description_text":"Above","language":"sv","altids":[{"role":"webURL","value":"http://a.test/n1"}]}
            """,
        "Old ninjs|Text **bold**|Above|http://a.test/n1|sv|Ed"
    )]
    [InlineData(
        "ninjs-3",
        """
            [{"uri":"urn:x:3","versionCreated":"2020-11-27T09:00:00Z","by":"Flo","headlines":[{"role":"short","value":"No"},{"role":"main","value":"New &amp; old <i>ninjs</i>"}],"bodies":[{"contentType":"text/plain","value":"No"},{"contentType":"text/html","value":"<h2>Yes</h2>"}]}]
            """,
        "New & old ninjs|## Yes||||Flo"
    )]
    public async Task Each_kind_is_read_as_plain_words_and_markdown(string name, string feed, string expected)
    {
        wire.Answer($"/{name}", feed);
        var id = await wire.AddAsync($"/{name}");
        var source = await wire.PollAsync(id);
        Assert.Null(source.Failure);
        var row = Assert.Single(await wire.RowsAsync(id));
        var link = row.Link?.Replace(wire.Web.ToString(), "/", StringComparison.Ordinal);
        Assert.Equal(
            expected,
            string.Join('|', row.Headline, row.Body, row.Standfirst, link, row.Language, row.Byline)
        );
        Assert.Equal(27, row.At.Day);
        Assert.InRange(row.At.UtcDateTime.Hour, 9, 14);
    }

    [Fact]
    public async Task A_summary_for_which_there_is_no_room_stands_before_the_text_unless_that_says_the_same()
    {
        var many = string.Join(' ', Enumerable.Range(1, 90).Select(n => $"word{n}"));
        wire.Answer(
            "/long-above",
            $"""
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Feed</title>
            <item><guid>above-1</guid><title>Other words</title><link>http://above.test/1</link>
                <description>&lt;p&gt;{many} &lt;b&gt;last&lt;/b&gt;.&lt;/p&gt;</description>
                <content:encoded>&lt;p&gt;The text.&lt;/p&gt;</content:encoded></item>
            <item><guid>above-2</guid><title>The same words</title><link>http://above.test/2</link>
                <description>{many} [&amp;#8230;]</description>
                <content:encoded>&lt;p&gt;{many} and so on.&lt;/p&gt;</content:encoded></item>
            </channel></rss>
            """
        );
        var id = await wire.AddAsync("/long-above");
        Assert.Null((await wire.PollAsync(id)).Failure);
        var rows = (await wire.RowsAsync(id)).ToDictionary(r => r.Headline);
        Assert.Equal(
            (null, $"{many} **last**.\n\nThe text."),
            (rows["Other words"].Standfirst, rows["Other words"].Body)
        );
        Assert.Equal($"{many} and so on.", rows["The same words"].Body);
        Assert.EndsWith("…", rows["The same words"].Standfirst, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "page",
        "<html><head></head></html>",
        "This is a web page and no feed. Its feed has an address of its own."
    )]
    [InlineData("opml", "<opml/>", "This is XML, but no feed: it begins with <opml>.")]
    [InlineData("cut", "<rss><channel><item><title>A</title>", "The feed, line 1: The file is not well-formed XML. ")]
    [InlineData(
        "entity",
        "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><item><title>&a;</title></item></channel></rss>",
        "The feed, line 1: The file is not well-formed XML. "
    )]
    [InlineData("words", "Not a feed", "The feed, line 1: The file is not well-formed XML. ")]
    [InlineData("json-other", """{"a":1}""", "This JSON is neither a JSON Feed nor IPTC ninjs.")]
    [InlineData(
        "json-cut",
        """{"version":"https://jsonfeed.org/version/1","items":[""",
        "The feed, line 1: It is not well-formed JSON, or too deep."
    )]
    [InlineData("nothing", " ", "The answer was empty.")]
    public async Task What_is_no_feed_is_refused_in_words(string name, string body, string reason)
    {
        wire.Answer($"/{name}", body);
        var id = await wire.AddAsync($"/{name}");
        var source = await wire.PollAsync(id);
        Assert.StartsWith(reason, source.Failure, StringComparison.Ordinal);
        Assert.Empty(await wire.RowsAsync(id));
    }
}
