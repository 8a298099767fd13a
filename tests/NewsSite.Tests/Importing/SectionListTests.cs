using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The list that says where the sections of an export go.</summary>
public sealed class SectionListTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_line_of_the_list_for_a_section_that_the_export_does_not_have_is_told_and_changes_nothing()
    {
        // An export of a part of a site has no list: its sections are those that stories name.
        await site.CategoryAsync("Slips");
        var wxr = new Wxr("http://slips.example").Post("Slipped", "Text.", AskedForms.Filed("politics"));
        var report = await site.ImportAsync(
            wxr,
            "politcs = slips\n\nsport = -\npolitics = slips\n* = slips",
            isDry: true
        );
        Assert.Equal(
            [
                "map.txt, line 1, changes nothing: the export has no section “politcs”",
                "map.txt, line 3, changes nothing: the export has no section “sport”",
            ],
            report.Remarks.Rows.Select(r => r.Name)
        );
        Assert.Equal(2, report.Lines().Count(l => l.Contains("map.txt, line", StringComparison.Ordinal)));

        await site.ImportAsync(wxr, "politcs = -\npolitics = slips");
        Assert.Equal(await site.CategoryAsync("Slips"), (await site.StoryAsync("Slipped")).Content.PrimaryCategoryId);
        var wrong = await Assert.ThrowsAsync<ImportRefusedException>(() =>
            site.ImportAsync(wxr, "politcs = nowhere-here")
        );
        Assert.Equal("map.txt, line 1: There is no section “nowhere-here”.", wrong.Message);
    }
}
