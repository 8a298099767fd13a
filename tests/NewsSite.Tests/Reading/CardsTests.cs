using System.Net;
using System.Text.RegularExpressions;
using NetVips;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class CardsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_card_of_a_story_is_its_picture_cropped_and_goes_when_it_goes()
    {
        var (_, story) = await site.PicturedAsync("Card with picture");
        var id = long.Parse(story.Split('/')[2], null);
        using var stranger = site.Visitor();
        using var card = await CardAsync(stranger, $"/media/card/{id}-2.jpg");
        Assert.True(card.Shows(20, 20, Photos.Red) && card.Shows(80, 80, Photos.Yellow));

        using var old = await stranger.GetAsync($"/media/card/{id}-1.jpg");
        Assert.Equal(HttpStatusCode.MovedPermanently, old.StatusCode);
        Assert.Equal($"/media/card/{id}-2.jpg", old.Headers.Location!.OriginalString);

        // A newer draft is not told of.
        await site.SaveAsync(id, c => c with { Headline = "Newer words" });
        foreach (var none in new[] { $"{id}-3", $"{id}-0", $"{id}--1", "999999-1", $"{id}" })
        {
            using var missing = await stranger.GetAsync($"/media/card/{none}.jpg");
            Assert.Equal((HttpStatusCode.NotFound, none), (missing.StatusCode, none));
        }

        await site.WithdrawAsync(id);
        using var gone = await stranger.GetAsync($"/media/card/{id}-2.jpg");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("Fish & <b>chips</b> “cost” more – much more…")]
    [InlineData("Σήμερα 新聞")]
    [InlineData(
        "Ministers agree a rescue plan to keep the coastal railway running through the winter, but campaigners say that the first section is late by months, ns"
    )]
    [InlineData(
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsvorstandswahlausschussprotokollführerstellvertreterinnenversammlu2026"
    )]
    public async Task A_story_without_a_picture_gets_a_card_that_shows_its_headline_whole(string headline)
    {
        var id = await site.PublishedAsync(headline, category: "Cards");
        using var stranger = site.Visitor();
        using var card = await CardAsync(stranger, $"/media/card/{id}-1.jpg");

        // The section's colour, as the style sheet has it for light.
        using var answer = await stranger.GetAsync("/dist/reader.css");
        var css = await answer.Content.ReadAsStringAsync();
        var hex = Regex.Match(css, "--s-news: *light-dark\\(#([0-9a-f]{6})").Groups[1].Value;
        double[] rule = [.. Convert.FromHexString(hex).Select(b => (double)b)];
        Assert.True(card.Shows(50, 1, rule));

        // Ink in the headline's place, and none at the edges: nothing is cut off.
        Assert.True(Darkest(card, 80, 80, 1040, 420) < 60, "there is no headline");
        Assert.True(Darkest(card, 80, 515, 300, 60) < 60, "there is no name of the paper");
        Assert.True(Darkest(card, 0, 30, 70, 590) > 235, "it runs out at the start");
        Assert.True(Darkest(card, 1130, 30, 70, 590) > 235, "it runs out at the end");
        Assert.True(Darkest(card, 200, 484, 900, 30) > 235, "it runs into the name");
    }

    private static double Darkest(Image card, int x, int y, int width, int height)
    {
        using var part = card.Crop(x, y, width, height);
        return part.Min();
    }

    private static async Task<Image> CardAsync(Visitor stranger, string address)
    {
        using var answer = await stranger.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, 300_000);
        var card = Image.NewFromBuffer(bytes);
        Assert.Equal((1200, 630), (card.Width, card.Height));
        return card;
    }
}
