using System.Diagnostics;
using System.Text;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Files that are broken, or built to do harm: a message names file, line and reason, and nothing is written.</summary>
public sealed class MalformedExportTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-malformed-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string, string> Texts()
    {
        var good = new Wxr().Post("Half of it", "Text.").ToString();
        var bare = good.Replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "", StringComparison.Ordinal);
        var laughs = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        var file = "<!DOCTYPE rss [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
        return new()
        {
            { laughs + bare.Replace("Text.", "]]>&b;<![CDATA[", StringComparison.Ordinal), "DTD" },
            { file + bare.Replace("Text.", "]]>&x;<![CDATA[", StringComparison.Ordinal), "DTD" },
            { "<!DOCTYPE rss [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x\"> %p;]>" + bare, "DTD" },
            { bare.Replace("Text.", "]]>&unknown;<![CDATA[", StringComparison.Ordinal), "undeclared entity" },
            { good[..^40], "well-formed" },
            { good[..(good.Length / 2)], "well-formed" },
            { good.Replace("</channel>", "</chanel>", StringComparison.Ordinal), "well-formed" },
            { "", "well-formed" },
            { "{\"db\":[]}", "well-formed" },
            { good.Replace("UTF-8", "no-such-encoding", StringComparison.Ordinal), "encoding" },
            { good.Replace("UTF-8", "UTF-7", StringComparison.Ordinal), "encoding" },
            { "<html><body/></html>", "no WordPress export" },
            {
                good.Replace("<wp:wxr_version>1.2</wp:wxr_version>", "", StringComparison.Ordinal),
                "does not say its version"
            },
            { good.Replace(">1.2<", ">9.9<", StringComparison.Ordinal), "1.0, 1.1 and 1.2" },
            { bare.Replace("</item>", string.Concat(Enumerable.Repeat("<a>", 300)), StringComparison.Ordinal), "deep" },
            {
                bare.Replace(
                    "</item>",
                    string.Concat(Enumerable.Range(0, 11_000).Select(n => $"<n{n}/>")) + "</item>",
                    StringComparison.Ordinal
                ),
                "names"
            },
        };
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Nothing_of_a_broken_file_is_written(string text, string reason)
    {
        var file = Path.Combine(folder.FullName, "bad.xml");
        await File.WriteAllTextAsync(file, text);
        await RefusesAsync(file, reason);
    }

    [Fact]
    public async Task Bytes_that_are_no_letters_are_refused()
    {
        var file = Path.Combine(folder.FullName, "bad.xml");
        byte[] bytes = Encoding.Latin1.GetBytes(new Wxr().Post("Grüße", "Text.").ToString());
        await File.WriteAllBytesAsync(file, bytes);
        await RefusesAsync(file, "well-formed");
    }

    [Theory]
    [InlineData("<item x=\"")]
    [InlineData("<item><content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><![CDATA[")]
    [InlineData("<!-- ")]
    [InlineData("<")]
    public async Task What_never_ends_is_refused_after_a_few_megabytes(string begin)
    {
        // A pipe knows how much was taken out of it.
        var file = Path.Combine(folder.FullName, "bad.xml");
        using (var make = Process.Start("mkfifo", [file]))
        {
            await make.WaitForExitAsync();
        }

        var writing = Task.Run(() => Write(file, "<rss><channel>" + begin, 100));
        await RefusesAsync(file, "larger than 8 MB");
        Assert.InRange(await writing, 8, 10);
    }

    /// <returns>So many megabytes were taken.</returns>
    internal static int Write(string pipe, string begin, int most)
    {
        using var stream = new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        stream.Write(Encoding.ASCII.GetBytes(begin));
        var part = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
        for (var n = 0; n < most; n++)
        {
            try
            {
                stream.Write(part);
            }
            catch (IOException)
            {
                return n;
            }
        }

        return most;
    }

    private async Task RefusesAsync(string file, string reason)
    {
        var before = await site.RowsAsync();
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => site.ImportFileAsync(file));
        Assert.Matches(@"\Abad\.xml, line [1-9][0-9]*: ", refused.Message);
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before, await site.RowsAsync());
    }
}
