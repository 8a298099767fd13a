using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Settings that cannot be read for a while: pages go out with the old ones, and none of these is kept.</summary>
public sealed class LiveSettingsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_page_that_was_made_with_old_settings_is_not_kept()
    {
        using var reader = site.Visitor();
        await TitleAsync(reader, title => title != "Lagoon");
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync("revoke select on site.settings from newssite_reader")
        );
        using var admin = await site.VisitorAsync(site.Admin);
        using var saved = await admin.SubmitAsync("/admin/settings", [("Input.Name", "Lagoon")]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        // Made anew after the bell, by the name that this server knows; more than once, as whoever asks twice would be sent a
        // page that is kept.
        await TitleAsync(reader, title => title != "Lagoon");
        await TitleAsync(reader, title => title != "Lagoon");

        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync("grant select on site.settings to newssite_reader")
        );

        // Whoever asks while an older look at the settings is under way is sent what is known, once more.
        await SiteProcess.UntilAsync(async () => (await reader.PageAsync("/")).Title == "Lagoon");
    }

    private static async Task TitleAsync(Visitor reader, Func<string?, bool> isRight)
    {
        var page = await reader.PageAsync("/");
        Assert.True(isRight(page.Title), page.Title);
    }
}
