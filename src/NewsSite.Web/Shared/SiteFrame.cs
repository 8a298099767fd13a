using System.Globalization;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Shared;

/// <summary>What every page of the reader's site shows around its own content, and how it writes dates.</summary>
public sealed class SiteFrame(
    SiteOptions site,
    Sections sections,
    FrontPages fronts,
    TimeProvider clock,
    ILogger<SiteFrame> log
)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public string SiteName => site.Name;

    /// <summary>Without a slash at the end.</summary>
    public string SiteAddress => site.Root;

    /// <summary>The root categories.</summary>
    public IReadOnlyList<CategoryLink> Sections { get; private set; } = [];

    /// <summary>The story behind the breaking banner.</summary>
    public StoryCard? Breaking { get; private set; }
    public DateTimeOffset Now { get; } = clock.GetUtcNow();
    public TimeZoneInfo Zone => site.Zone;

    /// <summary>Reads what the layout needs. Without a database the frame stays plain, so that error pages still show.</summary>
    public async Task LoadAsync(CancellationToken cancel)
    {
        try
        {
            Sections = await sections.RootsAsync(cancel);
            Breaking = await fronts.BreakingAsync(Now, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
        {
            log.LogError(e, "The frame is shown without sections: the database does not answer");
        }
    }

    /// <returns>17 March 2026.</returns>
    public string Day(DateTimeOffset at) => Local(at).ToString("d MMMM yyyy", English);

    /// <returns>17 March 2026, 13:10.</returns>
    public string Moment(DateTimeOffset at) => Local(at).ToString("d MMMM yyyy, HH:mm", English);

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
