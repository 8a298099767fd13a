using System.Globalization;
using NewsSite.News.Articles;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>The front page under an editor's hand; the page is this class's alone.</summary>
public sealed class FrontPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_story_put_into_a_place_stands_there_until_its_end_and_the_place_then_fills_itself()
    {
        var old = await site.PublishedAsync(
            "Put there by hand",
            category: "News",
            at: DateTimeOffset.UtcNow.AddDays(-9)
        );
        await FillAsync("Newer", 12);
        Assert.NotEqual("Put there by hand", await LeadAsync());

        using var editor = await site.VisitorAsync(site.Editor);
        using var placed = await editor.SubmitAsync(
            "/newsroom/front",
            [("Input.Slot", "lead"), ("Input.ArticleId", $"{old}"), ("Input.Hours", "6")]
        );
        Assert.Equal(System.Net.HttpStatusCode.Redirect, placed.StatusCode);
        Assert.Equal("Put there by hand", await LeadAsync());

        await PinAsync("lead", old, DateTimeOffset.UtcNow.AddMilliseconds(-1));
        Assert.NotEqual("Put there by hand", await LeadAsync());

        await PinAsync("lead", old, null);
        Assert.Equal("Put there by hand", await LeadAsync());
        await site.WithdrawAsync(old);
        Assert.NotEqual("Put there by hand", await LeadAsync());
    }

    [Fact]
    public async Task However_the_places_are_filled_no_story_stands_twice()
    {
        await FillAsync("Many", 40);
        var newest = await IdsAsync();
        await site.WithAsync<ReadingBook>(book =>
            book.AddAsync(newest.ToDictionary(id => id, id => (int)(id % 97) + 1), DateTimeOffset.UtcNow, default)
        );
        await site.WithAsync<MostReadDesk>(desk => desk.RefreshAsync(default));
        var random = new Random(7);
        for (var round = 0; round < 15; round++)
        {
            var slot = NewsSite.News.Fronts.FrontSlot.Names[random.Next(7)];
            if (random.Next(4) == 0)
            {
                await site.WithAsync<FrontDesk>(desk => desk.ClearAsync(slot, site.Editor, default));
            }
            else
            {
                await PinAsync(slot, newest[random.Next(newest.Count)], null);
            }

            var shown = await IdsAsync();
            Assert.Equal(shown.Distinct(), shown);
            Assert.True(shown.Count > 25, $"Only {shown.Count} stories");
        }
    }

    [Fact]
    public async Task A_section_with_few_stories_keeps_its_strip_however_much_they_are_read()
    {
        var few = new List<long>();
        for (var n = 0; n < 3; n++)
        {
            few.Add(
                await site.PublishedAsync(
                    $"Beekeeping {n}",
                    category: "Beekeeping",
                    at: DateTimeOffset.UtcNow.AddDays(-20)
                )
            );
        }

        await FillAsync("Not of bees", 30);
        var read = (await IdsAsync()).Except(few).ToDictionary(id => id, _ => 1000);
        few.ForEach(id => read[id] = 5000);
        await site.WithAsync<ReadingBook>(book => book.AddAsync(read, DateTimeOffset.UtcNow, default));
        await site.WithAsync<MostReadDesk>(desk => desk.RefreshAsync(default));

        using var reader = site.Visitor();
        var page = await reader.PageAsync("/");
        Assert.NotEmpty(page.QuerySelectorAll(".most-read li"));
        var strip = page.QuerySelectorAll(".strip").Single(s => s.QuerySelector("h2")!.TextContent == "Beekeeping");
        Assert.Equal(3, strip.QuerySelectorAll(".card").Length);
    }

    [Fact]
    public async Task Only_an_editor_can_place_a_story_and_only_one_that_readers_may_see()
    {
        var draft = (await site.DraftAsync("Still a draft")).ArticleId;
        var live = await site.PublishedAsync("Live enough");
        await Assert.ThrowsAsync<NotAllowedException>(() => PinAsync("lead", draft, null));
        await Assert.ThrowsAsync<NotAllowedException>(() => PinAsync("no-such-place", live, null));
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<FrontDesk>(desk => desk.PinAsync("lead", live, null, site.Reporter, default))
        );
    }

    private Task PinAsync(string slot, long id, DateTimeOffset? until) =>
        site.WithAsync<FrontDesk>(desk => desk.PinAsync(slot, id, until, site.Editor, default));

    private async Task FillAsync(string name, int count)
    {
        for (var n = 0; n < count; n++)
        {
            await site.PublishedAsync(
                $"{name} {n}",
                category: n % 3 == 0 ? "Thirds"
                    : n % 3 == 1 ? "Ones"
                    : "Twos"
            );
        }
    }

    private async Task<string> LeadAsync()
    {
        using var reader = site.Visitor();
        return (await reader.PageAsync("/")).QuerySelector(".card--lead .card__headline")!.TextContent;
    }

    private async Task<List<long>> IdsAsync()
    {
        using var reader = site.Visitor();
        var page = await reader.PageAsync("/");
        return
        [
            .. page.QuerySelectorAll("main a[href^='/news/']")
                .Select(a => long.Parse(a.GetAttribute("href")!.Split('/')[2], CultureInfo.InvariantCulture)),
        ];
    }
}
