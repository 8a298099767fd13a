using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace NewsSite.News.Outbox.Webhooks;

/// <summary>
/// What messages are signed with. The database has it sealed with the keys that all servers share, because a signature needs the
/// secret itself and no hash of it; people see it once.
/// </summary>
public sealed class WebhookSecrets(IDataProtectionProvider keys)
{
    private const int Bytes = 32;
    private const string Prefix = "whsec_";
    private readonly IDataProtector seal = keys.CreateProtector("Webhooks");

    /// <returns>A new one as receivers' libraries take it, and as the database keeps it.</returns>
    public (string Secret, string Sealed) Make()
    {
        var secret = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        return (secret, seal.Protect(secret));
    }

    /// <returns>The 256 bits to sign with; null where the site’s keys cannot open it any more.</returns>
    public byte[]? Open(string @sealed)
    {
        try
        {
            return Convert.FromBase64String(seal.Unprotect(@sealed)[Prefix.Length..]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
