using System.Globalization;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;

namespace NewsSite.Web.Reading;

/// <summary>A search as it stands in its address, and the addresses of the searches that differ from it by one thing.</summary>
public sealed record SearchForm
{
    private const int ValueLimit = 10;
    private const int SlugLimit = 80;
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>The ready-made stretches of time, from now back, in hours.</summary>
    public static IReadOnlyList<(string Value, string Name, int Hours)> Stretches { get; } =
    [
        ("day", "Last 24 hours", 24),
        ("week", "Last 7 days", 7 * 24),
        ("month", "Last 30 days", 30 * 24),
        ("year", "Last 12 months", 365 * 24),
    ];

    public string Words { get; init; } = "";
    public IReadOnlyList<string> Sections { get; init; } = [];
    public IReadOnlyList<string> Authors { get; init; } = [];
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Empty, or a value of <see cref="Stretches"/>.</summary>
    public string Within { get; init; } = "";

    /// <summary>In the newsroom's zone; both days belong to it.</summary>
    public DateOnly? From { get; init; }

    /// <inheritdoc cref="From"/>
    public DateOnly? To { get; init; }
    public SearchSort Sort { get; init; }
    public int Page { get; init; } = 1;

    /// <summary>A cursor as it stands in the address.</summary>
    public string? Before { get; init; }

    /// <summary>What could not be read, each as a sentence for the reader.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public bool HasFilters =>
        Sections.Count + Authors.Count + Tags.Count > 0 || Within.Length > 0 || From is not null || To is not null;

    public bool IsEmpty => Words.Length == 0 && !HasFilters;

    public static SearchForm Read(IQueryCollection query)
    {
        var problems = new List<string>();
        var words = (query["q"].FirstOrDefault() ?? "").Trim();
        if (words.Length > SearchOrder.WordsLimit)
        {
            problems.Add($"Search for {SearchOrder.WordsLimit} characters or fewer.");
            words = "";
        }

        var (from, to) = (Date(query, "from", problems), Date(query, "to", problems));
        if (from > to)
        {
            problems.Add("The first day lies after the last.");
        }

        return new SearchForm
        {
            Words = words,
            Sections = Slugs(query, "section"),
            Authors = Slugs(query, "author"),
            Tags = Slugs(query, "tag"),
            Within = Stretches.Select(s => s.Value).FirstOrDefault(v => v == query["within"].FirstOrDefault()) ?? "",
            From = from,
            To = to,
            Sort = query["sort"].FirstOrDefault() == "newest" ? SearchSort.Newest : SearchSort.Best,
            Page = int.TryParse(
                query["page"].FirstOrDefault(),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var n
            )
                ? Math.Max(1, n)
                : 1,
            Before = query["before"].FirstOrDefault(),
            Problems = problems,
        };
    }

    public SearchOrder Order(TimeZoneInfo zone, DateTimeOffset now, Cursor? before)
    {
        var hours = Stretches.Where(s => s.Value == Within).Select(s => (int?)s.Hours).SingleOrDefault();
        var since = hours is { } h ? now.ToUniversalTime().AddHours(-h) : (DateTimeOffset?)null;
        var from = From is { } day ? Midnight(day, zone) : (DateTimeOffset?)null;
        return new SearchOrder
        {
            Words = Words,
            Sections = Sections,
            Authors = Authors,
            Tags = Tags,
            From = since > from ? since : from ?? since,
            Until = To is { } last ? Midnight(last.AddDays(1), zone) : null,
            Sort = Sort,
            Page = Page,
            Before = before,
        };
    }

    /// <returns>The address of this search, from the root.</returns>
    public string Address()
    {
        var parts = new List<(string Name, string Value)> { ("q", Words) };
        parts.AddRange(Sections.Select(s => ("section", s)));
        parts.AddRange(Authors.Select(s => ("author", s)));
        parts.AddRange(Tags.Select(s => ("tag", s)));
        parts.Add(("within", Within));
        parts.Add(("from", From?.ToString(DateForm, CultureInfo.InvariantCulture) ?? ""));
        parts.Add(("to", To?.ToString(DateForm, CultureInfo.InvariantCulture) ?? ""));
        parts.Add(("sort", Sort == SearchSort.Newest ? "newest" : ""));
        parts.Add(("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : ""));
        parts.Add(("before", Before ?? ""));
        var said = parts.Where(p => p.Value.Length > 0).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}");
        return string.Join('&', said) is { Length: > 0 } query ? $"/search?{query}" : "/search";
    }

    /// <returns>The first page of the same search.</returns>
    public SearchForm First() => this with { Page = 1, Before = null };

    private static List<string> Slugs(IQueryCollection query, string name) =>
        [
            .. query[name]
                .OfType<string>()
                .Where(slug =>
                    slug.Length is > 0 and <= SlugLimit && slug.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
                )
                .Distinct()
                .Take(ValueLimit),
        ];

    private static DateOnly? Date(IQueryCollection query, string name, List<string> problems)
    {
        var text = query[name].FirstOrDefault();
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (
            DateOnly.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1800 and <= 2999
        )
        {
            return date;
        }

        problems.Add("Write a day like 2026-03-17, or leave it empty.");
        return null;
    }

    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
