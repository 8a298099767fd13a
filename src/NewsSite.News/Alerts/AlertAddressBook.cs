using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Alerts;

/// <summary>Who gets alerts by mail; admins say.</summary>
public sealed class AlertAddressBook(NewsroomDb db, TimeProvider clock)
{
    /// <summary>The most addresses that a paper can have: each alert writes a mail for each.</summary>
    public const int Most = 100;

    /// <summary>The most characters that are taken in at all.</summary>
    public const int TextLimit = Most * (AlertAddress.Limit + 2);

    public Task<List<string>> ListAsync(CancellationToken cancel) =>
        db.AlertAddresses.OrderBy(a => a.Address).Select(a => a.Address).ToListAsync(cancel);

    /// <summary>Puts these in the place of those that are there.</summary>
    /// <param name="lines">An address a line; empty for none.</param>
    /// <returns>What is wrong with the lines, and nothing is changed; null where they were saved.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task<string?> SaveAsync(string? lines, Actor actor, CancellationToken cancel)
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        if (lines?.Length > TextLimit)
        {
            return $"There can be {Most} addresses at most, of {AlertAddress.Limit} characters each";
        }

        List<string> addresses =
        [
            .. (lines ?? "")
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(a => a.ToLowerInvariant())
                .Distinct(),
        ];
        if (addresses.Count > Most)
        {
            return $"There can be {Most} addresses at most. There are {addresses.Count}.";
        }

        if (addresses.Find(a => !IsAddress(a)) is { } wrong)
        {
            return $"“{(wrong.Length > 60 ? wrong[..60] + "…" : wrong)}” is no email address. Enter one a line.";
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.alert_address in share row exclusive mode", cancel);
        var before = await db.AlertAddresses.ExecuteDeleteAsync(cancel);
        db.AlertAddresses.AddRange(addresses.Select(a => new AlertAddress { Address = a }));

        // How many, and not whose: the log is kept for good.
        db.Record(
            actor,
            "SaveAlertAddresses",
            "settings:paper",
            null,
            clock.GetUtcNow(),
            [new("AlertAddresses", $"{before}", $"{addresses.Count}")]
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    private static bool IsAddress(string text) =>
        text.Length <= AlertAddress.Limit
        && !text.Any(c =>
            char.IsWhiteSpace(c) || char.IsControl(c) || "<>()[],;:\\\"".Contains(c, StringComparison.Ordinal)
        )
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text;
}
