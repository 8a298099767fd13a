using MailKit.Security;
using MimeKit;

namespace NewsSite.Web.Shared;

/// <summary>The server that takes the paper's mail to its staff.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name; unset: no mail is sent.</summary>
    public string? Host { get; init; }
    public int Port { get; init; } = 587;

    /// <summary>None only beside the site: names and links to accounts are in the mail.</summary>
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;
    public string? UserName { get; init; }
    public string? Password { get; init; }

    /// <summary>Whom the mail is from: <c>newsroom@example.org</c>, or <c>The Paper &lt;newsroom@example.org&gt;</c>.</summary>
    public string? From { get; init; }

    public bool IsOn => !string.IsNullOrEmpty(Host);

    /// <returns>Null where <see cref="From"/> is no address.</returns>
    public MailboxAddress? Sender() =>
        MailboxAddress.TryParse(From ?? "", out var sender) && sender.Address.Contains('@', StringComparison.Ordinal)
            ? sender
            : null;

    public SecureSocketOptions Socket() =>
        Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,

            // Never plain where the server offers nothing better.
            _ => SecureSocketOptions.StartTls,
        };
}

public enum SmtpSecurity
{
    StartTls,
    Tls,
    None,
}
