using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Staff;

/// <summary>
/// The key by which a person's browsers seal the words that they keep until the server has them. It is handed to its owner's own pages
/// only: in a browser where nobody is signed in any more, or somebody else is, the words lie there for their owner, and nobody can
/// read them.
/// </summary>
public sealed class WordSeal(NewsroomDb db, IDataProtectionProvider keys)
{
    private const string Provider = "newssite";
    private const string Name = "kept-words";
    private const int Bytes = 32;
    private readonly IDataProtector seal = keys.CreateProtector("KeptWords");

    /// <returns>256 bits in base 64, the same for ever; null where the database takes nothing, and nothing was there.</returns>
    public async Task<string?> KeyAsync(long id, CancellationToken cancel)
    {
        var kept = await FindAsync(id, cancel);
        if (Opened(kept) is { } key)
        {
            return key;
        }

        var made = seal.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes)));
        try
        {
            // Whoever was first goes before; a key that the site's own keys cannot open any more gives way.
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.staff_token (user_id, login_provider, name, value) values ({id}, {Provider}, {Name}, {made})
                on conflict (user_id, login_provider, name) do update set value = excluded.value
                where staff_token.value is not distinct from {kept}
                """,
                cancel
            );
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return null;
        }

        return Opened(await FindAsync(id, cancel));
    }

    private Task<string?> FindAsync(long id, CancellationToken cancel) =>
        db
            .UserTokens.Where(t => t.UserId == id && t.LoginProvider == Provider && t.Name == Name)
            .Select(t => t.Value)
            .SingleOrDefaultAsync(cancel);

    private string? Opened(string? kept)
    {
        try
        {
            return kept is null ? null : seal.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
