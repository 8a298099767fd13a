using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.LiveBlogs;

/// <param name="Title">Null for none.</param>
/// <param name="Body">Markdown.</param>
/// <param name="Correction">Of an edit: what was wrong, for readers, plain and for good; null where nothing was.</param>
public sealed record LiveEntryForm(string? Title, string? Body, bool IsKey = false, string? Correction = null);

/// <summary>
/// Posts, edits and removes the entries of live blogs. Whoever may publish the story posts; what others file waits for one
/// of these. Each act is one transaction: readers see it whole, or not at all.
/// </summary>
public sealed class LiveEntryDesk(NewsroomDb db, Announcements announcements, MassChangeGuard guard, TimeProvider clock)
{
    /// <summary>Posts an entry, or files it for somebody who may.</summary>
    /// <param name="key">Chosen by the form: the same again gives the entry that it made before.</param>
    /// <param name="isDraft">Files it only; so does an actor who may not publish, whatever this says.</param>
    /// <returns>The entry as it is stored.</returns>
    /// <exception cref="NotAllowedException">No such live blog, or it is in another's section.</exception>
    /// <exception cref="PublishRefusedException">A field is wrong, or the blog takes no posts; the message says so.</exception>
    public async Task<LiveEntry> PostAsync(
        long articleId,
        LiveEntryForm form,
        Guid key,
        bool isDraft,
        Actor actor,
        CancellationToken cancel
    )
    {
        var (title, markdown) = Check(form);
        var body = await LiveTexts.LayOutAsync(db, markdown, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (article, mayPost) = await TakeAsync(articleId, actor, cancel);
        var blog = await LiveTexts.FindAsync(db, articleId, cancel);
        if (await db.LiveEntries.SingleOrDefaultAsync(e => e.Key == key, cancel) is { } made)
        {
            return made.ArticleId == articleId && made.CreatedById == actor.Id ? made : throw new NotAllowedException();
        }

        var now = clock.GetUtcNow();
        var entry = new LiveEntry
        {
            ArticleId = articleId,
            Key = key,
            Title = title,
            Body = markdown,
            State = LiveEntryState.Draft,
            IsKey = form.IsKey,
            CreatedById = actor.Id,
            AuthorName =
                await db
                    .Authors.Where(a => a.StaffMemberId == actor.Id && actor.Id != null)
                    .Select(a => a.Name)
                    .FirstOrDefaultAsync(cancel)
                ?? actor.Name,
            CreatedAt = now,
        };
        db.LiveEntries.Add(entry);
        await db.SaveChangesAsync(cancel);
        Keep(entry, actor, now);
        if (mayPost && !isDraft)
        {
            await TurnLiveAsync(article, blog, entry, body, actor, "PostLive", now, cancel);
        }
        else
        {
            Record("FileLive", entry, actor, now);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return entry;
    }

    /// <summary>Posts an entry that was filed. It stands under its writer's name, at this moment.</summary>
    /// <param name="seen">The version of it that the actor looked at.</param>
    /// <exception cref="NotAllowedException">No such entry, or the actor may not publish the story.</exception>
    /// <exception cref="PublishRefusedException">Somebody changed it, or the blog takes no posts; the message says so.</exception>
    public async Task ApproveAsync(long articleId, long entryId, int seen, Actor actor, CancellationToken cancel)
    {
        var markdown =
            await db
                .LiveEntries.Where(e => e.Id == entryId && e.ArticleId == articleId)
                .Select(e => e.Body)
                .SingleOrDefaultAsync(cancel)
            ?? throw new NotAllowedException();
        var body = await LiveTexts.LayOutAsync(db, markdown, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        await guard.CheckAsync(actor, cancel);
        var entry = await FindAsync(articleId, entryId, cancel);
        if (entry.State == LiveEntryState.Live)
        {
            // The same press of the button, sent twice, or somebody else's with the same effect.
            return;
        }

        if (entry.State == LiveEntryState.Removed || entry.Version != seen || entry.Body != markdown)
        {
            throw Changed();
        }

        var blog = await LiveTexts.FindAsync(db, articleId, cancel);
        await TurnLiveAsync(article, blog, entry, body, actor, "ApproveLive", clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Changes what an entry says; readers are told when. What it said before is kept.</summary>
    /// <param name="seen">The version that the form began with.</param>
    /// <exception cref="NotAllowedException">No such entry, or it is not the actor's to change.</exception>
    /// <exception cref="PublishRefusedException">A field is wrong, or somebody else changed it; the message says so.</exception>
    public async Task EditAsync(
        long articleId,
        long entryId,
        LiveEntryForm form,
        int seen,
        Actor actor,
        CancellationToken cancel
    )
    {
        var (title, markdown) = Check(form);
        var body = await LiveTexts.LayOutAsync(db, markdown, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (article, mayPost) = await TakeAsync(articleId, actor, cancel);
        var entry = await FindAsync(articleId, entryId, cancel);
        Allow(entry, mayPost, actor);
        var isSame = entry.Title == title && entry.Body == markdown;
        var correction = LiveTexts
            .Clean(form.Correction, Correction.TextLimit, "The correction")
            ?.ReplaceLineEndings(" ");
        if (isSame && correction is not null && !await IsCorrectedAsync(entry, correction, cancel))
        {
            throw new PublishRefusedException(
                "Put the words of the post right as well, so that the correction is true."
            );
        }

        if (isSame && entry.IsKey == form.IsKey)
        {
            return;
        }

        if (entry.State == LiveEntryState.Removed || (!isSame && entry.Version != seen))
        {
            throw Changed();
        }

        var now = clock.GetUtcNow();
        (entry.Title, entry.Body, entry.IsKey) = (title, markdown, form.IsKey);
        if (!isSame)
        {
            entry.Version++;
            entry.EditedAt = entry.State == LiveEntryState.Live ? now : null;
            Keep(entry, actor, now);
            Correct(entry, correction, actor, now);
        }

        Record("EditLive", entry, actor, now);
        await db.SaveChangesAsync(cancel);
        await ShowAsync(article, entry, body, cancel);
        if (correction is not null && article.LiveNumber is not null)
        {
            await new Projection(db).WriteCorrectionsAsync([articleId], cancel);
            await TellCorrectionAsync(articleId, article.Slug!, cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>Takes an entry away. Readers see that one stood there, and when it went; the newsroom keeps its words.</summary>
    /// <inheritdoc cref="EditAsync"/>
    public async Task RemoveAsync(long articleId, long entryId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (article, mayPost) = await TakeAsync(articleId, actor, cancel);
        var entry = await FindAsync(articleId, entryId, cancel);
        Allow(entry, mayPost, actor);
        if (entry.State == LiveEntryState.Removed)
        {
            return;
        }

        var now = clock.GetUtcNow();
        (entry.State, entry.RemovedAt, entry.IsKey, entry.IsPinned) = (LiveEntryState.Removed, now, false, false);
        Record("RemoveLive", entry, actor, now);
        await db.SaveChangesAsync(cancel);
        await ShowAsync(article, entry, null, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Lists an entry among the key events, or no longer.</summary>
    /// <exception cref="NotAllowedException">No such live entry, or the actor may not publish the story.</exception>
    public Task MarkAsync(long articleId, long entryId, bool isKey, Actor actor, CancellationToken cancel) =>
        MarkAsync(articleId, entryId, actor, isKey ? "KeyLive" : "UnkeyLive", e => e.IsKey = isKey, cancel);

    /// <summary>Puts an entry above all others, in the place of any other, or no longer.</summary>
    /// <inheritdoc cref="MarkAsync(long, long, bool, Actor, CancellationToken)"/>
    public Task PinAsync(long articleId, long entryId, bool isPinned, Actor actor, CancellationToken cancel) =>
        MarkAsync(articleId, entryId, actor, isPinned ? "PinLive" : "UnpinLive", e => e.IsPinned = isPinned, cancel);

    private async Task MarkAsync(
        long articleId,
        long entryId,
        Actor actor,
        string act,
        Action<LiveEntry> mark,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        await guard.CheckAsync(actor, cancel);
        var entry = await FindAsync(articleId, entryId, cancel);
        if (entry.State != LiveEntryState.Live)
        {
            throw new NotAllowedException();
        }

        mark(entry);
        if (!db.ChangeTracker.HasChanges())
        {
            return;
        }

        if (entry.IsPinned)
        {
            await db
                .LiveEntries.Where(e => e.ArticleId == articleId && e.IsPinned && e.Id != entryId)
                .ExecuteUpdateAsync(to => to.SetProperty(e => e.IsPinned, false), cancel);
        }

        Record(act, entry, actor, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        if (article.LiveNumber is not null)
        {
            await SiteTurn.TakeAsync(db, cancel);
            await new LiveCopies(db).WriteMarksAsync(articleId, cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    private async Task TurnLiveAsync(
        Article article,
        LiveBlog blog,
        LiveEntry entry,
        LaidOutBody body,
        Actor actor,
        string act,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (article.LiveNumber is null)
        {
            throw new PublishRefusedException("Readers do not see this story now. Publish it before you post.");
        }

        if (blog.State == LiveBlogState.Closed)
        {
            throw new PublishRefusedException("The live blog is closed. Set it to live before you post.");
        }

        // The story is locked: no other entry takes the same number.
        entry.Number = ++blog.LastNumber;
        (entry.State, entry.PostedAt, blog.PostedAt) = (LiveEntryState.Live, now, now);
        Record(act, entry, actor, now);
        await db.SaveChangesAsync(cancel);
        await ShowAsync(article, entry, body, cancel);
    }

    // A form that is sent again finds the post as it made it, and its correction there.
    private Task<bool> IsCorrectedAsync(LiveEntry entry, string correction, CancellationToken cancel) =>
        db.Corrections.AnyAsync(
            c => c.ArticleId == entry.ArticleId && c.LivePost == entry.Number && c.Text == correction,
            cancel
        );

    private void Correct(LiveEntry entry, string? correction, Actor actor, DateTimeOffset now)
    {
        if (correction is null)
        {
            return;
        }

        if (entry.Number is not { } number)
        {
            throw new PublishRefusedException("Readers have not seen this draft, so there is nothing to correct.");
        }

        db.Corrections.Add(
            new Correction
            {
                ArticleId = entry.ArticleId,
                Kind = CorrectionKind.Correction,
                Text = correction,
                At = now,
                CreatedById = actor.Id,
                LivePost = number,
            }
        );
    }

    private async Task TellCorrectionAsync(long articleId, string slug, CancellationToken cancel)
    {
        var lists = await announcements.ListsAsync([articleId], cancel);
        announcements.Add(articleId, slug, lists[articleId], isCorrection: true);
        await db.SaveChangesAsync(cancel);
        await announcements.TellReceiversAsync([new(WebhookEvents.Corrected, articleId, slug)], cancel);
    }

    // Of a draft, nothing.
    private async Task ShowAsync(Article article, LiveEntry entry, LaidOutBody? body, CancellationToken cancel)
    {
        if (article.LiveNumber is null || entry.Number is not { } number)
        {
            return;
        }

        await SiteTurn.TakeAsync(db, cancel);
        var former = await LiveTexts.PicturesAsync(db, article.Id, number, cancel);
        await new LiveCopies(db).WriteAsync(article.Id, [new(number, body)], cancel);
        await new Projection(db).SweepAsync(new ShownNouns([], [], former), cancel);
    }

    private void Keep(LiveEntry entry, Actor actor, DateTimeOffset now) =>
        db.LiveEntryVersions.Add(
            new LiveEntryVersion
            {
                EntryId = entry.Id,
                Number = entry.Version,
                Title = entry.Title,
                Body = entry.Body,
                At = now,
                ById = actor.Id,
                ByName = actor.Name,
            }
        );

    private void Record(string act, LiveEntry entry, Actor actor, DateTimeOffset now) =>
        db.Record(
            actor,
            act,
            $"article:{entry.ArticleId}",
            entry.Number is { } number ? $"post {number}, version {entry.Version}" : $"draft {entry.Id}",
            now
        );

    /// <returns>The story, locked, and whether the actor may post. Any reporter of its section may file.</returns>
    private async Task<(Article Article, bool MayPost)> TakeAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .SingleOrDefaultAsync(cancel);
        await guard.CheckAsync(actor, cancel);
        return article is null ? throw new NotAllowedException()
            : await db.MayPublishAsync(article, actor, cancel) ? (article, true)
            : await LiveRights.MayFileAsync(db, article, actor, cancel) ? (article, false)
            : throw new NotAllowedException();
    }

    private async Task<LiveEntry> FindAsync(long articleId, long entryId, CancellationToken cancel) =>
        await db.LiveEntries.SingleOrDefaultAsync(e => e.Id == entryId && e.ArticleId == articleId, cancel)
        ?? throw new NotAllowedException();

    // Who may not post changes their own drafts, and nothing that readers see.
    private static void Allow(LiveEntry entry, bool mayPost, Actor actor)
    {
        if (!mayPost && (entry.CreatedById != actor.Id || entry.Number is not null))
        {
            throw new NotAllowedException();
        }
    }

    private static (string? Title, string Body) Check(LiveEntryForm form)
    {
        var title = LiveTexts.Clean(form.Title, LiveEntry.TitleLimit, "The title")?.ReplaceLineEndings(" ");
        var body = LiveTexts.Clean(form.Body, LiveEntry.BodyLimit, "The text");
        return title is null && body is null
            ? throw new PublishRefusedException("Write a title or some text to post.")
            : (title, body ?? "");
    }

    private static PublishRefusedException Changed() =>
        new("Somebody changed or removed this post meanwhile. Look at it again.");
}
