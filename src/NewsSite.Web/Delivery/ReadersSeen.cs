using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Tells a first reading from a repeated one, for half an hour to an hour, in memory only. It keeps short hashes under a
/// key that dies with them: they lead back to nobody, and nothing of them is ever stored.
/// </summary>
public sealed class ReadersSeen(TimeProvider clock)
{
    /// <summary>What one address may count in that time; many people can share one.</summary>
    public const int PerAddress = 2000;

    /// <summary>As <see cref="PerAddress"/>, of one story: browsers are easily made up.</summary>
    public const int PerStory = 100;

    // Past this many nothing is counted until the next turn: memory has a limit, whoever knocks.
    private const int Capacity = 1_000_000;
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(30);
    private readonly Lock guard = new();
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private HashSet<ulong> now = [];
    private HashSet<ulong> before = [];
    private Dictionary<ulong, int> addresses = [];
    private DateTimeOffset turned = clock.GetUtcNow();

    /// <returns>Whether this is a reading to count.</returns>
    public bool IsFirst(IPAddress address, string browser, long articleId)
    {
        var household = Household(address);
        var (from, fromOnStory) = (Hash(household), Hash($"{household}\n{articleId}"));
        var reading = Hash($"{household}\n{browser}\n{articleId}");
        lock (guard)
        {
            if (clock.GetUtcNow() - turned >= Turn)
            {
                (before, now, addresses, turned) = (now, [], [], clock.GetUtcNow());
            }

            if (
                now.Count >= Capacity
                || before.Contains(reading)
                || addresses.GetValueOrDefault(from) >= PerAddress
                || addresses.GetValueOrDefault(fromOnStory) >= PerStory
                || !now.Add(reading)
            )
            {
                return false;
            }

            addresses[from] = addresses.GetValueOrDefault(from) + 1;
            addresses[fromOnStory] = addresses.GetValueOrDefault(fromOnStory) + 1;
            return true;
        }
    }

    // Whoever has one address of the newer protocol has all that share its first half.
    private static string Household(IPAddress address) =>
        address switch
        {
            { IsIPv4MappedToIPv6: true } => $"{address.MapToIPv4()}",
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes(), 0, 8),
            _ => $"{address}",
        };

    private ulong Hash(string text) =>
        BitConverter.ToUInt64(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
