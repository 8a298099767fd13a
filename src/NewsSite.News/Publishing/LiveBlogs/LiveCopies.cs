using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Copies;

namespace NewsSite.News.Publishing.LiveBlogs;

/// <summary>An entry's text as readers will see it; its words are null where the entry was removed.</summary>
/// <param name="Number">0 for the summary of the blog.</param>
internal sealed record LaidOutEntry(int Number, LaidOutBody? Body);

/// <summary>
/// Writes what readers may see of live blogs into <c>site</c>, inside the caller's transaction and turn. Drafts have no
/// number, and only what has one is ever looked at.
/// </summary>
internal sealed partial class LiveCopies(NewsroomDb db)
{
    /// <returns>Those of these stories that are live blogs.</returns>
    public Task<List<long>> AmongAsync(List<long> articleIds, CancellationToken cancel) =>
        db.LiveBlogs.Where(b => articleIds.Contains(b.ArticleId)).Select(b => b.ArticleId).Order().ToListAsync(cancel);

    /// <summary>Lays a whole blog out, before the turn.</summary>
    public async Task<IReadOnlyList<LaidOutEntry>> PrepareAsync(long articleId, CancellationToken cancel)
    {
        var summary = await db
            .LiveBlogs.Where(b => b.ArticleId == articleId)
            .Select(b => b.Summary)
            .SingleAsync(cancel);
        var entries = await db
            .LiveEntries.AsNoTracking()
            .Where(e => e.ArticleId == articleId && e.Number != null)
            .OrderBy(e => e.Number)
            .Select(e => new { Number = e.Number!.Value, Body = e.State == LiveEntryState.Live ? e.Body : null })
            .ToListAsync(cancel);
        var laidOut = new List<LaidOutEntry> { new(0, await OrPlainAsync(summary, cancel)) };
        foreach (var entry in entries)
        {
            laidOut.Add(new(entry.Number, await OrPlainAsync(entry.Body, cancel)));
        }

        return laidOut;
    }

