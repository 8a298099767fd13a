using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Previews;

/// <summary>What a link shows.</summary>
public sealed record LinkedVersion(PreviewLink Link, Article Article, ArticleVersion Version);

/// <summary>
/// Makes, finds and ends the links by which people without an account read what is not published. What stands in the
/// address is a secret, signed and sealed with the keys that all servers share: what was not signed here is not even looked
/// for, and the database, which has no secret, can end a link before its time.
/// </summary>
public sealed class PreviewLinks(NewsroomDb db, IDataProtectionProvider keys, TimeProvider clock)
{
    private readonly IDataProtector seal = keys.CreateProtector("PreviewLink");

    /// <summary>So many of one story can be open at once.</summary>
    public const int OpenLimit = 20;

    private const int SecretBytes = 32;
    private const int TokenLimit = 300;

    /// <summary>How long a link can last, in hours.</summary>
    public static IReadOnlyList<int> Hours { get; } = [1, 24, 72, 168];

    /// <summary>Of whoever may write the story.</summary>
    /// <param name="hours">One of <see cref="Hours"/>.</param>
    /// <returns>The token for the address, which nobody can look up again; null where too many are open already.</returns>
    /// <exception cref="NotAllowedException">No such version, no such time, or the actor may not write the story.</exception>
    public async Task<string?> MakeAsync(
        long articleId,
        int version,
        int hours,
        string? note,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        if (version < 1 || version > article.HeadNumber || !Hours.Contains(hours))
        {
            throw new NotAllowedException();
        }

        var now = clock.GetUtcNow();
        if (await Open(now).CountAsync(l => l.ArticleId == articleId, cancel) >= OpenLimit)
        {
            return null;
        }

        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        db.PreviewLinks.Add(
            new PreviewLink
            {
                ArticleId = articleId,
                VersionNumber = version,
                SecretHash = SHA256.HashData(secret),
                Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
                CreatedAt = now,
                CreatedById = actor.Id,
                CreatedByName = actor.Name,
                ExpiresAt = now.AddHours(hours),
            }
        );
        Record(articleId, "MakePreviewLink", $"version {version}, {hours} h", actor, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return Base64Url.EncodeToString(seal.Protect(secret));
    }

    /// <summary>Ends a link at once; one that has ended stays so.</summary>
    /// <exception cref="NotAllowedException">No such link, or the actor may not write its story.</exception>
    public async Task RevokeAsync(long articleId, long linkId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await TakeAsync(articleId, actor, cancel);
        var link =
            await db.PreviewLinks.SingleOrDefaultAsync(l => l.Id == linkId && l.ArticleId == articleId, cancel)
            ?? throw new NotAllowedException();
        if (link.RevokedAt is null)
        {
            link.RevokedAt = clock.GetUtcNow();
            Record(articleId, "RevokePreviewLink", $"version {link.VersionNumber}", actor, link.RevokedAt.Value);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <returns>The links of a story that work, newest first.</returns>
    public Task<List<PreviewLink>> ListAsync(long articleId, CancellationToken cancel) =>
        Open(clock.GetUtcNow()).Where(l => l.ArticleId == articleId).OrderByDescending(l => l.Id).ToListAsync(cancel);

    /// <returns>Null where the token is forged, or its link has ended.</returns>
    public async Task<LinkedVersion?> FindAsync(string token, CancellationToken cancel)
    {
        if (Open(token) is not { } secret)
        {
            return null;
        }

        var hash = SHA256.HashData(secret);
        return await Open(clock.GetUtcNow())
            .Where(l => l.SecretHash == hash)
            .Join(db.Articles, l => l.ArticleId, a => a.Id, (Link, Article) => new { Link, Article })
            .Join(
                db.ArticleVersions,
                x => new { x.Link.ArticleId, Number = x.Link.VersionNumber },
                v => new { v.ArticleId, v.Number },
                (x, version) => new LinkedVersion(x.Link, x.Article, version)
            )
            .AsNoTracking()
            .SingleOrDefaultAsync(cancel);
    }

    private IQueryable<PreviewLink> Open(DateTimeOffset now) =>
        db.PreviewLinks.Where(l => l.RevokedAt == null && l.ExpiresAt > now);

    /// <returns>The secret; null where the token was not made here.</returns>
    private byte[]? Open(string token)
    {
        if (token.Length > TokenLimit)
        {
            return null;
        }

        try
        {
            return seal.Unprotect(Base64Url.DecodeFromChars(token));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    private async Task<Article> TakeAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .AsNoTracking()
            .SingleOrDefaultAsync(cancel);
        return article is not null && await db.MayWriteAsync(article, actor, cancel)
            ? article
            : throw new NotAllowedException();
    }

    private void Record(long articleId, string act, string detail, Actor actor, DateTimeOffset now) =>
        db.Record(actor, act, $"article:{articleId}", detail, now);
}
