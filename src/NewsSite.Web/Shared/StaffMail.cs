using System.Net;
using MimeKit;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

/// <summary>Mails the paper's staff, where a mail server is set.</summary>
public sealed class StaffMail(MailServer server, SiteOptions site, ILogger<StaffMail> log)
{
    public bool IsOn => server.IsOn;

    /// <summary>Brings a person the link that sets a password.</summary>
    /// <param name="by">Who asked for it.</param>
    /// <returns>Why it could not be sent, for the admin; null where it went.</returns>
    public async Task<string?> SendAsync(StaffMember member, string link, string by, CancellationToken cancel)
    {
        var isNew = member.PasswordHash is null;
        var until = TimeZoneInfo
            .ConvertTime(member.LinkUntil!.Value, site.Zone)
            .ToString("d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var what = isNew
            ? $"{by} invites you into the newsroom of {site.Name}."
            : $"{by} made you a new link into the newsroom of {site.Name}.";
        var how = $"Set your password here. The link works once, until {until} ({site.Zone.Id}).";
        const string Stray = "If you do not expect this mail, throw it away: nothing happens without you.";
        var body = new BodyBuilder
        {
            TextBody = $"Hello {member.Name},\n\n{what}\n\n{how}\n\n{link}\n\n{Stray}\n",
            HtmlBody =
                $"<p>Hello {Encoded(member.Name)},</p><p>{Encoded(what)}</p><p>{Encoded(how)}</p>"
                + $"<p><a href=\"{Encoded(link)}\">{Encoded(link)}</a></p><p>{Encoded(Stray)}</p>",
        };
        using var message = new MimeMessage
        {
            Subject = isNew ? $"Your account at {site.Name}" : $"Your new link to {site.Name}",
            Body = body.ToMessageBody(),
        };
        message.To.Add(new MailboxAddress(member.Name, member.Email!));
        if (await server.SendAsync(message, cancel) is not { } failure)
        {
            return null;
        }

        log.LogWarning(failure, "A mail to account {Id} could not be sent", member.Id);
        return failure.Message;
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
