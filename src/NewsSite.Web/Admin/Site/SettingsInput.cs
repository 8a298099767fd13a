using NewsSite.News.Published.Tables;
using NewsSite.News.Settings;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

/// <summary>What the form for the settings sends.</summary>
public sealed class SettingsInput
{
    public string? Name { get; set; }

    /// <summary>Empty: the name.</summary>
    public string? Masthead { get; set; }
    public string? Description { get; set; }
    public string? Language { get; set; }
    public string? Languages { get; set; }
    public string? TimeZone { get; set; }
    public string? Contact { get; set; }
    public string? CrawlerPolicy { get; set; }
    public string? RobotsLines { get; set; }
    public int BreakingHours { get; set; }
    public int FeedStories { get; set; }
    public bool CountsReadings { get; set; }
    public string? SocialLinks { get; set; }
    public string? Policies { get; set; }

    /// <summary>The version that the admin has before them; 0 where nothing was saved yet.</summary>
    public int Seen { get; set; }

    /// <returns>The settings as the form shows them.</returns>
    public static SettingsInput From(PublishedSettings settings) =>
        new()
        {
            Name = settings.Name,
            Masthead = settings.Masthead,
            Description = settings.Description,
            Language = settings.Language,
            Languages = Empty(string.Join('\n', settings.Languages)),
            TimeZone = settings.TimeZone,
            Contact = settings.Contact,
            CrawlerPolicy = settings.CrawlerPolicy,
            RobotsLines = settings.RobotsLines,
            BreakingHours = settings.BreakingHours,
            FeedStories = settings.FeedStories,
            CountsReadings = settings.CountsReadings,
            SocialLinks = Empty(SettingsChecks.Typed(settings.SocialLinks)),
            Policies = Empty(SettingsChecks.Typed(settings.Policies)),
            Seen = settings.Version,
        };

    /// <returns>What holds before anything is saved: the servers' own settings.</returns>
    public static PublishedSettings Defaults(SiteOptions site) =>
        new()
        {
            Name = site.Name,
            Description = Empty(site.Description),
            Language = site.Language,
            TimeZone = site.TimeZone,
            Contact = Empty(site.Contact),
            CrawlerPolicy = site.CrawlerPolicy.ToString(),
            BreakingHours = site.BreakingHours,
            FeedStories = site.FeedStories,
            CountsReadings = site.CountsReadings,
            SocialLinks = [],
            Policies = [],
            HeaderMenu = [],
            FooterMenu = [],
        };

    public SettingsForm Form() =>
        new()
        {
            Name = Name?.Trim() ?? "",
            Masthead = Empty(Masthead),
            Description = Empty(Description),
            Language = Language?.Trim() ?? "",
            Languages = Lines(Languages),
            TimeZone = TimeZone?.Trim() ?? "",
            Contact = Empty(Contact),
            CrawlerPolicy = CrawlerPolicy ?? "",
            RobotsLines = Lines(RobotsLines),
            BreakingHours = BreakingHours,
            FeedStories = FeedStories,
            CountsReadings = CountsReadings,
            SocialLinks = Lines(SocialLinks),
            Policies = Lines(Policies),
        };

    /// <returns>The fields that say something else here than in <paramref name="other"/>, with what they say there.</returns>
    public IEnumerable<(string Field, string There)> Differences(SettingsInput other)
    {
        var (here, there) = (Form(), other.Form());
        return from property in typeof(SettingsForm).GetProperties()
            let value = property.GetValue(there)
            where !Equals(property.GetValue(here), value)
            select (property.Name, value is bool yes ? (yes ? "on" : "off") : value?.ToString() ?? "");
    }

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Lines(string? text) => Empty(text?.Replace("\r\n", "\n", StringComparison.Ordinal));
}
