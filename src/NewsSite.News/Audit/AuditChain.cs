using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Audit;

/// <summary>The last link, to be noted where nobody who can write in the database can write.</summary>
/// <param name="Hash">In lower-case hexadecimal digits.</param>
public sealed record AuditHead(long Number, string Hash)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Hash}");

    /// <returns>Null where it is none.</returns>
    public static AuditHead? Parse(string text) =>
        text.Split(':') is [var number, { Length: 64 } hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && hash.All(char.IsAsciiHexDigit)
            ? new(n, hash.ToLowerInvariant())
            : null;
}

/// <param name="Links">How many were looked at.</param>
/// <param name="Head">Null where there is no entry at all.</param>
/// <param name="Break">Where and how the chain breaks first; null where it holds.</param>
public sealed record AuditCheck(long Links, AuditHead? Head, string? Break);

/// <summary>
/// Computes anew, and not by the database's own functions, what the database sealed. Whoever may switch the database's
/// triggers off can still change an entry, but not so that it fits; unless all after it are sealed anew, or the last ones are
/// taken away, for which somebody has to have noted a head.
/// </summary>
public sealed class AuditChain(NewsroomDb db)
{
    /// <summary>Looks through all, or the newest only; bounded in memory either way.</summary>
    /// <param name="newest">How many; null for all.</param>
    /// <param name="noted">A head of former times, which must still be part of the chain.</param>
    public async Task<AuditCheck> CheckAsync(long? newest, AuditHead? noted, CancellationToken cancel)
    {
        // One view of seals and entries: what is written meanwhile is not there, with both its halves.
        await using var transaction = await db.Database.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            cancel
        );
        var seals = db.AuditSeals.AsNoTracking();
        var last = await seals.MaxAsync(s => (long?)s.Number, cancel) ?? 0;
        var from = newest is { } count ? Math.Max(1, last - count + 1) : 1;
        var before = await seals.Where(s => s.Number == from - 1).Select(s => s.Hash).SingleOrDefaultAsync(cancel);
        var links = seals
            .Where(s => s.Number >= from)
            .LeftJoin(db.AuditEntries, s => s.EntryId, e => e.Id, (Seal, Entry) => new { Seal, Entry })
            .OrderBy(l => l.Seal.Number)
            .AsAsyncEnumerable();
        var (number, hash) = (from - 1, before ?? []);
        await foreach (var link in links.WithCancellation(cancel))
        {
            number++;
            hash = link.Entry is { } entry ? SHA256.HashData([.. hash, .. Content(entry)]) : [];
            var wrong =
                link.Seal.Number != number ? $"Link {number} is missing."
                : link.Entry is null ? $"Entry {link.Seal.EntryId}, of link {number}, is missing."
                : !hash.AsSpan().SequenceEqual(link.Seal.Hash)
                    ? $"Entry {link.Seal.EntryId} is not what was sealed as link {number}."
                : null;
            if (wrong is not null)
            {
                return new(number - from, null, wrong);
            }
        }

        var head = number == 0 ? null : new AuditHead(number, Convert.ToHexStringLower(hash));
        return new(number - from + 1, head, await LeftOverAsync(newest, cancel) ?? await LostAsync(noted, cancel));
    }

    private async Task<string?> LeftOverAsync(long? newest, CancellationToken cancel)
    {
        var entries = db.AuditEntries.OrderByDescending(e => e.Id).AsQueryable();
        entries = newest is { } count ? entries.Take((int)count) : entries;
        var unsealed = await entries
            .Where(e => !db.AuditSeals.Any(s => s.EntryId == e.Id))
            .Select(e => (long?)e.Id)
            .MinAsync(cancel);
        return unsealed is null ? null : $"Entry {unsealed} was never sealed.";
    }

    private async Task<string?> LostAsync(AuditHead? noted, CancellationToken cancel)
    {
        if (noted is null)
        {
            return null;
        }

        var hash = await db
            .AuditSeals.Where(s => s.Number == noted.Number)
            .Select(s => s.Hash)
            .SingleOrDefaultAsync(cancel);
        return hash is not null && Convert.ToHexStringLower(hash) == noted.Hash
            ? null
            : $"Link {noted.Number} is not the one that was noted.";
    }

    // As newsroom.seal puts it together.
    private static byte[] Content(AuditEntry entry)
    {
        string?[] parts =
        [
            entry.Id.ToString(CultureInfo.InvariantCulture),
            ((entry.At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(
                CultureInfo.InvariantCulture
            ),
            entry.StaffMemberId?.ToString(CultureInfo.InvariantCulture),
            entry.Act,
            entry.Subject,
            entry.Detail,
            entry.Way?.ToString(),
            entry.Address,
            entry.Changes,
        ];
        return Encoding.UTF8.GetBytes(
            string.Concat(
                parts.Select(p =>
                    p is null
                        ? "-"
                        : string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(p)}:{p}")
                )
            )
        );
    }
}
