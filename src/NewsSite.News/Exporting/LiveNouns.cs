using NewsSite.News.LiveBlogs;

namespace NewsSite.News.Exporting;

/// <summary>The nouns of <see cref="ExportNouns"/> that make stories live blogs.</summary>
internal static class LiveNouns
{
    private const int Since = 4;
    private static readonly (long, long) Counted = (1, int.MaxValue);

    public static IReadOnlyList<ExportNoun> All { get; } =
    [
        new(
            "live-blogs",
            "newsroom.live_blog",
            ["article_id"],
            [
                new("story", "article_id") { Of = "stories" },
                new("state", "state") { Words = Enum.GetNames<LiveBlogState>() },
                new("words", "words"),
                new("oldestFirst", "oldest_first"),
                new("summary", "summary"),
                new("startsAt", "starts_at"),
                new("closedAt", "closed_at"),
                new("postedAt", "posted_at"),
                new("lastNumber", "last_number") { Range = (0, int.MaxValue) },
            ]
        )
        {
            Since = Since,
        },
        new(
            "live-posts",
            "newsroom.live_entry",
            ["id"],
            [
                new("id", "id"),
                new("story", "article_id") { Of = "live-blogs" },
                new("key", "key"),
                new("number", "number") { Range = Counted },
                new("title", "title"),
                new("body", "body"),
                new("state", "state") { Words = Enum.GetNames<LiveEntryState>() },
                new("isKey", "is_key"),
                new("isPinned", "is_pinned"),
                new("createdBy", "created_by_id") { Of = "people" },
                new("authorName", "author_name"),
                new("createdAt", "created_at"),
                new("postedAt", "posted_at"),
                new("editedAt", "edited_at"),
                new("removedAt", "removed_at"),
                new("version", "version") { Range = Counted },
            ]
        )
        {
            Since = Since,
        },
        new(
            "live-post-versions",
            "newsroom.live_entry_version",
            ["entry_id", "number"],
            [
                new("post", "entry_id") { Of = "live-posts" },
                new("number", "number") { Range = Counted },
                new("title", "title"),
                new("body", "body"),
                new("at", "at"),
                new("by", "by_id") { Of = "people" },
                new("byName", "by_name"),
            ]
        )
        {
            Since = Since,
        },
    ];
}
