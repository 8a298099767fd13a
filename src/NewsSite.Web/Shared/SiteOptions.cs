using System.Security.Cryptography;
using System.Text;
using NewsSite.News.Backups;
using NewsSite.News.Media;
using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>
/// The settings under <c>NewsSite</c> (environment form <c>NewsSite__Name</c>), checked before anything starts. What an admin
/// saves on the site goes before them, see <see cref="Use"/>; those properties may change at any time.
/// </summary>
public sealed class SiteOptions
{
    public const string Section = "NewsSite";
    private volatile SavedSettings? saved;
    private volatile TimeZoneInfo? savedZone;

    /// <summary>The name of the paper.</summary>
    public string Name
    {
        get => saved?.Name ?? field;
        init;
    } = "Meridian";

    /// <summary>What stands at the head of each page.</summary>
    public string Masthead => saved?.Masthead ?? Name;

    /// <summary>One or two sentences on the paper, for search engines, feeds and the app manifest; made up when unset.</summary>
    public string? Description
    {
        get => saved is { } now ? now.Description : field;
        init;
    }

    /// <summary>The language that the paper is written in, as BCP 47 writes it.</summary>
    public string Language
    {
        get => saved?.Language ?? field;
        init;
    } = "en-GB";

    /// <summary>Besides <see cref="Language"/>: what stories can be in; empty for any.</summary>
    public IReadOnlyList<string> Languages => saved?.Languages ?? [];

    /// <summary>The file of the logo; null where the name stands in type.</summary>
    public string? Logo => saved?.Logo;

    /// <summary>The same for dark screens; null for the same.</summary>
    public string? DarkLogo => saved?.DarkLogo;

    /// <summary>Another one as soon as cards without a picture look otherwise: what they show of the paper itself.</summary>
    public string CardKey =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{Logo}")).AsSpan(0, 4));

    /// <summary>Where readers write to: an email address or an https address; unset: named nowhere.</summary>
    public string? Contact
    {
        get => saved is { } now ? now.Contact : field;
        init;
    }

    /// <summary>Where people report security flaws, as <see cref="Contact"/>; unset: there is no <c>security.txt</c>.</summary>
    public string? SecurityContact { get; init; }

    /// <summary>What crawlers are asked to keep to.</summary>
    public CrawlerPolicy CrawlerPolicy
    {
        get => saved is { } now && Enum.TryParse<CrawlerPolicy>(now.CrawlerPolicy, out var policy) ? policy : field;
        init;
    } = CrawlerPolicy.Citation;

    /// <summary>Lines of <c>robots.txt</c> besides the policy's.</summary>
    public string? RobotsLines => saved?.RobotsLines;

    /// <summary>How long label and banner of breaking news last where nobody chooses.</summary>
    public int BreakingHours => saved?.BreakingHours ?? 2;

    /// <summary>How many stories a feed has at most.</summary>
    public int FeedStories => saved?.FeedStories ?? 30;

    /// <summary>Whether it is counted how often stories are read.</summary>
    public bool CountsReadings => saved?.CountsReadings ?? true;

    /// <summary>Each an address, a space and a name.</summary>
    public IReadOnlyList<string> SocialLinks => saved?.SocialLinks ?? [];

    /// <summary>Each an address, a space and the name of a policy.</summary>
    public IReadOnlyList<string> Policies => saved?.Policies ?? [];

    /// <summary>See <c>PublishedSettings</c>; empty for the sections of the top level.</summary>
    public IReadOnlyList<string> HeaderMenu => saved?.HeaderMenu ?? [];

    /// <summary>See <c>PublishedSettings</c>; empty for what exists.</summary>
    public IReadOnlyList<string> FooterMenu => saved?.FooterMenu ?? [];

    /// <summary>Whether readers can see and compare the published versions of a story.</summary>
    public bool PublicHistory { get; init; } = true;

    /// <summary>Whether scripts of other sites may read the API in a reader's browser.</summary>
    public bool ApiForScripts { get; init; }

    /// <summary>The WebSub hub that is told when a feed changes; unset: none is, and feeds name none.</summary>
    public string? WebSubHub { get; init; }

    /// <summary>The key under which search engines are told of changed stories; unset: they are not.</summary>
    public string? IndexNowKey { get; init; }

    /// <summary>Where they are told.</summary>
    public string IndexNowEndpoint { get; init; } = "https://api.indexnow.org/indexnow";

    /// <summary>
    /// Where readers find the site: scheme and host, no path. Every absolute address is made from it, never from a
    /// request. Must be set in Production.
    /// </summary>
    public string? Address { get; init; }

