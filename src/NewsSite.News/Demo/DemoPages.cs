using System.Reflection;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing;

namespace NewsSite.News.Demo;

/// <summary>The demo newspaper's pages about itself, each a file whose number is its place in the menu.</summary>
public static class DemoPages
{
    private const string Folder = ".Demo.Pages.";

    /// <param name="reviewedOn">The day that the pages name as their last review.</param>
    public static IReadOnlyList<StandingPageForm> All(DateOnly reviewedOn) =>
        [
            .. typeof(DemoPages)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.Contains(Folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select((name, n) => Read(name, n, reviewedOn)),
        ];

    private static StandingPageForm Read(string name, int position, DateOnly reviewedOn)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        var parts = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal).Split("---\n", 3);
        var file = name[(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..^".md".Length];
        return new StandingPageForm(
            Slug.From(file[(file.IndexOf('-', StringComparison.Ordinal) + 1)..]),
            parts[1].Split(':', 2)[1].Trim(),
            parts[2].Trim(),
            position,
            reviewedOn
        );
    }
}
