using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Pages may be kept by caches for long, so a file holds dates; the reader's browser makes "4 min ago" of them.</summary>
[Collection(nameof(DemoSite))]
public sealed partial class TimesTests(DemoSite demo, BrowserFixture browser)
{
    private const string Card = "main time[data-relative]";

    [Fact]
    public async Task A_time_is_a_date_in_the_file_and_right_by_the_readers_clock_however_old_the_page_is()
    {
        var plain = await browser.OpenAsync(demo.Address, script: false);
        await plain.GotoAsync(demo.Article);
        var card = plain.Locator(Card).First;
        var written = await card.TextContentAsync();
        Assert.Matches(Day(), written);
        var machine = await card.GetAttributeAsync("datetime");
        var moment = DateTimeOffset.Parse(machine!, CultureInfo.InvariantCulture);

        var page = await browser.OpenAsync(demo.Address);
        var shown = page.Locator(Card).First;
        foreach (
            var (age, words) in new (TimeSpan Age, string Words)[]
            {
                (TimeSpan.FromSeconds(20), "Just now"),
                (TimeSpan.FromMinutes(4.5), "4 min ago"),
                (TimeSpan.FromMinutes(190), "3 hr ago"),
                (TimeSpan.FromDays(2), written!),
                // A clock that is behind says nothing about the future.
                (TimeSpan.FromHours(-1), written!),
            }
        )
        {
            await page.Clock.SetFixedTimeAsync((moment + age).UtcDateTime);
            await page.GotoAsync(demo.Article);
            await Expect(shown).ToHaveTextAsync(words);
        }

        // A story's own times are never words that grow old.
        await Expect(page.Locator(".story__times time").First).ToHaveTextAsync(Moment());
    }

    [Fact]
    public async Task A_page_that_stays_open_goes_on_with_the_clock()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.GotoAsync(demo.Article);
        var shown = page.Locator(Card).First;
        var machine = await shown.GetAttributeAsync("datetime");
        var moment = DateTimeOffset.Parse(machine!, CultureInfo.InvariantCulture);
        await page.Clock.InstallAsync(new() { TimeDate = moment.AddMinutes(59).UtcDateTime });
        await page.ReloadAsync();
        await Expect(shown).ToHaveTextAsync("59 min ago");
        await Expect(shown).ToHaveAttributeAsync("title", Day());
        await page.Clock.FastForwardAsync("02:00");
        await Expect(shown).ToHaveTextAsync("1 hr ago");
        await page.Clock.FastForwardAsync("24:00:00");
        await Expect(shown).ToHaveTextAsync(Day());
    }

    [GeneratedRegex("^[0-9]{1,2} [A-Z][a-z]+$")]
    private static partial Regex Day();

    [GeneratedRegex("^[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}, [0-9]{2}:[0-9]{2}$")]
    private static partial Regex Moment();
}
