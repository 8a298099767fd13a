using System.Text.RegularExpressions;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>The table of answers to OWASP ASVS 5.0: whole, without a row that says nothing, and naming tests that exist.</summary>
public sealed partial class AsvsTests
{
    // How many requirements of level 1 and of level 2 each chapter has, as the markdown of github.com/OWASP/ASVS, folder
    // 5.0/en, counts them. Of chapter 10 those of a client; chapter 17 is left out as a whole; the page says why.
    private static readonly Dictionary<int, (int First, int Second)> Chapters = new()
    {
        [1] = (8, 19),
        [2] = (4, 7),
        [3] = (8, 11),
        [4] = (2, 8),
        [5] = (4, 5),
        [6] = (13, 22),
        [7] = (6, 12),
        [8] = (4, 3),
        [9] = (4, 3),
        [10] = (0, 9),
        [11] = (3, 11),
        [12] = (3, 6),
        [13] = (1, 12),
        [14] = (2, 7),
        [15] = (3, 10),
        [16] = (0, 16),
    };

    // So many rows are answered by tests; more is better.
    private const int TestedLeast = 165;

    private static readonly List<Row> Rows =
    [
        .. File.ReadAllLines(Path.Combine(NamedTests.Root, "docs", "ASVS.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())
            .Select(cells => new Row(cells[1], cells[2], cells[3], cells[4], cells.Length)),
    ];

    private sealed record Row(string Id, string Level, string Words, string Answer, int Cells)
    {
        public bool IsOpen => Answer.Contains("**Open**", StringComparison.Ordinal);
        public int Chapter => int.Parse(Id.Split('.')[0], null);
    }

    [Fact]
    public void Every_requirement_of_both_levels_is_there_once()
    {
        Assert.All(Rows, row => Assert.Matches(Id(), row.Id));
        Assert.All(Rows, row => Assert.True(row.Level is "1" or "2", row.Id));
        Assert.Equal(Rows.Count, Rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(
            Chapters.OrderBy(c => c.Key).Select(c => (c.Key, c.Value.First, c.Value.Second)),
            Rows.GroupBy(row => row.Chapter)
                .OrderBy(g => g.Key)
                .Select(g => (g.Key, g.Count(row => row.Level == "1"), g.Count(row => row.Level == "2")))
        );
    }

    [Fact]
    public void Every_row_is_answered_by_tests_that_exist_a_place_a_reason_or_what_is_missing()
    {
        Assert.All(Rows, row => Assert.Equal((row.Id, 6), (row.Id, row.Cells)));
        Assert.All(Rows, row => Assert.True(row.Words.Length > 3, row.Id));
        Assert.All(Rows, row => Assert.Matches(Answered(), row.Answer));
        NamedTests.AssertExist(Rows.SelectMany(row => NamedTests.In(row.Answer)));

        // What is named in another way than a test is a file of ours.
        Assert.All(
            Rows.SelectMany(row => Link().Matches(row.Answer)),
            link =>
                Assert.True(File.Exists(Path.Combine(NamedTests.Root, "docs", link.Groups["file"].Value)), link.Value)
        );
        Assert.InRange(Rows.Count(row => !row.IsOpen && NamedTests.In(row.Answer).Count > 0), TestedLeast, Rows.Count);
    }

    [GeneratedRegex(@"\A[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"`[A-Za-z]+Tests\.|\]\(|\ANot applicable: .{10}|\*\*Open\*\*: .{10}")]
    private static partial Regex Answered();

    [GeneratedRegex(@"\]\((?<file>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
