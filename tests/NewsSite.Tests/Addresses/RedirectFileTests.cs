using System.Text;
using NewsSite.News.Addresses;
using Xunit;

namespace NewsSite.Tests.Addresses;

/// <summary>How files of redirects are read.</summary>
public sealed class RedirectFileTests
{
    private const string Root = "https://news.test";

    [Fact]
    public async Task Spreadsheets_may_write_it_as_they_like()
    {
        const string first = "\uFEFFfrom,to,code\r\n/a,/x,301\r\n\"/b,1\",\"/y,\"\"z\",302\r\n\r\n/c,,410\r\n/d,/x";
        Assert.Equal(["/a 301 /x", "/b,1 302 /y,%22z", "/c 410 ", "/d 301 /x"], (await ReadAsync(first)).Select(Words));

        // Without names, with semicolons, in another order.
        Assert.Equal(["/a 301 /x"], (await ReadAsync("/a;/x;301\n")).Select(Words));
        Assert.Equal(["/a 302 /x"], (await ReadAsync("From;hits;Code;To\n/a;9;302;/x\n")).Select(Words));
    }

    [Fact]
    public async Task What_cannot_be_taken_is_named_by_its_line_with_the_reason()
    {
        var lines = await ReadAsync(
            "from,to,code\n/a,/x\n/a,/y\nb,/x\n/c,//evil.example\n/d,/x,307\n/e,/x,410\n\"/f\ng\",/x\n/h,/x\n"
        );
        Assert.Equal(
            [
                (2, null),
                (3, "Line 2 has this address already"),
                (4, "Begin with one slash, like /2013/05/old-story"),
                (5, "Enter a page of this site, like /category/politics, or a whole address with https://"),
                (6, "The code must be 301, 302 or 410"),
                (7, "Leave it empty: an address that is gone leads nowhere"),
                (8, "Leave out spaces, line ends and letters that nobody sees"),
                (10, (string?)null),
            ],
            lines.Select(l => (l.Number, l.Refusal))
        );
    }

    [Fact]
    public async Task It_has_limits_and_is_text()
    {
        Assert.Contains("UTF-8", await RefusedAsync([0x2f, 0xfc, 0x2c, 0x2f]), StringComparison.Ordinal);
        Assert.Contains("no redirect", await RefusedAsync("from,to,code\n"u8.ToArray()), StringComparison.Ordinal);
        var many = string.Concat(Enumerable.Range(0, RedirectFile.LineLimit + 1).Select(n => $"/{n},/x\n"));
        Assert.Contains("50,000", await RefusedAsync(Encoding.UTF8.GetBytes(many)), StringComparison.Ordinal);
    }

    private static string Words(RedirectFileLine line) => $"{line.Line!.From} {line.Line.Code} {line.Line.To?.Address}";

    private static Task<IReadOnlyList<RedirectFileLine>> ReadAsync(string text) =>
        RedirectFile.ReadAsync(Encoding.UTF8.GetBytes(text), Root, default);

    private static async Task<string> RefusedAsync(byte[] file) =>
        (await Assert.ThrowsAsync<RedirectRefusedException>(() => RedirectFile.ReadAsync(file, Root, default))).Message;
}
