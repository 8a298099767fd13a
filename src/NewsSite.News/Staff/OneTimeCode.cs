using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NewsSite.News.Staff;

/// <summary>The six digits that a person's device shows for half a minute, computed from a shared key and the time (RFC 6238).</summary>
public static class OneTimeCode
{
    public const int KeyBytes = 20;
    private const int Digits = 6;
    private const int Seconds = 30;

    // Of base 32, as apps for codes read keys.
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <returns>The number of the half minute.</returns>
    public static long StepOf(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <param name="step">See <see cref="StepOf"/>.</param>
    public static string At(byte[] key, long step)
    {
        Span<byte> moment = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);

        // What apps for codes can do; the weakness of SHA-1 is not one of HMAC.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(key, moment);
#pragma warning restore CA5350
        var place = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(place)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>Clocks of phones differ: the half minutes before and after count, too.</summary>
    /// <param name="typed">With or without blanks.</param>
    /// <returns>The half minute whose code it is; null for none.</returns>
    public static long? FindStep(byte[] key, string typed, DateTimeOffset now)
    {
        var code = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        if (code.Length != Digits)
        {
            return null;
        }

        long? found = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            var isSame = CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(At(key, step)),
                Encoding.UTF8.GetBytes(code)
            );
            found = isSame ? step : found;
        }

        return found;
    }

    /// <returns>The key as letters and digits in groups of four, for whoever types it.</returns>
    public static string Words(byte[] key) => string.Join(' ', Base32(key).Chunk(4).Select(group => new string(group)));

    /// <returns>The address that a picture of squares holds for apps.</returns>
    /// <param name="issuer">The paper's name.</param>
    public static string Address(byte[] key, string issuer, string email) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(email)}"
        + $"?secret={Base32(key)}&issuer={Uri.EscapeDataString(issuer)}";

    /// <returns>Base 32 without padding; five bytes make eight letters.</returns>
    internal static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var b in bytes)
        {
            held = (held << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Letters[(held >> bits) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        return $"{text}";
    }
}
