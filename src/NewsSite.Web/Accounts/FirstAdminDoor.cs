using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.Web.Accounts;

/// <summary>Lets whoever reads the log make the first admin. It shuts with the first account.</summary>
public sealed class FirstAdminDoor(NewsroomDb db)
{
    // Dies with the process; a restart prints another.
    private static readonly string Code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <returns>The address from the root; null where somebody has an account already.</returns>
    public async Task<string?> AddressAsync(CancellationToken cancel) =>
        await db.Users.AnyAsync(cancel) ? null : $"/account/first-admin?code={Code}";

    /// <returns>Whether the code is right and nobody has an account yet.</returns>
    public async Task<bool> OpensAsync(string? code, CancellationToken cancel) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code ?? ""), Encoding.UTF8.GetBytes(Code))
        && !await db.Users.AnyAsync(cancel);
}
