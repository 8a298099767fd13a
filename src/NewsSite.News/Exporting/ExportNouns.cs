using NewsSite.News.Addresses;
using NewsSite.News.Categories;
using NewsSite.News.Fronts;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Exporting;

/// <summary>
/// All that a paper owns, noun by noun and field by field, in an order in which each names only what stands before it or in
/// its own file. <c>.github/EXPORT.md</c> describes it for others.
/// </summary>
public static class ExportNouns
{
    private static readonly string[] Kinds = ["category", "tag", "author"];

    private static readonly (long, long) Percent = (0, 100);
    private static readonly (long, long) Pixels = (1, 100_000);

    public static IReadOnlyList<ExportNoun> All { get; } =
    [
        new(
            "people",
            "newsroom.staff_member",
            ["id"],
            [
                new("id", "id"),
                new("name", "name"),
                new("role", "role") { Words = Enum.GetNames<StaffRole>() },
                new("sections", "section_ids") { Of = "categories" },
                new("createdAt", "created_at"),
                new("leftAt", "disabled_at"),
            ]
        )
        {
            LeftOut = ExportLeftOut.OfPeople,
            Given =
            [
                ("email_confirmed", false),
                ("phone_number_confirmed", false),
                ("two_factor_enabled", false),
                ("lockout_enabled", true),
                ("access_failed_count", 0),
            ],
        },
        new(
            "pictures",
            "newsroom.picture",
            ["id"],
            [
                new("id", "id"),
                new("file", "file_name") { Rule = FieldRules.Picture },
                new("width", "width") { Range = Pixels },
                new("height", "height") { Range = Pixels },
                new("alt", "alt"),
                new("caption", "caption"),
                new("credit", "credit"),
                new("usageTerms", "usage_terms"),
                new("focalX", "focal_x") { Range = Percent },
                new("focalY", "focal_y") { Range = Percent },
                new("originalName", "original_name"),
                new("addedBy", "added_by_id") { Of = "people" },
                new("createdAt", "created_at"),
                // By it an import that is run again knows the pictures that it brought. That of what somebody sent tells a
                // repeated upload, for minutes.
                new("importKey", "upload_key") { When = "added_by_id is null", Since = 2 },
            ]
        ),
        new(
            "categories",
            "newsroom.category",
            ["id"],
            [
                new("id", "id"),
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("name", "name"),
                new("description", "description"),
                new("colour", "colour_key") { Words = [.. Category.ColourKeys] },
                new("parent", "parent_id") { Of = "categories" },
                new("position", "position"),
                new("isHidden", "is_hidden"),
                new("mediaTopic", "media_topic") { Rule = FieldRules.Topic },
                new("replacedBy", "replaced_by_id") { Of = "categories" },
            ]
        ),
        new(
            "tags",
            "newsroom.tag",
            ["id"],
            [
                new("id", "id"),
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("name", "name"),
                new("kind", "kind") { Words = Enum.GetNames<TagKind>() },
                new("description", "description"),
                new("replacedBy", "replaced_by_id") { Of = "tags" },
            ]
        ),
        new(
            "tag-synonyms",
            "newsroom.tag_synonym",
            ["slug"],
            [new("slug", "slug") { Rule = FieldRules.Slug }, new("name", "name"), new("tag", "tag_id") { Of = "tags" }]
        ),
        new(
            "authors",
            "newsroom.author",
            ["id"],
            [
                new("id", "id"),
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("name", "name"),
                new("role", "role"),
                new("biography", "biography"),
                new("links", "links") { Rule = FieldRules.Link },
                new("portrait", "portrait_id") { Of = "pictures" },
                new("person", "staff_member_id") { Of = "people" },
            ]
        ),
        new(
            "former-addresses",
            "newsroom.former_slug",
            ["kind", "slug"],
            [
                new("kind", "kind") { Words = Kinds },
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("target", "target_id"),
            ]
        ),
        new(
            "mergers",
            "newsroom.merger",
            ["id"],
            [
                new("id", "id"),
                new("kind", "kind") { Words = ["category", "tag"] },
                new("heir", "heir_id"),
                new("taken", "taken_ids"),
                new("names", "names"),
                new("children", "child_ids"),
                new("childPositions", "child_positions"),
                new("at", "at"),
                new("byName", "by_name"),
                new("undoneAt", "undone_at"),
            ]
        ),
        new(
            "redirects",
            "newsroom.redirect",
            ["id"],
            [
                new("id", "id"),
                new("from", "from_address") { Rule = FieldRules.Asked },
                new("to", "to_address"),
                new("toKey", "to_key"),
                new("code", "code") { Words = ["301", "302", "410"] },
                new("source", "source") { Words = Enum.GetNames<RedirectSource>() },
                new("createdAt", "created_at"),
            ]
        ),
        .. StoryNouns.All,
        .. LiveNouns.All,
        new(
            "front",
            "newsroom.front_slot",
            ["name"],
            [
                new("place", "name") { Words = [.. FrontSlot.Names] },
                new("story", "article_id") { Of = "stories" },
                new("until", "until"),
            ]
        ),
        new(
            "readings",
            "newsroom.reading_count",
            ["hour", "article_id"],
            [
                new("hour", "hour"),
                new("story", "article_id") { Of = "stories" },
                new("count", "count") { Range = (0, int.MaxValue) },
            ]
        ),
        new(
            "standing-pages",
            "newsroom.standing_page",
            ["id"],
            [
                new("id", "id"),
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("title", "title"),
                new("body", "body"),
                new("position", "position"),
                new("reviewedOn", "reviewed_on"),
                new("importKey", "import_key") { Since = 3 },
            ]
        ),
        new(
            "settings",
            "site.settings",
            ["id"],
            [
                new("name", "name"),
                new("masthead", "masthead"),
                new("description", "description"),
                new("language", "language") { Rule = FieldRules.Language },
                new("languages", "languages") { Rule = FieldRules.Language },
                new("logo", "logo") { Rule = FieldRules.Picture },
                new("darkLogo", "dark_logo") { Rule = FieldRules.Picture },
                new("timeZone", "time_zone") { Rule = FieldRules.Zone },
                new("contact", "contact") { Rule = FieldRules.Link },
                new("crawlerPolicy", "crawler_policy") { Words = ["Open", "Citation", "Closed"] },
                new("robotsLines", "robots_lines"),
                new("breakingHours", "breaking_hours") { Range = (1, 1000) },
                new("feedStories", "feed_stories") { Range = (1, 1000) },
                new("countsReadings", "counts_readings"),
                new("socialLinks", "social_links") { Rule = FieldRules.NamedLink },
                new("policies", "policies") { Rule = FieldRules.NamedLink },
                new("headerMenu", "header_menu") { Rule = FieldRules.MenuLine },
                new("footerMenu", "footer_menu") { Rule = FieldRules.MenuLine },
            ]
        )
        {
            LeftOut = ExportLeftOut.OfSettings,
            Given = [("id", (short)1), ("version", 1)],
        },
    ];
}
