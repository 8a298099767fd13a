using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace NewsSite.Web.Shared;

/// <summary>Hands mail to the server that is set for it; see <see cref="SmtpOptions"/>.</summary>
public sealed class MailServer(SiteOptions site)
{
    // Of each step, in milliseconds: an admin may wait for it.
    private const int Patience = 10_000;

    public bool IsOn => site.Smtp.IsOn;

    /// <param name="message">Whom it is from is filled in.</param>
    /// <returns>Why it could not be sent; null where the server took it.</returns>
    public async Task<Exception?> SendAsync(MimeMessage message, CancellationToken cancel)
    {
        message.From.Add(site.Smtp.Sender()!);
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var client = new SmtpClient { Timeout = Patience };
        try
        {
            await client.ConnectAsync(site.Smtp.Host!, site.Smtp.Port, site.Smtp.Socket(), cancel);
            if (!string.IsNullOrEmpty(site.Smtp.UserName))
            {
                await client.AuthenticateAsync(site.Smtp.UserName, site.Smtp.Password ?? "", cancel);
            }

            await client.SendAsync(message, cancel);
        }
        catch (Exception e) when (IsExpected(e))
        {
            return e;
        }

        try
        {
            await client.DisconnectAsync(quit: true, cancel);
        }
        catch (Exception e) when (IsExpected(e))
        {
            // The server has it, however it says goodbye.
        }

        return null;
    }

    private static bool IsExpected(Exception e) =>
        e
            is CommandException
                or ProtocolException
                or ServiceNotConnectedException
                or MailKit.Security.AuthenticationException
                or MailKit.Security.SslHandshakeException
                or IOException
                or System.Net.Sockets.SocketException
                or TimeoutException
                or NotSupportedException;
}
