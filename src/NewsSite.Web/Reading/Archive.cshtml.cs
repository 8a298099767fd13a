using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

/// <summary>The archive by year, month and day, in the newsroom's own time zone.</summary>
public sealed class ArchivePage(Archives archives, SiteFrame frame) : PageModel
{
    private const int LastYear = 2999;
    private const int FirstYear = 1700;
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public int? Year { get; private set; }
    public int? Month { get; private set; }
    public int? Day { get; private set; }

    /// <summary>The first day of what is shown.</summary>
    public DateOnly Date { get; private set; }

    /// <summary>There is nothing to turn to after it.</summary>
    public DateOnly ThisMonth => new(frame.Date(frame.Now).Year, frame.Date(frame.Now).Month, 1);
    public IReadOnlyList<int> Years { get; private set; } = [];

    /// <summary>The year whose months are listed: the newest, where none was asked for.</summary>
    public int? MonthsOf => Year ?? (Years.Count > 0 ? Years[0] : null);
    public IReadOnlyList<ArchiveCount> Months { get; private set; } = [];
    public IReadOnlyList<ArchiveCount> Days { get; private set; } = [];
    public ArchiveDay? Listing { get; private set; }

    public string Title =>
        Day is not null ? SiteFrame.LongDay(Date)
        : Month is not null ? Date.ToString("MMMM yyyy", English)
        : Year is not null ? $"Archive {Year}"
        : "Archive";

    public string Path =>
        Day is not null ? DayPath(Date)
        : Month is not null ? MonthPath(Date)
        : Year is not null ? $"/archive/{Year}"
        : "/archive";

    public static string MonthPath(DateOnly month) =>
        month.ToString("/'archive'/yyyy/MM", CultureInfo.InvariantCulture);

    public static string DayPath(DateOnly day) => day.ToString("/'archive'/yyyy/MM/dd", CultureInfo.InvariantCulture);

    public static string MonthName(DateOnly month) => month.ToString("MMMM", English);

    public static string DayName(DateOnly day) => day.ToString("d MMMM", English);

    /// <param name="limit">The most that is counted.</param>
    public static string Stories(int count, int limit) =>
        count == 1 ? "1 story"
        : count > limit ? string.Create(English, $"more than {limit:N0} stories")
        : string.Create(English, $"{count:N0} stories");

    public async Task<IActionResult> OnGetAsync(int? year, int? month, int? day, CancellationToken cancel)
    {
        if (
            year is < FirstYear or > LastYear
            || month is < 1 or > 12
            || (day is { } d && (d < 1 || d > DateTime.DaysInMonth(year!.Value, month!.Value)))
        )
        {
            return NotFound();
        }

        (Year, Month, Day) = (year, month, day);
        Date = new DateOnly(year ?? FirstYear, month ?? 1, day ?? 1);

        // One address for each day: 2026/3/7 leads to 2026/03/07.
        if (Request.Path != Path)
        {
            return LocalRedirectPermanent(Path);
        }

        var shelf = await archives.ReadAsync(year, month, day, frame.Zone, cancel);
        (Years, Listing) = (shelf.Years, shelf.Day);
        (Months, Days) = Month is null ? (shelf.Counts, Days) : (Months, shelf.Counts);
        return Page();
    }
}
