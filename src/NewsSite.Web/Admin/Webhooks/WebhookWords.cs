using NewsSite.News.Outbox.Webhooks;
using NewsSite.Web.Admin.Site;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Webhooks;

/// <summary>Receivers and deliveries in an admin's words.</summary>
public static class WebhookWords
{
    /// <returns>An event as people call it.</returns>
    public static string Event(string name) =>
        name switch
        {
            WebhookEvents.Published => "Published",
            WebhookEvents.Updated => "Updated",
            WebhookEvents.Corrected => "Corrected",
            WebhookEvents.Withdrawn => "Withdrawn",
            WebhookEvents.Alert => "Alert",
            WebhookEvents.Test => "Test",
            _ => name,
        };

    /// <returns>How a receiver is, and why.</returns>
    public static (Light Light, string Chip, string Words) State(Webhook webhook, SiteFrame frame) =>
        webhook switch
        {
            { IsOn: false } => (Light.Look, "Off", "It is told nothing."),
            { Failures: >= Webhook.FailsAfter, FailingSince: { } since } => (
                Light.Broken,
                "Failing",
                $"{webhook.Failures:N0} tries in a row have failed, the first {frame.Moment(since)}."
            ),
            { Failures: > 0 } => (Light.Look, "On", "The last try failed."),
            { TookAt: { } at } => (Light.Good, "On", $"It last took a message {frame.Moment(at)}."),
            _ => (Light.Good, "On", "Nothing has been sent to it yet."),
        };

    /// <returns>What became of a delivery.</returns>
    public static string State(WebhookDelivery delivery, SiteFrame frame) =>
        delivery switch
        {
            { EndedAt: not null, Error: null } => "Delivered",
            { EndedAt: not null } => "Given up",
            { Attempts: 0 } => "Waits",
            _ => $"Next try {frame.Short(delivery.DueAt)}",
        };
}
