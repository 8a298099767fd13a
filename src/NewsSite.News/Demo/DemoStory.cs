using System.Globalization;
using System.Reflection;
using NewsSite.News.Articles;

namespace NewsSite.News.Demo;

/// <summary>A story of the demo newspaper, as its file tells it.</summary>
/// <param name="Name">Its file's, without the ending; other stories link to it by that.</param>
/// <param name="Age">How long before the start of the demo it went out.</param>
public sealed record DemoStory(
    string Name,
    string Headline,
    string? Standfirst,
    string Category,
    IReadOnlyList<string> Further,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Authors,
    string? Dateline,
    string? Source,
    string? Picture,
    string? Alt,
    string? Caption,
    TimeSpan Age,
    TimeSpan? UpdatedAge,
    TimeSpan? Breaking,
    StoryLabel? Label,
    string? Correction,
    string Body
)
{
    /// <summary>All of them, in the order of their files.</summary>
    public static IReadOnlyList<DemoStory> All { get; } =
    [
        .. typeof(DemoStory)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Demo.Stories.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    private static DemoStory Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        var parts = reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal).Split("---\n", 3);
        var fields = parts[1]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        string? Field(string key) => fields.GetValueOrDefault(key);
        string[] Several(string key) =>
            Field(key)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new DemoStory(
            name.Split('.')[^2],
            fields["headline"],
            Field("standfirst"),
            fields["category"],
            Several("further"),
            Several("tags"),
            Several("authors"),
            Field("dateline"),
            Field("source"),
            Field("picture"),
            Field("alt"),
            Field("caption"),
            Duration(fields["published"]),
            Field("updated") is { } updated ? Duration(updated) : null,
            Field("breaking") is { } breaking ? Duration(breaking) : null,
            Field("label") is { } label ? Enum.Parse<StoryLabel>(label) : null,
            Field("correction"),
            parts[2].Trim()
        );
    }

    // "2d 4h", "25m"
    private static TimeSpan Duration(string text) =>
        text.Split(' ')
            .Select(part =>
            {
                var number = double.Parse(part[..^1], CultureInfo.InvariantCulture);
                return part[^1] switch
                {
                    'd' => TimeSpan.FromDays(number),
                    'h' => TimeSpan.FromHours(number),
                    'm' => TimeSpan.FromMinutes(number),
                    _ => throw new FormatException($"“{part}” is no age."),
                };
            })
            .Aggregate((a, b) => a + b);
}
