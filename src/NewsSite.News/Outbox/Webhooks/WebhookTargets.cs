using System.Net;

namespace NewsSite.News.Outbox.Webhooks;

/// <summary>Where messages may go. A name is looked up when it is connected to, and then once more held against this.</summary>
/// <param name="MayConnect">To which machines.</param>
/// <param name="AllowsHttp">Whether a message may go in the clear.</param>
public sealed record WebhookTargets(Func<IPAddress, bool> MayConnect, bool AllowsHttp = false)
{
    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <returns>What is wrong with an address; null where nothing is.</returns>
    public string? FaultOf(string? address) =>
        string.IsNullOrEmpty(address) ? "Enter an address"
        : address.Length > Webhook.AddressLimit
            ? $"Address must be {Webhook.AddressLimit} characters or fewer. It has {address.Length}."
        : !Uri.TryCreate(address, UriKind.Absolute, out var uri)
        || (uri.Scheme != Uri.UriSchemeHttps && !(AllowsHttp && uri.Scheme == Uri.UriSchemeHttp))
            ? "Enter a whole address that begins with https://"
        : uri.UserInfo.Length > 0 || uri.Fragment.Length > 0
            ? "Enter the address without a name, a password or a part after #"
        : IPAddress.TryParse(uri.DnsSafeHost, out var machine) && !MayConnect(machine)
            ? "This address is not on the public web. Messages go nowhere else."
        : null;
}
