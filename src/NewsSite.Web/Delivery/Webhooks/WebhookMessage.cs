using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Webhooks;

/// <summary>
/// What a receiver is sent: JSON, signed as the Standard Webhooks specification says. Of a story it has what readers see at the
/// moment of sending; what was withdrawn since is not told again.
/// </summary>
public sealed class WebhookMessage(Stories stories, StoryJson json, SiteOptions site)
{
    /// <returns>The header <c>webhook-id</c>: the same however often the message is sent.</returns>
    public static string IdOf(WebhookDelivery delivery) => $"msg_{delivery.MessageId:N}";

    /// <returns>The body.</returns>
    public async Task<string> WriteAsync(WebhookDelivery delivery, CancellationToken cancel)
    {
        var story =
            delivery.ArticleId is { } id && delivery.Event != WebhookEvents.Withdrawn
                ? await stories.FindAsync(id, cancel)
                : null;
        var message = new JsonObject
        {
            ["event"] = delivery.Event,
            ["id"] = IdOf(delivery),
            ["time"] = delivery.CreatedAt,
            ["story"] = story is null ? Gone(delivery) : json(story),
        };
        if (delivery.Words is not null)
        {
            message["words"] = story is null ? null : delivery.Words;
        }

        return message.ToJsonString();
    }

    /// <param name="key">The bytes of the secret.</param>
    /// <param name="at">When it is sent, in seconds since 1970.</param>
    /// <returns>The header <c>webhook-signature</c>.</returns>
    public static string Sign(byte[] key, string id, long at, string body) =>
        "v1,"
        + Convert.ToBase64String(
            HMACSHA256.HashData(
                key,
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at}.{body}"))
            )
        );

    // Null for a test, which tells of no story.
    private JsonObject? Gone(WebhookDelivery delivery)
    {
        if (delivery.ArticleId is not { } id)
        {
            return null;
        }

        var gone = new JsonObject { ["id"] = id, ["url"] = site.Root + delivery.Path };
        if (delivery.Outcome is { } outcome)
        {
            gone["outcome"] = outcome;
        }

        return gone;
    }
}
