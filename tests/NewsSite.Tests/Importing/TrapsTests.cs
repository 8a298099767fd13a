using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>HTML that would make a parser slow without end: it is refused before one sees it, however it hides.</summary>
public sealed class TrapsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    public static TheoryData<string> Traps() =>
        new(
            string.Concat(Enumerable.Repeat("<div>", 20_000)),
            $"<p \">{string.Concat(Enumerable.Repeat("<div>", 20_000))}\"",
            $"<p =\">{string.Concat(Enumerable.Repeat("<div>", 20_000))}\"",
            $"<!-- --!>{string.Concat(Enumerable.Repeat("<div>", 20_000))}-->",
            $"<svg><title>{string.Concat(Enumerable.Repeat("<div>", 20_000))}",
            string.Concat(Enumerable.Range(0, 9_000).Select(n => $"<div><b id={n}></div>")),
            string.Concat(Enumerable.Range(0, 4_000).Select(n => $"<div><b id={n}><table><tr><td></b></table></div>")),
            string.Concat(Enumerable.Range(0, 40_000).Select(n => "<br>"))
        );

    [Theory]
    [MemberData(nameof(Traps))]
    public async Task Text_that_would_make_a_parser_slow_is_refused_before_it_is_parsed(string html)
    {
        var report = await site.ImportAsync(new Wxr("http://traps.example").Post("Trap", html));
        Assert.Equal((1, 0), (report.Skipped.Total, report.Out.Total));
    }
}
