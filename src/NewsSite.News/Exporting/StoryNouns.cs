using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Publications;
using NewsSite.News.Schedules;

namespace NewsSite.News.Exporting;

/// <summary>The nouns of <see cref="ExportNouns"/> that are stories, and what belongs to a story.</summary>
internal static class StoryNouns
{
    private static readonly ExportField Story = new("story", "article_id") { Of = "stories" };

    public static IReadOnlyList<ExportNoun> All { get; } =
    [
        new(
            "stories",
            "newsroom.article",
            ["id"],
            [
                new("id", "id"),
                new("key", "key"),
                new("state", "state") { Words = Enum.GetNames<ArticleState>() },
                new("newest", "head_number"),
                new("live", "live_number"),
                new("slug", "slug") { Rule = FieldRules.Slug },
                new("firstPublishedAt", "first_published_at"),
                new("updatedAt", "updated_at"),
                new("breakingUntil", "breaking_until"),
                new("embargoUntil", "embargo_until"),
                new("withdrawnAt", "withdrawn_at"),
                new("withdrawnReason", "withdrawn_reason"),
                new("withdrawnOutcome", "withdrawn_outcome") { Words = Enum.GetNames<WithdrawOutcome>() },
                new("withdrawnTo", "withdrawn_to") { Rule = FieldRules.Path },
                new("createdBy", "created_by_id") { Of = "people" },
                new("assignedTo", "assigned_to_id") { Of = "people" },
                new("returnedAt", "returned_at"),
                new("changedAt", "changed_at"),
            ]
        ),
        new(
            "versions",
            "newsroom.article_version",
            ["article_id", "number"],
            [
                Story,
                new("number", "number") { Range = (1, int.MaxValue) },
                new("basedOn", "based_on"),
                new("headline", "headline"),
                new("standfirst", "standfirst"),
                new("body", "body"),
                new("category", "primary_category_id") { Of = "categories" },
                new("furtherCategories", "further_category_ids") { Of = "categories" },
                new("tags", "tag_ids") { Of = "tags" },
                new("authors", "author_ids") { Of = "authors" },
                new("dateline", "dateline"),
                new("sourceCredit", "source_credit"),
                new("sourceUrl", "source_url") { Rule = FieldRules.Link },
                new("picture", "picture_id") { Of = "pictures" },
                new("label", "label") { Words = Enum.GetNames<StoryLabel>() },
                new("language", "language") { Rule = FieldRules.Language },
                new("isSyndicated", "is_syndicated"),
                new("searchTitle", "search_title"),
                new("reason", "reason"),
                new("createdBy", "created_by_id") { Of = "people" },
                new("createdByName", "created_by_name"),
                new("createdAt", "created_at"),
            ]
        )
        {
            LeftOut = ExportLeftOut.OfVersions,
        },
        new(
            "notes",
            "newsroom.note",
            ["id"],
            [
                new("id", "id"),
                Story,
                new("key", "key"),
                new("text", "text"),
                new("passage", "passage"),
                new("by", "by_id") { Of = "people" },
                new("byName", "by_name"),
                new("at", "at"),
                new("resolvedAt", "resolved_at"),
                new("resolvedByName", "resolved_by_name"),
            ]
        ),
        new(
            "corrections",
            "newsroom.correction",
            ["id"],
            [
                new("id", "id"),
                Story,
                new("kind", "kind") { Words = Enum.GetNames<CorrectionKind>() },
                new("text", "text"),
                new("supersedes", "supersedes_id") { Of = "corrections" },
                new("livePost", "live_post") { Range = (1, int.MaxValue), Since = 4 },
                new("createdBy", "created_by_id") { Of = "people" },
                new("at", "at"),
            ]
        ),
        new(
            "publications",
            "newsroom.publication",
            ["id"],
            [
                new("id", "id"),
                Story,
                new("kind", "kind") { Words = Enum.GetNames<PublicationKind>() },
                new("version", "version_number"),
                new("lists", "lists") { Rule = FieldRules.Path },
                new("key", "key"),
                new("by", "by_id") { Of = "people" },
                new("at", "at"),
            ]
        ),
        new(
            "related",
            "newsroom.related_choice",
            ["article_id", "other_id"],
            [Story, new("other", "other_id") { Of = "stories" }, new("isBan", "is_ban"), new("at", "at")]
        ),
        new(
            "schedules",
            "newsroom.scheduled_act",
            ["id"],
            [
                new("id", "id"),
                Story,
                new("kind", "kind") { Words = Enum.GetNames<ScheduledKind>() },
                new("order", "order") { Form = FieldRules.Order },
                new("dueAt", "due_at"),
                new("by", "by_id") { Of = "people" },
                new("byName", "by_name"),
                new("doneAt", "done_at"),
                new("failure", "failure"),
            ]
        ),
    ];
}
