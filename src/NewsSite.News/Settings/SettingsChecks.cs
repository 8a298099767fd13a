using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Settings;

/// <summary>Says of each field of the settings what is wrong with it.</summary>
public static partial class SettingsChecks
{
    /// <summary>The choices of those who publish breaking news.</summary>
    public static IReadOnlyList<int> BreakingHours { get; } = [1, 2, 6, 24];

    /// <summary>What search engines ask a publisher for, by the names of schema.org.</summary>
    public static IReadOnlyList<string> Policies { get; } =
    [
        "publishingPrinciples",
        "ethicsPolicy",
        "correctionsPolicy",
        "verificationFactCheckingPolicy",
        "unnamedSourcesPolicy",
        "actionableFeedbackPolicy",
        "diversityPolicy",
        "ownershipFundingInfo",
        "masthead",
        "missionCoveragePrioritiesPolicy",
        "noBylinesPolicy",
    ];
    public const int FewestFeedStories = 5;
    public const int MostFeedStories = 30;
    private const int MostLinks = 12;
    private const int MostLanguages = 30;
    private const int LabelLimit = 60;
    private static readonly string[] RobotsWords = ["user-agent", "allow", "disallow", "crawl-delay", "sitemap"];

    /// <returns>Empty where all is well.</returns>
    public static IReadOnlyList<SettingsProblem> Check(SettingsForm form)
    {
        (string Field, string? Problem)[] all =
        [
            (nameof(form.Name), string.IsNullOrWhiteSpace(form.Name) ? "Enter a name" : Line("Name", form.Name, 60)),
            (nameof(form.Masthead), Line("Masthead", form.Masthead, PublishedSettings.NameLimit)),
            (nameof(form.Description), Line("Description", form.Description, PublishedSettings.DescriptionLimit)),
            (nameof(form.Language), IsLanguage(form.Language) ? null : "Enter a language tag, like en-GB or fr"),
            (nameof(form.Languages), Languages(form)),
            (nameof(form.TimeZone), IsZone(form.TimeZone) ? null : "Enter a time zone, like Europe/London"),
            (
                nameof(form.Contact),
                string.IsNullOrEmpty(form.Contact) || IsHttps(form.Contact) || IsEmail(form.Contact)
                    ? Line("Contact", form.Contact, PublishedSettings.AddressLimit)
                    : "Enter an email address, or an address that begins with https://"
            ),
            (
                nameof(form.CrawlerPolicy),
                form.CrawlerPolicy is "Open" or "Citation" or "Closed" ? null : "Choose what crawlers are asked"
            ),
            (nameof(form.RobotsLines), Robots(form.RobotsLines)),
            (
                nameof(form.BreakingHours),
                BreakingHours.Contains(form.BreakingHours) ? null : "Choose how long breaking news lasts"
            ),
            (
                nameof(form.FeedStories),
                form.FeedStories is >= FewestFeedStories and <= MostFeedStories
                    ? null
                    : $"Enter a number from {FewestFeedStories} to {MostFeedStories}"
            ),
            (nameof(form.SocialLinks), Links(form.SocialLinks, null)),
            (nameof(form.Policies), Links(form.Policies, Policies)),
        ];
        return [.. all.Where(p => p.Problem is not null).Select(p => new SettingsProblem(p.Field, p.Problem!))];
    }

    /// <summary>Whether it is an https address that can stand in a link.</summary>
    public static bool IsHttps(string text) =>
        text.Length <= PublishedSettings.AddressLimit
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "https", Host.Length: > 0, UserInfo.Length: 0 }
        && text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    internal static string[] Lines(string? text) =>
        (text ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <returns>What <see cref="PublishedSettings.SocialLinks"/> holds: the address first.</returns>
    internal static List<string> Stored(string? text) =>
        [.. Lines(text).Select(Split).Select(link => $"{link.Address} {link.Label}")];

    /// <returns>As a person types it.</returns>
    public static string Typed(IEnumerable<string> stored) =>
        string.Join('\n', stored.Select(s => s.Split(' ', 2)).Select(s => $"{s[1]} {s[0]}"));

    internal static string? Line(string what, string? text, int limit) =>
        text is null ? null
        : text.Any(char.IsControl) ? $"{what} must be one line of plain text"
        : text.Length > limit ? $"{what} must be {limit} characters or fewer. It has {text.Length}."
        : null;

    private static string? Links(string? text, IReadOnlyList<string>? names)
    {
        var lines = Lines(text);
        if (lines.Length > MostLinks)
        {
            return $"Enter {MostLinks} lines at most";
        }

        foreach (var line in lines)
        {
            var (label, address) = Split(line);
            var wrong =
                !IsHttps(address) ? "must end with an address that begins with https://"
                : label.Length is 0 or > LabelLimit || label.Any(char.IsControl)
                    ? $"needs a name of 1 to {LabelLimit} characters before the address"
                : names?.Contains(label) == false ? $"names no policy that is known: {string.Join(", ", names)}"
                : null;
            if (wrong is not null)
            {
                return $"The line “{(line.Length > 80 ? line[..80] + "…" : line)}” {wrong}";
            }
        }

        return null;
    }

    private static (string Label, string Address) Split(string line)
    {
        var space = line.LastIndexOfAny([' ', '\t']);
        return space < 0 ? ("", line) : (line[..space].Trim(), line[(space + 1)..]);
    }

    private static string? Languages(SettingsForm form)
    {
        var tags = Lines(form.Languages);
        return tags.Length > MostLanguages ? $"Enter {MostLanguages} lines at most"
            : Array.Find(tags, tag => !IsLanguage(tag)) is { } wrong
                ? $"“{(wrong.Length > 40 ? wrong[..40] + "…" : wrong)}” is no language tag, like fr or pt-BR"
            : tags.Append(form.Language).Distinct(StringComparer.OrdinalIgnoreCase).Count() <= tags.Length
                ? "Name each language once, and not the paper’s own"
            : null;
    }

    private static string? Robots(string? text)
    {
        if (text?.Length > PublishedSettings.RobotsLimit)
        {
            return $"Lines for robots.txt must be {PublishedSettings.RobotsLimit} characters or fewer. They have {text.Length}.";
        }

        var wrong = Array.Find(
            Lines(text),
            line =>
                line.Any(char.IsControl)
                || (
                    line[0] != '#'
                    && !(
                        line.Split(':', 2) is [var word, { Length: > 0 }]
                        && RobotsWords.Contains(word.Trim().ToLowerInvariant())
                    )
                )
        );
        return wrong is null
            ? null
            : $"The line “{(wrong.Length > 80 ? wrong[..80] + "…" : wrong)}” is no line of robots.txt: begin it with "
                + "User-agent:, Allow:, Disallow:, Crawl-delay:, Sitemap: or #";
    }

    private static bool IsLanguage(string tag)
    {
        if (tag.Length > 35 || !LanguageTag().IsMatch(tag))
        {
            return false;
        }

        try
        {
            CultureInfo.GetCultureInfo(tag);
            return true;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    // Names of Windows are understood by the machine, but by no other software.
    private static bool IsZone(string id) =>
        id.Length <= 60
        && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
        && zone.HasIanaId
        && (id == "UTC" || !TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out _));

    private static bool IsEmail(string text) =>
        new EmailAddressAttribute().IsValid(text) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\z", RegexOptions.NonBacktracking)]
    private static partial Regex LanguageTag();
}
