using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Ghost;

/// <summary>
/// How Ghost made the addresses of posts: words in a path such as <c>/:year/:month/:slug/</c>, or, as later versions write them,
/// <c>/{primary_tag}/{slug}/</c>. See Ghost's documentation of routes.
/// </summary>
public sealed partial class GhostPermalinks
{
    private const int Limit = 200;

    // Of a post without a tag or author.
    private const string Nothing = "all";

    private readonly string pattern;

    private GhostPermalinks(string pattern) => this.pattern = pattern;

    /// <summary>What Ghost does where nobody has said anything.</summary>
    public static GhostPermalinks Usual { get; } = new("/:slug/");

    /// <summary>What stands before its first word, such as <c>/blog</c>; empty where nothing does.</summary>
    internal string Folder => pattern[..pattern.LastIndexOf('/', Word().Match(pattern).Index)];

    /// <param name="typed">With the word of a post, or its number, in it.</param>
    /// <exception cref="ImportRefusedException">It is no such pattern.</exception>
    public static GhostPermalinks Read(string typed)
    {
        var words = Word().Matches(typed).Select(NameOf).ToList();
        if (typed is not ['/', not '/', ..] || typed.Length > Limit || typed.AsSpan().IndexOfAny(" ,?#\\") >= 0)
        {
            throw Refused(typed, "It must begin with one slash, and be a path");
        }

        if (words.Find(word => !Known(word)) is { } unknown)
        {
            throw Refused(
                typed,
                $"“{unknown}” is none of slug, id, year, month, day, primary_tag, primary_author and author"
            );
        }

        return words.Exists(word => word is "slug" or "id")
            ? new(typed)
            : throw Refused(typed, "It must say where the word of a post stands, or all posts would have one address");
    }

    /// <param name="post">A row of the table of posts.</param>
    /// <param name="at">When it went out, by the clock of the old newsroom; null where nobody says.</param>
    /// <returns>Null where it had none.</returns>
    internal string? Of(GhostRow post, DateTimeOffset? at, string? tag, string? author)
    {
        var isWhole = true;
        var address = Word()
            .Replace(
                pattern,
                match =>
                {
                    var value = NameOf(match) switch
                    {
                        "slug" => post["slug"],
                        "id" => post["id"],
                        "year" => Part(at, "yyyy"),
                        "month" => Part(at, "MM"),
                        "day" => Part(at, "dd"),
                        "primary_tag" => tag ?? Nothing,
                        _ => author ?? Nothing,
                    };
                    isWhole &= value.Length > 0;
                    return value;
                }
            );
        return isWhole ? address : null;
    }

    private static string Part(DateTimeOffset? at, string format) =>
        at?.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static bool Known(string word) =>
        word is "slug" or "id" or "year" or "month" or "day" or "primary_tag" or "primary_author" or "author";

    private static string NameOf(Match match) => match.Groups["name"].Value;

    private static ImportRefusedException Refused(string typed, string why) =>
        new($"“{typed}” is no pattern of addresses, such as /:year/:month/:slug/. {why}.");

    [GeneratedRegex(@"(:(?<name>[a-z_]+)|\{\s*(?<name>[a-z_]+)\s*\})", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
