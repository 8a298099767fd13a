using System.Text.Json.Nodes;
using NewsSite.News.Media;
using NewsSite.Web.Shared;
using static NewsSite.Web.Reading.Metadata.StructuredData;

namespace NewsSite.Web.Reading.Metadata;

/// <summary>The paper itself and its site, as machines know them.</summary>
internal sealed class PaperData(SiteOptions site)
{
    // A policy is named only where its page exists; of two pages for one policy, the first that exists.
    private static readonly (string Policy, string[] Slugs)[] Policies =
    [
        ("publishingPrinciples", ["editorial-standards"]),
        ("ethicsPolicy", ["editorial-standards"]),
        ("correctionsPolicy", ["corrections-policy"]),
        ("verificationFactCheckingPolicy", ["fact-checking"]),
        ("unnamedSourcesPolicy", ["sources"]),
        ("actionableFeedbackPolicy", ["feedback", "contact"]),
        ("diversityPolicy", ["diversity"]),
        ("ownershipFundingInfo", ["ownership"]),
        ("masthead", ["staff"]),
    ];

    // Those that an admin named go before the pages.
    private List<(string Policy, string Address)> Elsewhere =>
        [.. site.Policies.Select(p => p.Split(' ', 2)).Select(p => (p[1], p[0])).DistinctBy(p => p.Item1)];

    public string PaperId => site.Root + "/#org";
    public string SiteId => site.Root + "/#website";

    /// <summary>Enough to resolve what other things refer to.</summary>
    public JsonObject Brief() => Thing("NewsMediaOrganization", Fields());

    /// <summary>All that there is to say.</summary>
    /// <param name="pages">The slugs of the pages about the paper.</param>
    public JsonObject InFull(IReadOnlyList<string> pages) =>
        Thing(
            "NewsMediaOrganization",
            [
                .. Fields(),
                ("description", site.About),
                ("contactPoint", Contact()),
                ("sameAs", Social()),
                .. Policies
                    .Where(p => !Elsewhere.Exists(e => e.Policy == p.Policy))
                    .Select(p => (p.Policy, Address(p.Slugs.FirstOrDefault(pages.Contains)))),
                .. Elsewhere.Select(p => (p.Policy, (JsonNode?)JsonValue.Create(p.Address))),
            ]
        );

    public JsonObject Site() =>
        Thing(
            "WebSite",
            ("@id", SiteId),
            ("url", site.Root + "/"),
            ("name", site.Name),
            ("description", site.About),
            ("inLanguage", site.Language),
            ("publisher", Reference(PaperId))
        );

    private IEnumerable<(string, JsonNode?)> Fields() =>
        [("@id", PaperId), ("name", site.Name), ("url", site.Root + "/"), ("logo", Logo())];

    private JsonObject Logo() =>
        site.Logo is { } file && UploadedLogo.SizeOf(file) is var (width, height)
            ? Thing(
                "ImageObject",
                ("url", $"{site.Root}/media/logo/{file}"),
                ("width", width),
                ("height", height),
                ("caption", site.Name)
            )
            : Thing("ImageObject", ("url", site.Root + "/icon-512.png"), ("width", 512), ("height", 512));

    private JsonArray? Social() =>
        site.SocialLinks.Count == 0
            ? null
            : [.. site.SocialLinks.Select(link => (JsonNode)JsonValue.Create(link.Split(' ', 2)[0]))];

    private JsonNode? Address(string? slug) => slug is null ? null : JsonValue.Create($"{site.Root}/about/{slug}");

    private JsonObject? Contact() =>
        string.IsNullOrEmpty(site.Contact)
            ? null
            : Thing(
                "ContactPoint",
                ("contactType", "newsroom"),
                (site.Contact.Contains("://", StringComparison.Ordinal) ? "url" : "email", site.Contact)
            );
}