    /// <summary>Writes these texts, and all else that is known of their entries and of the blog.</summary>
    public async Task WriteAsync(long articleId, IReadOnlyList<LaidOutEntry> texts, CancellationToken cancel)
    {
        var entries = texts.Where(t => t.Number > 0).ToList();
        int[] all = [.. texts.Select(t => t.Number)];
        int[] numbers = [.. entries.Select(t => t.Number)];
        string[] htmls = [.. entries.Select(Html)];
        string[] words = [.. entries.Select(t => t.Body?.Text.Text ?? "")];
        var pictures = texts.SelectMany(t => t.Body?.PictureIds ?? [], (t, id) => (t.Number, Id: id)).ToList();
        int[] showing = [.. pictures.Select(p => p.Number)];
        long[] shown = [.. pictures.Select(p => p.Id)];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.picture (id, file_name, width, height, alt, caption, credit, focal_x, focal_y)
            select id, file_name, width, height, alt, caption, credit, focal_x, focal_y from newsroom.picture
            where id = any({shown}) on conflict (id) do nothing;
            delete from site.live_entry_picture where article_id = {articleId} and number = any({all});
            insert into site.live_entry_picture (article_id, number, picture_id)
            select {articleId}, * from unnest({showing}, {shown});
            insert into site.live_entry (article_id, number, title, body_html, body_text, author_name, posted_at,
                edited_at, removed_at, is_key, is_pinned)
            select e.article_id, e.number, case when e.state = 'Live' then e.title end, r.html, r.words, e.author_name,
                e.posted_at, e.edited_at, e.removed_at, e.is_key, e.is_pinned
            from newsroom.live_entry e join unnest({numbers}, {htmls}, {words}) as r (number, html, words)
                on r.number = e.number
            where e.article_id = {articleId}
            on conflict (article_id, number) do update set title = excluded.title, body_html = excluded.body_html,
                body_text = excluded.body_text, edited_at = excluded.edited_at, removed_at = excluded.removed_at,
                is_key = excluded.is_key, is_pinned = excluded.is_pinned;
            """,
            cancel
        );
        if (texts.SingleOrDefault(t => t.Number == 0) is { } summary)
        {
            var html = summary.Body is null ? null : Html(summary);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into site.live_blog (article_id, state, words, oldest_first, summary_html, starts_at, closed_at,
                    posted_at, last_number)
                select article_id, state, words, oldest_first, {html}, starts_at, closed_at, posted_at, last_number
                from newsroom.live_blog where article_id = {articleId}
                on conflict (article_id) do update set state = excluded.state, words = excluded.words,
                    oldest_first = excluded.oldest_first, summary_html = excluded.summary_html,
                    starts_at = excluded.starts_at, closed_at = excluded.closed_at;
                """,
                cancel
            );
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            update site.live_blog s set posted_at = b.posted_at, last_number = b.last_number
            from newsroom.live_blog b
            where b.article_id = {articleId} and s.article_id = b.article_id and s.last_number <> b.last_number
            """,
            cancel
        );
    }

    /// <summary>Makes readers see the entries' marks as they are now.</summary>
    public Task WriteMarksAsync(long articleId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update site.live_entry s set is_key = e.is_key, is_pinned = e.is_pinned
            from newsroom.live_entry e
            where e.article_id = {articleId} and s.article_id = e.article_id and s.number = e.number
                and (s.is_key, s.is_pinned) is distinct from (e.is_key, e.is_pinned)
            """,
            cancel
        );

    /// <summary>Takes the blogs of stories from readers.</summary>
    public Task ClearAsync(long articleId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from site.live_entry_picture where article_id = {articleId};
            delete from site.live_entry where article_id = {articleId};
            delete from site.live_blog where article_id = {articleId};
            """,
            cancel
        );

    /// <summary>Lays the texts that show a picture out anew: they hold what is said of it.</summary>
    public async Task LayOutAnewAsync(long pictureId, CancellationToken cancel)
    {
        var showing = await db.Set<PublishedLivePicture>()
            .Where(p => p.PictureId == pictureId)
            .Select(p => new { p.ArticleId, p.Number })
            .ToListAsync(cancel);
        foreach (var text in showing)
        {
            var markdown =
                text.Number == 0
                    ? await db
                        .LiveBlogs.Where(b => b.ArticleId == text.ArticleId)
                        .Select(b => b.Summary)
                        .SingleAsync(cancel)
                    : await db
                        .LiveEntries.Where(e => e.ArticleId == text.ArticleId && e.Number == text.Number)
                        .Select(e => e.Body)
                        .SingleAsync(cancel);
            await WriteAsync(text.ArticleId, [new(text.Number, await OrPlainAsync(markdown, cancel))], cancel);
        }
    }

    private async Task<LaidOutBody?> OrPlainAsync(string? markdown, CancellationToken cancel) =>
        markdown is null ? null : await LaidOutBody.OrPlainAsync(db, markdown, cancel);

    // Many texts share a page: each has footnotes of its own, and parts that can be told apart by their names.
    private static string Html(LaidOutEntry text) =>
        text.Body is null
            ? ""
            : NamedPart()
                .Replace(
                    FootnoteName().Replace(text.Body.Text.Html, tag => Own(tag.Value, text.Number)),
                    text.Number == 0
                        ? "${tag}, summary\""
                        : string.Create(CultureInfo.InvariantCulture, $"${{tag}}, post {text.Number}\"")
                );

    private static string Own(string tag, int number) =>
        tag.Replace("\"fn-", string.Create(CultureInfo.InvariantCulture, $"\"p-{number}-fn-"), StringComparison.Ordinal)
            .Replace(
                "\"#fn-",
                string.Create(CultureInfo.InvariantCulture, $"\"#p-{number}-fn-"),
                StringComparison.Ordinal
            );

    // A tag of ours: in the words themselves, the signs that make one are written otherwise.
    [GeneratedRegex("<(a|li) [^<>]*\"#?fn-[^<>]*>")]
    private static partial Regex FootnoteName();

    [GeneratedRegex("(?<tag><(aside|section|div) [^<>]*aria-label=\"[^\"<>]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex NamedPart();
}
