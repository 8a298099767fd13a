using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.News.Tags;
using NewsSite.Tests.Support;

namespace NewsSite.Tests.Published;

/// <param name="Grades">2 the same event or subject, 1 useful background; a story that is not named has 0.</param>
public sealed record Judgment(string Query, bool IsTuned, IReadOnlyDictionary<string, int> Grades)
{
    public int Grade(string key) => Grades.GetValueOrDefault(key);
}

/// <summary>Stories of many sections, and what a reader of some of them would want beside them.</summary>
public sealed partial record JudgedStory(
    string Key,
    DateTimeOffset At,
    string Section,
    string[] Tags,
    string Author,
    string Headline,
    string? Standfirst,
    string Body
)
{
    public static IReadOnlyList<JudgedStory> All { get; } =
    [.. new[] { "home", "money", "world" }.SelectMany(file => Read(file).Split("## ")[1..]).Select(Parse)];

    public static IReadOnlyList<Judgment> Judgments { get; } = [.. Line().Matches(Read("judgments")).Select(Judge)];

    /// <summary>Publishes all of them through the newsroom's acts.</summary>
    /// <returns>Their ids by key.</returns>
    public static async Task<Dictionary<string, long>> PublishAsync(SiteFixture site)
    {
        foreach (
            var (child, parent) in new[] { ("Football", "Sport"), ("Tennis", "Sport"), ("Parliament", "Politics") }
        )
        {
            await site.CategoryAsync(child, await site.CategoryAsync(parent));
        }

        var ids = new Dictionary<string, long>();
        foreach (var story in All.OrderBy(s => s.At).ThenBy(s => s.Key, StringComparer.Ordinal))
        {
            var content = new ArticleContent
            {
                Headline = story.Headline,
                Standfirst = story.Standfirst,
                Body = story.Body,
                PrimaryCategoryId = await site.CategoryAsync(story.Section),
                TagIds = await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(story.Tags, default)),
                AuthorIds = [await site.AuthorOfAsync(story.Author == "rita" ? site.Reporter : site.OtherReporter)],
            };
            var draft = await site.WithAsync<Writing, ArticleVersion>(writing =>
                writing.BeginAsync(Guid.NewGuid(), content, site.Editor, default)
            );
            await site.WithAsync<Publisher>(publisher =>
                publisher.PublishAsync(
                    draft.ArticleId,
                    new PublishOrder(1, null) { FirstPublishedAt = story.At },
                    site.Editor,
                    default
                )
            );
            ids[story.Key] = draft.ArticleId;
        }

        return ids;
    }

    // Key; day | section | tags | author; headline; standfirst; an empty line; the body.
    private static JudgedStory Parse(string text)
    {
        var lines = text.Trim().Split('\n');
        var facts = lines[1].Split('|', StringSplitOptions.TrimEntries);
        return new JudgedStory(
            lines[0].Trim(),
            new DateTimeOffset(DateTime.Parse(facts[0], CultureInfo.InvariantCulture).AddHours(9), TimeSpan.Zero),
            facts[1],
            facts[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            facts[3],
            lines[2].Trim(),
            lines[3].Trim(),
            string.Join('\n', lines[4..]).Trim()
        );
    }

    private static Judgment Judge(Match line) =>
        new(
            line.Groups[2].Value,
            line.Groups[1].Value == "tune",
            line.Groups[3]
                .Value.Split(',', StringSplitOptions.TrimEntries)
                .Select(grade => grade.Split(' '))
                .ToDictionary(pair => pair[0], pair => int.Parse(pair[1], CultureInfo.InvariantCulture))
        );

    private static string Read(string file)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var name = Array.Find(
            assembly.GetManifestResourceNames(),
            n => n.EndsWith($"JudgedStories.{file}.md", StringComparison.Ordinal)
        );
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name!)!);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [GeneratedRegex("^(tune|report) ([a-z-]+): (.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
