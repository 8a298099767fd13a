using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What the page on threats promises, and what proves it.</summary>
public sealed class PromisesTests
{
    [Fact]
    public void Every_promise_names_a_test_that_exists()
    {
        var rows = File.ReadAllLines(Path.Combine(NamedTests.Root, ".github", "THREATS.md"))
            .Where(line => line.StartsWith("| to ", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(NamedTests.In(row.Split('|')[3])));
        NamedTests.AssertExist(rows.SelectMany(NamedTests.In));
    }
}
