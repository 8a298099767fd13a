using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

public sealed record FooterLink(string Title, string Address);

/// <summary>A column at the foot of every page.</summary>
public sealed record FooterMenu(string Title, IReadOnlyList<FooterLink> Links)
{
    private static readonly string[] Standards =
    [
        "editorial-standards",
        "corrections-policy",
        "fact-checking",
        "sources",
        "conflicts-of-interest",
        "diversity",
        "ownership",
    ];
    private static readonly string[] Legal =
    [
        "privacy",
        "cookies",
        "terms",
        "accessibility",
        "syndication",
        "advertising",
    ];

    /// <param name="about">The pages that exist; one whose slug no list knows stands in the first column.</param>
    /// <param name="chosen">What an admin put there in its place; empty for what exists.</param>
    /// <param name="social">The paper at other places.</param>
    public static IReadOnlyList<FooterMenu> For(
        string siteName,
        IReadOnlyList<StandingPageLink> about,
        IReadOnlyList<MenuLink> chosen,
        IReadOnlyList<FooterLink> social
    )
    {
        if (chosen.Count > 0)
        {
            return Chosen(siteName, chosen, social);
        }

        IEnumerable<FooterLink> Pages(Func<string, bool> of) =>
            about.Where(p => of(p.Slug)).Select(p => new FooterLink(p.Title, p.Address));
        IReadOnlyList<FooterMenu> menus =
        [
            new(
                siteName,
                [
                    .. Pages(slug => !Standards.Contains(slug) && !Legal.Contains(slug)),
                    new("Our journalists", "/about/staff"),
                ]
            ),
            new("Standards", [.. Pages(Standards.Contains), new("Corrections", "/corrections")]),
            new(
                "Follow",
                [new("Feeds", "/follow"), new("Search", "/search"), new("Archive by date", "/archive"), .. social]
            ),
            new("Legal", [.. Pages(Legal.Contains)]),
        ];
        return [.. menus.Where(m => m.Links.Count > 0)];
    }

    private static List<FooterMenu> Chosen(
        string siteName,
        IReadOnlyList<MenuLink> chosen,
        IReadOnlyList<FooterLink> social
    )
    {
        var columns = new List<(string Title, List<FooterLink> Links)> { (siteName, []) };
        foreach (var link in chosen)
        {
            if (link.Address is { } address)
            {
                columns[^1].Links.Add(new(link.Label, address));
            }
            else
            {
                columns.Add((link.Label, []));
            }
        }

        columns.Add(("Follow", [.. social]));
        return [.. columns.Where(c => c.Links.Count > 0).Select(c => new FooterMenu(c.Title, c.Links))];
    }
}
