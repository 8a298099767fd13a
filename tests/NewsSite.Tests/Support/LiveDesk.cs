using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Staff;

namespace NewsSite.Tests.Support;

/// <summary>Prepares live blogs for a test, through the same acts that the newsroom uses.</summary>
public static class LiveDesk
{
    /// <returns>The id of a live story that is a live blog without entries.</returns>
    public static async Task<long> LiveBlogAsync(this SiteFixture site, string headline, string category = "News")
    {
        var id = await site.PublishedAsync(headline, category: category);
        await site.WithAsync<LiveBlogDesk>(desk => desk.StartAsync(id, site.Editor, default));
        return id;
    }

    public static Task SetLiveAsync(this SiteFixture site, long id, LiveBlogForm form) =>
        site.WithAsync<LiveBlogDesk>(desk => desk.SetAsync(id, form, site.Editor, default));

    public static Task<LiveEntry> PostLiveAsync(
        this SiteFixture site,
        long id,
        string? title,
        string? body = "Some words.",
        Guid? key = null,
        Actor? by = null,
        bool isDraft = false,
        bool isKey = false
    ) =>
        site.WithAsync<LiveEntryDesk, LiveEntry>(desk =>
            desk.PostAsync(id, new(title, body, isKey), key ?? Guid.NewGuid(), isDraft, by ?? site.Editor, default)
        );

    public static Task LiveAsync(this SiteFixture site, Func<LiveEntryDesk, Task> act) =>
        site.WithAsync<LiveEntryDesk>(act);

    /// <summary>Posts many entries in one go; the last one through the desk, so that all hear of it.</summary>
    public static async Task PostManyAsync(this SiteFixture site, long id, int count)
    {
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                with blog as (
                    update newsroom.live_blog set last_number = last_number + {count - 1}, posted_at = now()
                    where article_id = {id} returning last_number - {count - 1} as had
                ),
                made as (
                    insert into newsroom.live_entry (article_id, key, number, title, body, state, is_key, is_pinned,
                        author_name, created_at, posted_at, version)
                    select {id}, gen_random_uuid(), had + n, 'Post ' || had + n, 'Words of post ' || had + n || '.', 'Live',
                        false, false, 'Edda Editor', now(), now(), 1
                    from blog, generate_series(1, {count - 1}) n
                    returning *
                )
                insert into site.live_entry (article_id, number, title, body_html, body_text, author_name, posted_at,
                    is_key, is_pinned)
                select article_id, number, title, '<p>' || body || '</p>' || chr(10), body, author_name, posted_at, false, false
                from made order by number
                """
            )
        );
        await site.PostLiveAsync(id, "The last of many");
    }
}
