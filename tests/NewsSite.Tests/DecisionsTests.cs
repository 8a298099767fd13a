using NewsSite.News.Addresses;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Media;
using NewsSite.News.Notes;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Previews;
using NewsSite.News.Related;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using NewsSite.Web.Accounts;
using NewsSite.Web.Newsroom.Pictures;
using Xunit;

namespace NewsSite.Tests;

/// <summary>The page of security decisions: what it says of numbers is what the code does.</summary>
public sealed class DecisionsTests
{
    [Fact]
    public void The_numbers_that_are_written_down_are_those_of_the_code()
    {
        var page = string.Join(' ', File.ReadAllLines(Path.Combine(NamedTests.Root, "docs", "SECURITY-DECISIONS.md")));
        string[] said =
        [
            $"{StaffDesk.InvitationLasts.TotalHours} hours for an invitation, {StaffDesk.LinkLasts.TotalHours} for a lost",
            $"{StaffDesk.PasswordLeast} to {SignInInput.Limit} characters of any kind",
            $"ends {StaffSession.Rest.TotalHours} hours after its last request",
            $"{PreviewLinks.OpenLimit}; an hour to a week each",
            $"pins beside a story | {RelatedChoice.PinLimit} |",
            $"headline {ArticleContent.HeadlineLimit}",
            $"note {Note.TextLimit:N0}",
            $"correction {Correction.TextLimit:N0}",
            $"tag {Tag.NameLimit}",
            $"address of a page {Slug.Limit}",
            $"target of a redirect {RedirectTarget.Limit:N0}",
            $"a person's name {StaffMember.NameLimit}",
            $"{UploadedPicture.ByteLimit >> 20} MB each, {PictureIntake.FilesLimit} in a form, {PictureIntake.RequestLimit >> 20} MB a request",
            $"{UploadedPicture.PixelLimit / 1_000_000} megapixels, {UploadedPicture.WholePixelLimit / 1_000_000} where",
            $"{new WebhookTargets(_ => true).Patience.TotalSeconds} s; {WebhookDesk.Most} receivers at most",
            $"alerts to {AlertAddressBook.Most} addresses at most",
            $"{OldSite.Limit.TotalSeconds} seconds, {UploadedPicture.ByteLimit >> 20} MB a picture, {OldSite.AtOnce} at once",
            $"{WireFetcher.ByteLimit >> 20} MB, 200 entries an answer",
            $"{RedirectFile.ByteLimit >> 20} MB, {RedirectFile.LineLimit:N0} lines",
            $"{ImportFolder.ByteLimit >> 30} GB by a browser, any size by hand",
        ];
        Assert.All(said, words => Assert.Contains(words, page, StringComparison.Ordinal));
    }
}
