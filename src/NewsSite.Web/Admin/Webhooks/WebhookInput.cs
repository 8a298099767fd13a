using NewsSite.News.Outbox.Webhooks;

namespace NewsSite.Web.Admin.Webhooks;

/// <summary>What the form for a new receiver sends.</summary>
public class NewWebhookInput
{
    public string? Address { get; set; }

    /// <summary>See <see cref="WebhookEvents.All"/>.</summary>
    public List<string> Events { get; set; } = [];
}

/// <summary>What the form for a receiver sends.</summary>
public sealed class WebhookInput : NewWebhookInput
{
    public bool IsOn { get; set; }
}
