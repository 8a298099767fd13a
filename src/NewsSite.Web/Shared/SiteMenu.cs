using System.Globalization;
using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <param name="Slug">Of the section that it leads to; null for another page.</param>
public sealed record HeaderLink(string Label, string Address, string ColourKey, string? Slug);

/// <param name="Address">Null for the title of a column.</param>
/// <param name="Section">Which it leads to; null for another page.</param>
public sealed record MenuLink(string Label, string? Address, CategoryLink? Section);

/// <summary>The menus that an admin made; what leads to a hidden section or a page that is gone is left out.</summary>
/// <param name="tree">The sections that readers may see in lists.</param>
internal sealed class SiteMenu(IReadOnlyDictionary<long, CategoryLink> tree, IReadOnlyList<StandingPageLink> about)
{
    private const string Section = "category:";

    /// <param name="stored">See <c>PublishedSettings</c>.</param>
    public IReadOnlyList<MenuLink> Links(IReadOnlyList<string> stored) =>
        [.. stored.Select(line => line.Split(' ', 2)).Select(line => Link(line[0], line[1])).OfType<MenuLink>()];

    private MenuLink? Link(string target, string label) =>
        target == "-" ? new(label, null, null)
        : target.StartsWith(Section, StringComparison.Ordinal)
            ? tree.GetValueOrDefault(long.Parse(target[Section.Length..], CultureInfo.InvariantCulture)) is { } section
                    ? new(label, section.Address, section)
                : null
        : target.StartsWith("/about", StringComparison.Ordinal) && target != "/about/staff"
            ? about.Any(p => p.Address == target) ? new(label, target, null)
                : null
        : new(label, target, null);
}
