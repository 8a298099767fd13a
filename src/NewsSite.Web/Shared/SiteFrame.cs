using System.Globalization;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Shared;

/// <summary>What every page of the reader's site shows around its own content, and how it writes dates.</summary>
public sealed class SiteFrame(
    SiteOptions site,
    Sections sections,
    FrontPages fronts,
    AboutPages about,
    TimeProvider clock,
    ILogger<SiteFrame> log
)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private const int MenuAtMost = 12;
    private bool loaded;
    private IReadOnlyDictionary<long, CategoryLink> tree = new Dictionary<long, CategoryLink>();

    public string SiteName => site.Name;

    /// <summary>What stands at the head of each page.</summary>
    public string Masthead => site.Masthead;

    /// <inheritdoc cref="SiteOptions.Languages"/>
    public IReadOnlyList<string> Languages => site.Languages;

    /// <summary>What stands in its place; null where it stands in type.</summary>
    public LogoView? Logo => LogoView.Of(site);

    /// <inheritdoc cref="SiteOptions.CountsReadings"/>
    public bool CountsReadings => site.CountsReadings;

    /// <summary>Of the paper, as BCP 47 writes it.</summary>
    public string Language => site.Language;

    /// <summary><c>rtl</c> or <c>ltr</c>.</summary>
    public string Direction => DirectionOf(site.Language);

    /// <summary>Without a slash at the end.</summary>
    public string SiteAddress => site.Root;

    /// <summary>The root categories.</summary>
    public IReadOnlyList<CategoryLink> Sections { get; private set; } = [];

    /// <summary>The pages about the paper.</summary>
    public IReadOnlyList<StandingPageLink> About { get; private set; } = [];

    /// <summary>The story behind the breaking banner.</summary>
    public StoryCard? Breaking { get; private set; }
    public DateTimeOffset Now { get; } = clock.GetUtcNow();
    public TimeZoneInfo Zone => site.Zone;

    /// <summary>Reads what the layout needs. Once a request, however many parts ask. Without a database the frame stays plain, so that error pages still show.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        if (loaded)
        {
            return;
        }

        loaded = true;
        try
        {
            Sections = await sections.RootsAsync(cancel);
            tree = await sections.ShownAsync(cancel);
            About = await about.ListAsync(cancel);
            Breaking = await fronts.BreakingAsync(Now, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            fronts.LeavePartial();
            log.LogError(e, "The frame is shown without sections: the database does not answer");
        }
    }

    /// <summary>The database was found silent: what is not loaded by now stays plain, so that nobody waits for it twice.</summary>
    public void StayPlain() => loaded = true;

    /// <returns><c>rtl</c> for a language that is written from right to left, else <c>ltr</c>.</returns>
    public static string DirectionOf(string language) =>
        CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";

    /// <returns>The page about the paper with this slug; null where there is none.</returns>
    public StandingPageLink? Find(string slug) => About.FirstOrDefault(p => p.Slug == slug);

    /// <summary>The menus at the foot of every page; only what exists is named.</summary>
    public IReadOnlyList<FooterMenu> FooterMenus() =>
        FooterMenu.For(
            SiteName,
            About,
            new SiteMenu(tree, About).Links(site.FooterMenu),
            [.. site.SocialLinks.Select(l => l.Split(' ', 2)).Select(l => new FooterLink(l[1], l[0]))]
        );

    /// <summary>
    /// What stands in the bar below the masthead, after the front page: what an admin chose, or else the first of the sections,
    /// because an imported paper may have fifty. All are on the page that the masthead leads to.
    /// </summary>
    public IReadOnlyList<HeaderLink> HeaderMenu() =>
        site.HeaderMenu.Count == 0
            ? [.. Sections.Take(MenuAtMost).Select(s => new HeaderLink(s.Name, s.Address, s.ColourKey, s.Slug))]
            :
            [
                .. new SiteMenu(tree, About)
                    .Links(site.HeaderMenu)
                    .Select(l => new HeaderLink(l.Label, l.Address!, l.Section?.ColourKey ?? "plain", l.Section?.Slug)),
            ];

    /// <param name="count">10,001 for any number above.</param>
    public static string Stories(int count) =>
        count switch
        {
            1 => "1 story",
            > 10_000 => "More than 10,000 stories",
            _ => string.Create(English, $"{count:N0} stories"),
        };

    /// <returns>17 March of this year, else 17 March 2026: the date of a card.</returns>
    public string CardDay(DateTimeOffset at) =>
        Local(at).Year == Local(Now).Year ? Local(at).ToString("d MMMM", English) : Day(at);

    /// <returns>The newsroom's zone, to stand beside a time that somebody enters.</returns>
    public string ZoneName => site.Zone.Id.Split('/')[^1].Replace('_', ' ') + " time";

    /// <returns>17 March 2026, 13:10 London time (UTC+0): for what is to happen then.</returns>
    public string Exact(DateTimeOffset at)
    {
        var local = Local(at);
        var offset = local.ToString("%z", English);
        var minutes = local.Offset.Minutes == 0 ? "" : $":{Math.Abs(local.Offset.Minutes):00}";
        return $"{local.ToString("d MMMM yyyy, HH:mm", English)} {ZoneName} (UTC{offset}{minutes})";
    }

    /// <returns>Tuesday 17 March 2026.</returns>
    public static string LongDay(DateOnly day) => day.ToString("dddd d MMMM yyyy", English);

    /// <returns>13:10.</returns>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", English);

    /// <returns>The day of the newsroom's calendar.</returns>
    public DateOnly Date(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    /// <returns>"1 month", "2 years" once a story is older than thirty days; null before.</returns>
    public string? Age(DateTimeOffset at)
    {
        var days = (Now - at).TotalDays;
        var (number, unit) = days > 365 ? ((int)(days / 365.25), "year") : ((int)(days / 30.44), "month");
        return days <= 30 ? null : $"{Math.Max(1, number)} {unit}{(number > 1 ? "s" : "")}";
    }

    /// <returns>17 March 2026.</returns>
    public string Day(DateTimeOffset at) => Local(at).ToString("d MMMM yyyy", English);

    /// <returns>17 March 2026, 13:10.</returns>
    public string Moment(DateTimeOffset at) => Moment(at, site.Zone);

    /// <returns>13:10 on the day of <paramref name="story"/>, else the day as well: 18 March 2026, 13:10.</returns>
    public string MomentBeside(DateTimeOffset at, DateTimeOffset story) =>
        Date(at) == Date(story) ? Clock(at) : Moment(at);

    /// <inheritdoc cref="Moment(DateTimeOffset)"/>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).ToString("d MMMM yyyy, HH:mm", English);

    /// <returns>14:52 for a moment of today, 16 Mar 14:52 of this year, else 16 Mar 2024.</returns>
    public string Short(DateTimeOffset at)
    {
        var (local, today) = (Local(at), Local(Now));
        return local.Date == today.Date ? local.ToString("HH:mm", English)
            : local.Year == today.Year ? local.ToString("d MMM HH:mm", English)
            : local.ToString("d MMM yyyy", English);
    }

    /// <returns>Tuesday 17 March 2026.</returns>
    public string Today() => Local(Now).ToString("dddd d MMMM yyyy", English);

    /// <returns>With the zone's offset, as machines read it.</returns>
    public string Machine(DateTimeOffset at) =>
        Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <returns>The same moment in the zone of the newsroom.</returns>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, site.Zone);
}
