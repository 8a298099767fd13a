using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Settings;

/// <summary>A line of a menu as a person types it.</summary>
/// <param name="Address">A path of the site, or an https address; empty for the title of a column.</param>
public sealed record MenuLine(string Label, string Address);

/// <summary>Where the lines of menus lead: says which of them lead nowhere, and keeps sections by their identity.</summary>
public sealed class MenuTargets
{
    public const int MostLines = 40;
    public const int LabelLimit = 60;
    private const string Heading = "-";
    private const string Section = "category:";

    /// <summary>The pages of the site that are always there.</summary>
    public static IReadOnlyList<string> Fixed { get; } =
    ["/", "/search", "/archive", "/sections", "/follow", "/corrections", "/about/staff", "/feed.xml", "/feed.json"];

    private readonly Dictionary<long, PublishedCategory> sections;
    private readonly HashSet<string> pages;
    private readonly HashSet<string> tags;

    private MenuTargets(Dictionary<long, PublishedCategory> sections, HashSet<string> pages, HashSet<string> tags)
    {
        (this.sections, this.pages, this.tags) = (sections, pages, tags);
    }

    /// <summary>What a menu can be led to, for suggestions.</summary>
    public IEnumerable<string> Known =>
        sections.Values.Where(c => !c.IsHidden).Select(c => $"/category/{c.Slug}").Concat(pages).Concat(Fixed);

    /// <param name="lines">Tags are looked up for these alone.</param>
    public static async Task<MenuTargets> LoadAsync(
        NewsroomDb db,
        IEnumerable<MenuLine> lines,
        CancellationToken cancel
    )
    {
        string[] slugs =
        [
            .. lines
                .Where(l => l.Address.StartsWith("/tag/", StringComparison.Ordinal))
                .Select(l => l.Address["/tag/".Length..]),
        ];
        return new(
            await db.Set<PublishedCategory>().AsNoTracking().ToDictionaryAsync(c => c.Id, cancel),
            [
                .. (
                    await db.Set<PublishedStandingPage>()
                        .OrderBy(p => p.Position)
                        .Select(p => p.Slug)
                        .ToListAsync(cancel)
                ).Select(slug => slug == "about" ? "/about" : $"/about/{slug}"),
            ],
            slugs.Length == 0
                ? []
                : await db.Set<PublishedTag>()
                    .Where(t => slugs.Contains(t.Slug))
                    .Select(t => t.Slug)
                    .ToHashSetAsync(cancel)
        );
    }

    /// <param name="prefix">Of the fields' names: Header[3].Address.</param>
    /// <param name="mayHead">Whether lines without an address may stand there.</param>
    /// <param name="isSaved">Whether they are looked at rather than saved: a section may be hidden for a while, which is said then.</param>
    public IEnumerable<SettingsProblem> Check(
        string prefix,
        IReadOnlyList<MenuLine> lines,
        bool mayHead,
        bool isSaved = false
    )
    {
        if (lines.Count > MostLines)
        {
            yield return new($"{prefix}[0].Label", $"A menu has {MostLines} lines at most");
        }

        for (var n = 0; n < lines.Count; n++)
        {
            var line = lines[n];
            if (line.Label.Length == 0)
            {
                yield return new($"{prefix}[{n}].Label", "Enter what the line says");
            }
            else if (SettingsChecks.Line("A label", line.Label, LabelLimit) is { } problem)
            {
                yield return new($"{prefix}[{n}].Label", problem);
            }

            if (ProblemOf(line.Address, mayHead, isSaved) is { } wrong)
            {
                yield return new($"{prefix}[{n}].Address", wrong);
            }
        }
    }

    /// <returns>What is wrong with where a line leads; null where nothing is.</returns>
    private string? ProblemOf(string address, bool mayHead, bool tellsHidden) =>
        address.Length == 0 ? (mayHead ? null : "Enter where the line leads")
        : address.StartsWith("/category/", StringComparison.Ordinal)
            ? FindSection(address) is not { } section ? "There is no such section"
                : tellsHidden && section.IsHidden ? "This section is hidden: readers do not see the line"
                : null
        : address.StartsWith("/tag/", StringComparison.Ordinal)
            ? tags.Contains(address["/tag/".Length..]) ? null
                : "There is no such tag with live stories"
        : address[0] == '/'
            ? pages.Contains(address) || Fixed.Contains(address) ? null
                : "There is no such page on this site"
        : SettingsChecks.IsHttps(address) ? null
        : "Enter a page of this site, like /category/politics, or an address that begins with https://";

    /// <returns>As the settings keep it.</returns>
    public List<string> Stored(IEnumerable<MenuLine> lines) =>
        [
            .. lines.Select(l =>
                (
                    l.Address.Length == 0 ? Heading
                    : FindSection(l.Address) is { } section
                        ? Section + section.Id.ToString(CultureInfo.InvariantCulture)
                    : l.Address
                ) + $" {l.Label}"
            ),
        ];

    /// <summary>The lines as an admin sees them: sections by today's address.</summary>
    public List<MenuLine> Typed(IEnumerable<string> stored) =>
        [
            .. stored
                .Select(s => s.Split(' ', 2))
                .Select(s => new MenuLine(
                    s[1],
                    s[0] == Heading ? ""
                        : s[0].StartsWith(Section, StringComparison.Ordinal)
                            ? sections.TryGetValue(
                                    long.Parse(s[0][Section.Length..], CultureInfo.InvariantCulture),
                                    out var section
                                )
                                    ? $"/category/{section.Slug}"
                                : "/category/(gone)"
                        : s[0]
                )),
        ];

    private PublishedCategory? FindSection(string address) =>
        address.StartsWith("/category/", StringComparison.Ordinal)
            ? sections.Values.FirstOrDefault(c => c.Slug == address["/category/".Length..])
            : null;
}