    /// <summary>Whether browsers are told to speak TLS only with every host below that of <see cref="Address"/>, too.</summary>
    public bool StrictSubdomains { get; init; } = true;

    /// <summary>The newsroom's zone, as the IANA database names it.</summary>
    public string TimeZone
    {
        get => saved?.TimeZone ?? field;
        init;
    } = "Europe/London";

    /// <summary>Whether this server asks for the links of a story, on the web, before it goes out.</summary>
    public bool CheckLinks { get; init; } = true;

    /// <summary>How many published stories an account may change in five minutes before it is frozen; 0 for any number.</summary>
    public int FreezeAfter { get; init; } = 20;

    /// <summary>Whether editors and admins must have a second factor: who has none can only set one up.</summary>
    public bool RequireSecondFactor { get; init; }

    /// <summary>How many days somebody without one may work on, from when it was first asked for.</summary>
    public int SecondFactorGraceDays { get; init; } = 7;

    /// <summary>Who may sign in staff besides this site.</summary>
    public ProviderOptions OpenIdConnect { get; init; } = new();

    /// <summary>The server that takes mail to staff; without one, links are shown to the admin.</summary>
    public SmtpOptions Smtp { get; init; } = new();

    /// <summary>How much memory readers' pages may take, in megabytes; 0 keeps none.</summary>
    public int PageCacheMegabytes { get; init; } = 256;

    /// <summary>How much of the disk the last good copies of pages may take, in megabytes; 0 keeps none.</summary>
    public int CopiesMegabytes { get; init; } = 4096;

    /// <summary>Where they lie, of this server alone; unset: in <see cref="DataDirectory"/>.</summary>
    public string? CopiesDirectory { get; init; }

    /// <summary>
    /// How long pages are sent from memory and disk while the database does not answer, in minutes. So long may a server that
    /// has lost its way to it show what was withdrawn meanwhile.
    /// </summary>
    public int OutageMinutes { get; init; } = 60;

    /// <summary>Where this server tells Prometheus its figures; 0: nowhere.</summary>
    public int MetricsPort { get; init; }

    /// <summary>The network address of that port: this machine alone, unless it is said otherwise.</summary>
    public string MetricsAddress { get; init; } = "127.0.0.1";

    /// <summary>Embedded database and pictures.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The bucket where pictures lie for all servers; without one they lie in <see cref="MediaFolder"/> alone.</summary>
    public ObjectStorageOptions ObjectStorage { get; init; } = new();

    /// <summary>The backup that is made every day.</summary>
    public BackupOptions Backup { get; init; } = new();

    /// <summary>The cache in front of all servers, where there is one.</summary>
    public FrontCacheOptions FrontCache { get; init; } = new();

    /// <summary>The connection string of the database's replicas; null where there are none.</summary>
    public string? Replicas { get; set; }

    /// <summary>Without a slash at the end.</summary>
    public string Root { get; set; } = "";

    /// <summary>Whether crawlers are let in at all; outside Production they are not, and nobody is told of anything.</summary>
    public bool IsPublic { get; set; }

    /// <summary>The hub that feeds name and that is told of them; null where there is none.</summary>
    public string? Hub => IsPublic && !string.IsNullOrEmpty(WebSubHub) ? WebSubHub : null;

    /// <summary>The key for search engines; null where none is told.</summary>
    public string? IndexNow => IsPublic && !string.IsNullOrEmpty(IndexNowKey) ? IndexNowKey : null;

    /// <summary><see cref="Description"/>, or words in its place.</summary>
    public string About =>
        string.IsNullOrWhiteSpace(Description) ? $"The latest news, analysis and opinion from {Name}." : Description;

    public TimeZoneInfo Zone
    {
        get => savedZone ?? field;
        set;
    } = TimeZoneInfo.Utc;

    /// <summary>The full path of <see cref="DataDirectory"/>.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>The last good copies of pages.</summary>
    public string CopiesFolder => Path.Combine(DataFolder, CopiesDirectory ?? "copies");

    public string MediaFolder => Path.Combine(DataFolder, "media");

    /// <summary>Where exports of other systems lie that admins take in, and this server with them.</summary>
    public string ImportsFolder => Path.Combine(DataFolder, "imports");

    /// <summary>Where backups lie that are made every day.</summary>
    public string BackupFolder => Path.Combine(DataFolder, Backup.Directory!);

    public bool IsHttps => Root.StartsWith("https:", StringComparison.Ordinal);

    /// <summary>Takes what an admin saved; null where nothing was.</summary>
    public void Use(SavedSettings? settings)
    {
        // A zone that this machine does not know leaves the one of its own settings.
        savedZone =
            settings is not null && TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out var zone)
                ? zone
                : null;
        saved = settings;
    }
}
