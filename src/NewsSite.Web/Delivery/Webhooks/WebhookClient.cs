using System.Diagnostics;
using System.Globalization;
using System.Security.Authentication;
using System.Text;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing.Checks;

namespace NewsSite.Web.Delivery.Webhooks;

/// <summary>Sends messages: to machines of the public web only, to no other address than the one that was given, and not for long.</summary>
public sealed class WebhookClient : IDisposable
{
    private readonly TimeProvider clock;
    private readonly HttpClient client;

    public WebhookClient(WebhookTargets targets, TimeProvider clock)
    {
        this.clock = clock;
        client = new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                ConnectCallback = (context, cancel) =>
                    GuardedConnection.OpenAsync(context.DnsEndPoint, targets.MayConnect, cancel),
                UseCookies = false,
                UseProxy = false,

                // What a receiver says besides its status is nobody's, and may have no end.
                MaxResponseDrainSize = 4096,
                MaxResponseHeadersLength = 16,
                ResponseDrainTimeout = TimeSpan.FromSeconds(1),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            }
        )
        {
            Timeout = targets.Patience,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("NewsSite");
    }

    /// <param name="id">See <see cref="WebhookMessage.IdOf"/>.</param>
    /// <param name="key">What to sign it with.</param>
    public async Task<WebhookAttempt> SendAsync(
        string address,
        string id,
        byte[] key,
        string body,
        CancellationToken cancel
    )
    {
        var at = clock.GetUtcNow().ToUnixTimeSeconds();
        using var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.Add("webhook-id", id);
        message.Headers.Add("webhook-timestamp", at.ToString(CultureInfo.InvariantCulture));
        message.Headers.Add("webhook-signature", WebhookMessage.Sign(key, id, at, body));
        var begun = Stopwatch.GetTimestamp();
        WebhookAttempt End(int? status, string? error) =>
            new(status, (int)Stopwatch.GetElapsedTime(begun).TotalMilliseconds, error);
        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
            var status = (int)answer.StatusCode;
            return End(
                status,
                answer.IsSuccessStatusCode ? null
                    : status is >= 300 and < 400 ? $"It answered {status}. Redirects are not followed."
                    : $"It answered {status}."
            );
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return End(null, $"No answer within {client.Timeout.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException e)
        {
            return End(null, e.InnerException is AuthenticationException tls ? tls.Message : e.Message);
        }
    }

    public void Dispose() => client.Dispose();
}
