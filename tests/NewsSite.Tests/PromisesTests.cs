using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace NewsSite.Tests;

/// <summary>What the page on threats promises, and what proves it.</summary>
public sealed partial class PromisesTests
{
    [Fact]
    public void Every_promise_names_a_test_that_exists()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));
        var rows = File.ReadAllLines(Path.Combine(root, ".github", "THREATS.md"))
            .Where(line => line.StartsWith("| to ", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(Named(), row.Split('|')[3]));
        var tests = Directory
            .EnumerateFiles(Path.Combine(root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        Assert.All(
            rows.SelectMany(row => Named().Matches(row)),
            named =>
                Assert.Contains(
                    tests[named.Groups["class"].Value],
                    text => Regex.IsMatch(text, $@"public (async Task|void) {named.Groups["test"].Value}\(")
                )
        );
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<test>[A-Z][A-Za-z_]+)`")]
    private static partial Regex Named();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
