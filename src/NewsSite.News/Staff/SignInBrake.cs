using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>
/// Slows down whoever guesses, without shutting out the owner: what counts is the account together with the place that the
/// tries come from, so tries from elsewhere cost the owner nothing. A place that tries many accounts rests as a whole, for
/// a short while. A try is counted before it is judged, so that a hundred at once are a hundred.
/// </summary>
public sealed class SignInBrake(NewsroomDb db, TimeProvider clock)
{
    // Free tries, the first rest after them, which doubles with each further try, and the longest.
    private sealed record Rule(int Free, TimeSpan First, TimeSpan Longest);

    private static readonly Rule Pair = new(5, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
    private static readonly Rule Place = new(100, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    // Of a million codes three are right: whoever has the password could guess from everywhere.
    private static readonly Rule Codes = new(50, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));

    /// <summary>After so long without a try nothing is held against anybody.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>Counts a try of a password.</summary>
    /// <param name="email">As typed; the account need not exist, and whether it does changes nothing.</param>
    /// <param name="address">Where it comes from.</param>
    /// <returns>Whether it may be judged; if not, it must be answered like a wrong one.</returns>
    public async Task<bool> PasswordAsync(string email, string address, CancellationToken cancel) =>
        await TryAsync(KeyOf("place", address), Place, cancel)
        & await TryAsync(KeyOf("password", Plain(email), address), Pair, cancel);

    /// <summary>The password was right.</summary>
    public async Task PasswordWasRightAsync(string email, string address, CancellationToken cancel)
    {
        await ForgetAsync(KeyOf("password", Plain(email), address), cancel);
        var place = KeyOf("place", address);
        await db
            .SignInTries.Where(t => t.Key == place)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.Failed, x => Math.Max(0, x.Failed - 1)), cancel);
        var old = clock.GetUtcNow() - Quiet;
        await db.SignInTries.Where(t => t.LastAt < old && t.RestsUntil < old).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Counts a try of a code, after the right password.</summary>
    /// <inheritdoc cref="PasswordAsync" path="/returns"/>
    public async Task<bool> CodeAsync(long staffMemberId, string address, CancellationToken cancel) =>
        await TryAsync(KeyOf("codes", $"{staffMemberId}"), Codes, cancel)
        & await TryAsync(KeyOf("code", $"{staffMemberId}", address), Pair, cancel);

    /// <summary>The code was right.</summary>
    public async Task CodeWasRightAsync(long staffMemberId, string address, CancellationToken cancel)
    {
        await ForgetAsync(KeyOf("codes", $"{staffMemberId}"), cancel);
        await ForgetAsync(KeyOf("code", $"{staffMemberId}", address), cancel);
    }

    private async Task<bool> TryAsync(byte[] key, Rule rule, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Found or made, and locked, in one statement: between two of them a right password could take it away.
        var found = await db
            .SignInTries.FromSql(
                $"""
                insert into newsroom.sign_in_tries (key, failed, last_at, rests_until) values ({key}, 0, {now}, {now})
                on conflict (key) do update set key = excluded.key
                returning *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        var tries = found.Single();
        // Whoever has free tries left never rests: the clock of another server, or of who was there first, may be ahead.
        var rests = tries.Failed >= rule.Free && tries.RestsUntil > now;
        if (!rests)
        {
            var failed = tries.LastAt < now - Quiet ? 1 : tries.Failed + 1;
            var until = now + RestAfter(failed, rule);
            await db
                .SignInTries.Where(t => t.Key == key)
                .ExecuteUpdateAsync(
                    t =>
                        t.SetProperty(x => x.Failed, failed)
                            .SetProperty(x => x.LastAt, now)
                            .SetProperty(x => x.RestsUntil, until),
                    cancel
                );
        }

        await transaction.CommitAsync(cancel);
        return !rests;
    }

    private static TimeSpan RestAfter(int failed, Rule rule)
    {
        if (failed < rule.Free)
        {
            return TimeSpan.Zero;
        }

        var rest = rule.First * Math.Pow(2, Math.Min(failed - rule.Free, 20));
        return rest < rule.Longest ? rest : rule.Longest;
    }

    private Task ForgetAsync(byte[] key, CancellationToken cancel) =>
        db.SignInTries.Where(t => t.Key == key).ExecuteDeleteAsync(cancel);

    private static string Plain(string email) => email.Trim().ToUpperInvariant();

    private static byte[] KeyOf(params string[] parts) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
}
