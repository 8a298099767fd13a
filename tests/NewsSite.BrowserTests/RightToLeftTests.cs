using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>A paper in Arabic or Hebrew is the mirror image of one in English.</summary>
public sealed class RightToLeftTests(PostgresFixture postgres, BrowserFixture browser)
{
    // Where each part stands, counted from the side at which the language begins.
    private const string Places = """
        () => {
          const page = document.documentElement;
          // The bar of sections is scrolled to the current one.
          document.querySelector('.sections ul').scrollLeft = 0;
          const fromRight = getComputedStyle(page).direction === 'rtl';
          return [...document.querySelectorAll(
            'header, .masthead > *, .sections li, .card, .card__media, .card__text, .kicker, .strip__head > *, ' +
            '.columnist__who, .story__head, .story__meta, .share > *, .hero, .story__body, .prose > *, .tags li, ' +
            '.crumbs li, .pager a, .calendar td, .footer nav, main img'
          )].filter((e) => e.checkVisibility()).map((e) => {
            const r = e.getBoundingClientRect();
            return Math.round(fromRight ? page.clientWidth - r.right : r.left);
          });
        }
        """;

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task A_paper_in_Arabic_is_mirrored(int width)
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:Language", "ar")
        );
        var stories = await OddStories.FillAsync(site);
        var page = await browser.OpenAsync(site.Address, width);
        foreach (
            var address in new[]
            {
                "/",
                "/category/oddities",
                $"/archive/{DateTimeOffset.UtcNow:yyyy/MM/dd}",
                stories.Single(s => s.Name == "unmarked-arabic").Address,
                stories.Single(s => s.Name == "three-hundred").Address,
            }
        )
        {
            await page.GotoAsync(address);
            Assert.Equal(
                "ar rtl",
                await page.EvaluateAsync<string>("document.documentElement.lang + ' ' + document.dir")
            );
            Assert.Empty(await PageLayout.WrongAsync(page));
            var mirrored = await page.EvaluateAsync<int[]>(Places);
            await page.EvaluateAsync("document.dir = 'ltr'");
            var plain = await page.EvaluateAsync<int[]>(Places);
            Assert.InRange(mirrored.Length, 20, int.MaxValue);
            Assert.All(
                plain.Zip(mirrored),
                (pair, n) => Assert.True(Math.Abs(pair.First - pair.Second) <= 1, $"{address}, part {n}: {pair}")
            );
        }
    }

    [Fact]
    public async Task A_story_in_Hebrew_is_mirrored_inside_a_page_in_English()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        var stories = await OddStories.FillAsync(site);
        var page = await browser.OpenAsync(site.Address);
        await page.GotoAsync(stories.Single(s => s.Name == "hebrew").Address);
        Assert.Equal("ltr", await page.EvaluateAsync<string>("document.dir"));
        Assert.Empty(await PageLayout.WrongAsync(page));

        // The paper's own words are in its own language and direction.
        var minutes = page.GetByText("1 min read");
        Assert.Equal("ltr", await minutes.EvaluateAsync<string>("e => getComputedStyle(e).direction"));
        Assert.Equal("en-GB", await minutes.EvaluateAsync<string>("e => e.closest('[lang]').lang"));

        // The authors stand before the text: here to the right of it.
        var who = await page.Locator(".story__meta").BoundingBoxAsync();
        var text = await page.Locator(".story__body").BoundingBoxAsync();
        Assert.True(who!.X > text!.X + text.Width, $"{who.X} is not behind {text.X + text.Width}");
        var first = await page.Locator(".masthead__name").BoundingBoxAsync();
        Assert.InRange(first!.X, 0, 100);
    }
}
