using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing;

namespace NewsSite.News.Wire;

/// <summary>Puts what a source answered into the tray: what is new as new rows, what changed into its own.</summary>
internal sealed class WireStore(NewsroomDb db, TimeProvider clock)
{
    /// <param name="entries">Null where the source said that nothing changed.</param>
    public async Task KeepAsync(
        WireSource claimed,
        FeedAnswer answer,
        IReadOnlyList<FeedEntry>? entries,
        CancellationToken cancel
    )
    {
        var (now, news) = (clock.GetUtcNow(), 0);
        var read = entries is null
            ? []
            : entries
                .Select(e => Read(e, claimed.Id, answer.At, now))
                .OfType<WireEntry>()
                .DistinctBy(e => e.EntryId)
                .ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Two servers with two sources could each miss the story that the other is about to add.
        await db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtext('wire'))", cancel);
        var source = await db.WireSources.SingleOrDefaultAsync(
            s => s.Id == claimed.Id && s.Address == claimed.Address,
            cancel
        );
        if (source is null)
        {
            // It was removed meanwhile, or is another one now.
            return;
        }

        if (entries is null)
        {
            await db
                .WireEntries.Where(e => e.SourceId == source.Id && e.SeenAt == source.ReadAt)
                .ExecuteUpdateAsync(e => e.SetProperty(x => x.SeenAt, now), cancel);
        }
        else
        {
            news = await RenewAsync(source.Id, read, now, cancel);
            (source.ETag, source.LastModified) = (answer.ETag, answer.LastModified);
            (source.Entries, source.News) = (read.Count, news);
        }

        (source.ReadAt, source.Failure, source.Failures) = (now, null, 0);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
    }

    private async Task<int> RenewAsync(
        long sourceId,
        List<WireEntry> read,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var ids = read.Select(e => e.EntryId).ToList();
        var links = read.Select(e => e.LinkKey).OfType<string>().ToList();
        var known = await db
            .WireEntries.Where(e => e.SourceId == sourceId && ids.Contains(e.EntryId))
            .ToDictionaryAsync(e => e.EntryId, cancel);
        var elsewhere = await db
            .WireEntries.Where(e => e.SourceId != sourceId && e.LinkKey != null && links.Contains(e.LinkKey))
            .Select(e => e.LinkKey!)
            .ToHashSetAsync(cancel);
        var news = 0;
        foreach (var entry in read)
        {
            if (known.TryGetValue(entry.EntryId, out var row))
            {
                row.SeenAt = now;
                news += Renew(row, entry, now) ? 1 : 0;
            }
            else if (entry.KilledAt is null && (entry.LinkKey is null || !elsewhere.Contains(entry.LinkKey)))
            {
                db.WireEntries.Add(entry);
                news++;
            }
        }

        return news;
    }

    // What somebody took stays as they took it; that the source changed it since is told all the same.
    private static bool Renew(WireEntry row, WireEntry entry, DateTimeOffset now)
    {
        if (entry.Digest == row.Digest || entry.Version < row.Version)
        {
            return false;
        }

        (row.Digest, row.Version, row.KilledAt) = (entry.Digest, entry.Version, entry.KilledAt);
        if (entry.KilledAt is null)
        {
            row.ChangedAt = now;
        }

        if (row.ArticleId is null && entry.KilledAt is null)
        {
            (row.Headline, row.Summary, row.Standfirst) = (entry.Headline, entry.Summary, entry.Standfirst);
            (row.Body, row.Remark, row.Byline) = (entry.Body, entry.Remark, entry.Byline);
            (row.Link, row.LinkKey, row.Language) = (entry.Link, entry.LinkKey, entry.Language);
            (row.At, row.EmbargoUntil) = (entry.At, entry.EmbargoUntil);
        }

        return true;
    }

    private static WireEntry? Read(FeedEntry entry, long sourceId, Uri feed, DateTimeOffset now)
    {
        var link = EntryLink.Whole(entry.Link, feed);
        var summary = EntryText.Words(entry.Summary ?? entry.Body, WireEntry.SummaryLimit);
        var headline = EntryText.Words(entry.Headline, ArticleContent.HeadlineLimit);
        headline = headline.Length > 0 ? headline : PlainText.Cut(summary, 120);
        var name = string.IsNullOrWhiteSpace(entry.Id) ? link ?? $"{headline} {entry.At:u}" : entry.Id.Trim();
        if (headline.Length == 0)
        {
            return null;
        }

        var (standfirst, body, remark) = EntryText.Above(entry.Summary, entry.Body);
        return new()
        {
            SourceId = sourceId,
            EntryId =
                name.Length <= WireEntry.IdLimit && PlainText.Line(name) == name
                    ? name
                    : $"sha256:{EntryLink.Hash(name)}",
            Version = entry.Version,
            Headline = headline,
            Standfirst = standfirst.Length > 0 ? standfirst : null,
            Summary = summary.Length > 0 ? summary : null,
            Body = body,
            Remark = remark is null ? null : PlainText.Cut(remark, WireEntry.RemarkLimit),
            Byline = EntryText.Words(entry.Byline, WireEntry.BylineLimit) is { Length: > 0 } byline ? byline : null,
            Link = link,
            LinkKey = EntryLink.Key(link),
            Language = EntryLanguage.Read(entry.Language),
            At = entry.At is { } at && at < now ? at : now,
            EmbargoUntil = entry.EmbargoUntil,
            SeenAt = now,
            KilledAt = entry.IsKilled ? now : null,
            Digest = EntryLink.Hash(
                string.Join(
                    '\n',
                    headline,
                    summary,
                    standfirst,
                    body,
                    remark,
                    link,
                    entry.Version,
                    entry.IsKilled,
                    entry.EmbargoUntil?.UtcTicks
                )
            ),
        };
    }
}
