using Microsoft.Playwright;
using NetVips;
using NewsSite.News.Fronts;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Odd stories in every place where a page shows a story: nothing runs out, lies over another or is cut off.</summary>
public sealed class OddStoriesTests(OddSite odd, BrowserFixture browser) : IClassFixture<OddSite>
{
    private static readonly int[] Widths = [320, 390, 768, 1280];

    // Set: pictures of every screen are written there, to be looked at.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS");
    private readonly SiteFixture site = odd.Site;
    private readonly IReadOnlyList<OddStory> stories = odd.Stories;

    [Fact]
    public async Task Every_place_bears_every_odd_story()
    {
        var windows = await Task.WhenAll(
            Widths
                .SelectMany(width => new[] { (Width: width, IsLarge: false), (Width: width, IsLarge: true) })
                .Where(w => !w.IsLarge || w.Width is 320 or 1280)
                .Select(OpenAsync)
        );
        Assert.Equal(
            ["16px", "32px"],
            await Task.WhenAll(
                windows[..2]
                    .Select(w => w.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize"))
            )
        );
        var wrong = new List<string>();
        var lists = new[]
        {
            ("category", "/category/oddities"),
            ("tag", "/tag/curious"),
            ("author", "/author/odd-0"),
            ("search", $"/search?q={OddStories.Word}&section=oddities"),
            ("archive", $"/archive/{DateTimeOffset.UtcNow:yyyy/MM/dd}"),
            ("journalists", "/about/staff"),
        };
        foreach (var (name, address) in lists.Concat(stories.Select(s => (s.Name, s.Address))))
        {
            wrong.AddRange(await LookAsync(windows, name, address));
        }

        // On the front page each takes its turn as the lead, and in each place below it.
        for (var n = 0; n < stories.Count; n++)
        {
            foreach (var (slot, m) in FrontSlot.Names.Select((slot, m) => (slot, m)))
            {
                var story = stories[(n + m) % stories.Count];
                await site.WithAsync<FrontDesk>(desk => desk.PinAsync(slot, story.Id, null, site.Editor, default));
            }

            wrong.AddRange(await LookAsync(windows, $"front-{stories[n].Name}", "/"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Marks_that_are_stacked_on_letters_stay_inside_their_own_text(int width)
    {
        var page = await browser.OpenAsync(site.Address, width);
        var stacked = stories.Single(s => s.Name == "stacked-marks");
        await site.WithAsync<FrontDesk>(desk => desk.PinAsync("lead", stacked.Id, null, site.Editor, default));
        var wrong = new List<string>();
        foreach (
            var address in new[]
            {
                "/",
                "/category/oddities",
                $"/search?q={OddStories.Word}&section=oddities",
                $"/archive/{DateTimeOffset.UtcNow:yyyy/MM/dd}",
                stacked.Address,
                stories.Single(s => s.Name == "forty").Address,
            }
        )
        {
            await page.GotoAsync(address);

            // It shows itself by how far one has scrolled, which a picture of the whole page has no answer to.
            await page.EvaluateAsync("document.querySelector('.to-top').remove()");

            // What comes late or ticks is no ink: pictures, and how long ago things were.
            await page.EvaluateAsync(
                "for (const e of document.querySelectorAll('img, time')) e.style.visibility = 'hidden'"
            );
            using var whole = await StillAsync(page);
            var marked = await page.EvaluateAsync<double[][]>(PageLayout.Marked);
            Assert.NotEmpty(marked);

            // What changes when the marked text is gone from sight is its ink.
            await page.EvaluateAsync(
                "for (const e of document.querySelectorAll('.marked')) e.style.visibility = 'hidden'"
            );
            using var without = await StillAsync(page);
            Assert.Equal(whole.Height, without.Height);
            using var ink = (whole - without).Abs();
            using var outside = ink.Mutate(m =>
            {
                foreach (var box in marked.Select(b => b.Select(n => (int)n).ToArray()))
                {
                    m.DrawRect([0, 0, 0], box[0], box[1], box[2], box[3], fill: true);
                }
            });
            if (outside.Max() > 8)
            {
                wrong.Add($"{address} at {width}: ink at {string.Join(',', outside.MaxPos())}");
            }
        }

        Assert.Empty(wrong);
    }

    /// <returns>The page once it does not change any more: fonts that come late move it.</returns>
    private static async Task<Image> StillAsync(IPage page)
    {
        byte[] last = [];
        await SiteProcess.UntilAsync(async () =>
        {
            var before = last;
            last = await page.ScreenshotAsync(new() { FullPage = true });
            return last.AsSpan().SequenceEqual(before);
        });
        using var shot = Image.PngloadBuffer(last);
        using var colours = shot.ExtractBand(0, n: 3);
        return colours.CopyMemory();
    }

    private async Task<Window> OpenAsync((int Width, bool IsLarge) w) =>
        new(
            await browser.OpenAsync(site.Address, w.Width, largeText: w.IsLarge),
            w.IsLarge ? $"{w.Width}-large" : $"{w.Width}"
        );

    private static async Task<IEnumerable<string>> LookAsync(Window[] windows, string name, string address)
    {
        var wrong = await Task.WhenAll(
            windows.Select(async window =>
            {
                var page = window.Page;
                await page.GotoAsync(address);
                if (Pictures is not null)
                {
                    Directory.CreateDirectory(Pictures);
                    await page.ScreenshotAsync(
                        new() { Path = Path.Combine(Pictures, $"odd-{name}-{window.Name}.png"), FullPage = true }
                    );
                }

                var plain = await PageLayout.WrongAsync(page);
                var spaced = await PageLayout.WrongWhenSpacedAsync(page);
                return plain
                    .Select(w => $"{name} {window.Name}: {w}")
                    .Concat(spaced.Select(w => $"{name} {window.Name} spaced: {w}"));
            })
        );
        return wrong.SelectMany(w => w);
    }

    private sealed record Window(IPage Page, string Name);
}
