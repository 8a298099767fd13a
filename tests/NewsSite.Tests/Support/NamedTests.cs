using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>Tests that a page of words names: <c>`SomeTests.Something_is_so`</c>.</summary>
internal static partial class NamedTests
{
    /// <summary>The folder that all of the project is in.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <returns>What is named as a test, whether it exists or not.</returns>
    public static IReadOnlyList<(string Class, string Test)> In(string words) =>
        [.. Named().Matches(words).Select(named => (named.Groups["class"].Value, named.Groups["test"].Value))];

    public static void AssertExist(IEnumerable<(string Class, string Test)> named)
    {
        var tests = Directory
            .EnumerateFiles(Path.Combine(Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText, StringComparer.Ordinal);
        Assert.All(
            named.Distinct(),
            one =>
                Assert.Contains(
                    tests[one.Class],
                    text => Regex.IsMatch(text, $@"public (async Task|void) {one.Test}\(")
                )
        );
    }

    [GeneratedRegex("`(?<class>[A-Za-z]+Tests)\\.(?<test>[A-Z][A-Za-z_0-9]+)`")]
    private static partial Regex Named();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
