using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>A paper that has a mail server, and one that asks for a second step.</summary>
public sealed class MailTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_invitation_goes_by_mail_and_one_that_cannot_is_told_to_the_admin()
    {
        await using var box = new MailBox();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:Smtp:Host", "127.0.0.1")
                    .UseSetting("NewsSite:Smtp:Port", $"{box.Port}")
                    .UseSetting("NewsSite:Smtp:Security", "None")
                    .UseSetting("NewsSite:Smtp:From", "The Paper <newsroom@news.test>")
        );
        using var admin = await site.VisitorAsync(site.Admin);
        var page = await InviteAsync(admin, "Mia <b>Mail</b>", "mia@example.org");
        Assert.Null(page.QuerySelector("code.link"));
        Assert.Contains(
            "went to mia@example.org",
            page.QuerySelector("[role=status]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.True(box.Messages.TryDequeue(out var mail));
        Assert.Equal("mia@example.org", mail.To.Mailboxes.Single().Address);
        Assert.Equal("newsroom@news.test", mail.From.Mailboxes.Single().Address);
        Assert.Contains("Ada Admin invites you", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Hello Mia &lt;b&gt;Mail&lt;/b&gt;,", mail.HtmlBody, StringComparison.Ordinal);
        var link = mail.TextBody!.Split('\n')
            .Select(l => l.Trim())
            .Single(l => l.StartsWith("http://news.test/", StringComparison.Ordinal));
        Assert.Contains($"href=\"{WebUtility.HtmlEncode(link)}\"", mail.HtmlBody, StringComparison.Ordinal);
        using var mia = site.Visitor();
        using var set = await mia.SubmitAsync(
            new Uri(link).PathAndQuery,
            [("Input.Password", "a password of mine"), ("Input.Again", "a password of mine")]
        );
        Assert.Equal("/newsroom", set.Headers.Location!.OriginalString);

        // The account is there, whatever becomes of the mail.
        box.IsFull = true;
        var failed = await InviteAsync(admin, "Udo Unmailed", "udo@example.org");
        Assert.Contains(
            "could not be sent: the box is full",
            failed.QuerySelector("[role=status]")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "http://news.test/",
            failed.QuerySelector("code.link")!.TextContent,
            StringComparison.Ordinal
        );
        box.IsFull = false;
        var udo = failed.QuerySelectorAll("tbody a").Single(a => a.TextContent == "Udo Unmailed").GetAttribute("href")!;
        using var again = await admin.SubmitAsync(udo, [], "handler=Link");
        Assert.Equal("udo@example.org", Assert.Single(box.Messages).To.Mailboxes.Single().Address);

        // No line of what is typed becomes one of the mail's head.
        box.Messages.Clear();
        await InviteAsync(admin, "Carl\r\nBcc: thief@example.org\r\n\r\nGo here", "carl@example.org");
        var whole = Assert.Single(box.Messages);
        Assert.Equal("carl@example.org", Assert.Single(whole.GetRecipients()).Address);
        Assert.False(whole.Headers.Contains("Bcc"));
        Assert.Contains("Set your password here", whole.TextBody, StringComparison.Ordinal);
        box.Messages.Clear();
        await InviteAsync(admin, "Eve", "eve@example.org\r\nBcc: thief@example.org");
        await InviteAsync(admin, "Eve", "eve@example.org>\r\nRCPT TO:<thief@example.org");
        Assert.Empty(box.Messages);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> InviteAsync(Visitor admin, string name, string email)
    {
        using var added = await admin.SubmitAsync(
            "/admin/staff",
            [("Input.Name", name), ("Input.Email", email), ("Input.Role", "Reporter")]
        );
        return await Visitor.ParseAsync(added);
    }
}
