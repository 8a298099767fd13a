using System.Globalization;
using MimeKit;
using NewsSite.News.Alerts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Alerts;

/// <summary>Mails alerts, each address a mail of its own, so that nobody sees who else gets it.</summary>
public sealed class AlertSender(
    IServiceScopeFactory scopes,
    MailServer server,
    SiteOptions site,
    ILogger<AlertSender> log
)
{
    private const int Beside = 4;

    // Shorter than a mail is this server's: what takes longer is given up before another server takes it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Sends all that is due, some beside each other.</summary>
    /// <returns>How many mails were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancel) =>
        (await Task.WhenAll(Enumerable.Range(0, Beside).Select(_ => SendOneByOneAsync(cancel)))).Sum();

    /// <summary>The same for the same mail, however often it is sent: a receiver can drop a second copy.</summary>
    public static string IdOf(TakenMail taken, string domain) =>
        string.Create(CultureInfo.InvariantCulture, $"alert-{taken.Key:N}-{taken.Mail.Id}@{domain}");

    private async Task<int> SendOneByOneAsync(CancellationToken cancel)
    {
        for (var tried = 0; ; tried++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var run = scope.ServiceProvider.GetRequiredService<AlertMailRun>();
            if (await run.TakeAsync(cancel) is not { } taken)
            {
                return tried;
            }

            using var message = Write(taken);
            var error = await SendAsync(message, cancel);
            if (error is not null)
            {
                log.LogWarning("Alert mail {Id} did not go: {Error}", taken.Mail.Id, error);
            }

            // It has been sent, whoever stops waiting now.
            await run.CloseAsync(taken.Mail, error, CancellationToken.None);
        }
    }

    private async Task<string?> SendAsync(MimeMessage message, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            return (await server.SendAsync(message, limit.Token))?.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"The mail server did not take it within {Patience.TotalSeconds:0} seconds.";
        }
    }

    private MimeMessage Write(TakenMail taken)
    {
        var domain = site.Smtp.Sender()!.Domain;
        var message = new MimeMessage
        {
            MessageId = IdOf(taken, domain),
            Subject = taken.Words,
            Body = new TextPart("plain")
            {
                Text =
                    $"{taken.Words}\n\n{site.Root}{taken.Path}\n\n-- \n"
                    + $"An alert of {site.Name}. To get no more of them, ask the newsroom.\n",
            },
        };
        message.To.Add(new MailboxAddress(null, taken.Mail.Address));
        return message;
    }
}
