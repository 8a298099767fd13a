using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NetVips;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class PicturesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly string[] Crops = ["16x9", "4x3", "1x1", "social"];

    [Fact]
    public async Task A_picture_can_be_fetched_in_every_form_while_its_story_is_live_and_never_else()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("Alt", null, null, 40, 80));
        var draft = await site.DraftAsync("Pictured");
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = picture.Id });
        var names = Rendition
            .WidthsOf(picture.Width)
            .SelectMany(w => new[] { $"{w}.avif", $"{w}.webp", $"{w}.jpg" })
            .Concat(Crops.Select(shape => $"{shape}-40-80.jpg"))
            .ToList();
        Assert.Equal(19, names.Count);
        var hash = Path.GetFileNameWithoutExtension(picture.FileName);
        using var stranger = site.Visitor();
        using var reporter = await site.VisitorAsync(site.Reporter);

        // Staff see it before, so that the file lies there, ready to leak.
        await AnswerAsync(reporter, "/newsroom/media/", hash, names, HttpStatusCode.OK);
        await AnswerAsync(stranger, "/media/", hash, names, HttpStatusCode.NotFound);
        await AnswerAsync(stranger, "/newsroom/media/", hash, names, HttpStatusCode.Redirect);
        await site.PublishAsync(draft.ArticleId, 2);
        await AnswerAsync(stranger, "/media/", hash, names, HttpStatusCode.OK);
        await site.WithdrawAsync(draft.ArticleId);
        await AnswerAsync(stranger, "/media/", hash, names, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_picture_is_sent_as_nothing_else_and_may_be_kept_forever()
    {
        var (picture, _) = await PublishedAsync("Headers");
        using var stranger = site.Visitor();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await stranger.SendAsync(method, $"/media/{Hash(picture)}/320.avif");
            Assert.Equal("image/avif", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains(
                "sandbox",
                answer.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal
            );
            Assert.Contains("immutable", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Made_up_sizes_focal_points_and_masters_are_not_found_and_leave_nothing_on_the_disk()
    {
        var (picture, _) = await PublishedAsync("Made up");
        var hash = Hash(picture);
        using var stranger = site.Visitor();
        using var reporter = await site.VisitorAsync(site.Reporter);
        foreach (
            var name in new[]
            {
                "321.avif",
                "1201.webp",
                "1280.avif",
                "2000.jpg",
                "0.jpg",
                "16x9-50-51.jpg",
                "social-0-0.jpg",
                "16x9-50-50.avif",
                "320.png",
                $"{hash}.jpg",
                "..%2f320.avif",
            }
        )
        {
            await AnswerAsync(stranger, "/media/", hash, [name], HttpStatusCode.NotFound);
            await AnswerAsync(reporter, "/newsroom/media/", hash, [name], HttpStatusCode.NotFound);
        }

        using var master = await stranger.GetAsync($"/media/{picture.FileName}");
        Assert.Equal(HttpStatusCode.NotFound, master.StatusCode);
        await AnswerAsync(stranger, "/media/", hash.ToUpperInvariant(), ["320.avif"], HttpStatusCode.NotFound);
        Assert.False(Directory.Exists(Path.Combine(site.MediaPath, "renditions", hash)));
    }

    [Fact]
    public async Task Every_address_in_the_markup_answers_with_the_width_that_it_names()
    {
        var (picture, story) = await PublishedAsync("Marked up");
        var small = await site.PictureAsync(Photos.Quarters(222, 148), new PictureForm("Small", null, null));
        var second = await site.PublishedAsync("Marked up small", category: "Marks");
        await site.SaveAsync(second, c => c with { PictureId = small.Id });
        await site.PublishAsync(second, 2, seenLive: 1);
        using var stranger = site.Visitor();
        var wrong = new List<string>();
        var seen = 0;
        foreach (var address in new[] { "/", story, "/category/marks", "/author/rita-reporter" })
        {
            var page = await stranger.PageAsync(address);
            foreach (var shown in page.QuerySelectorAll("main picture"))
            {
                var image = shown.QuerySelector<IHtmlImageElement>("img")!;
                Assert.Equal(
                    ["image/avif", "image/webp"],
                    shown.QuerySelectorAll("source").Select(s => s.GetAttribute("type"))
                );
                Assert.All(shown.QuerySelectorAll("source"), s => Assert.NotEmpty(s.GetAttribute("sizes")!));
                Assert.EndsWith(".jpg", image.GetAttribute("src"), StringComparison.Ordinal);
                Assert.Contains((image.DisplayWidth, image.DisplayHeight), new[] { (1200, 800), (222, 148) });
                Assert.NotNull(image.GetAttribute("alt"));
                Assert.Equal("async", image.GetAttribute("decoding"));
                Assert.NotEqual(image.GetAttribute("loading") == "lazy", image.GetAttribute("fetchpriority") == "high");
            }

            foreach (
                var set in page.QuerySelectorAll("[srcset], [imagesrcset]")
                    .Select(e => e.GetAttribute("srcset") ?? e.GetAttribute("imagesrcset")!)
            )
            {
                foreach (var (file, width) in set.Split(", ").Select(c => c.Split(' ')).Select(c => (c[0], c[1])))
                {
                    seen++;
                    using var answer = await stranger.GetAsync(file);
                    if (answer.StatusCode != HttpStatusCode.OK)
                    {
                        wrong.Add($"{address}: {file} answers {answer.StatusCode}");
                        continue;
                    }

                    using var got = Image.NewFromBuffer(await answer.Content.ReadAsByteArrayAsync());
                    if ($"{got.Width}w" != width)
                    {
                        wrong.Add($"{address}: {file} is {got.Width} wide, not {width}");
                    }
                }
            }

            foreach (var file in page.QuerySelectorAll("main img").Select(i => i.GetAttribute("src")!))
            {
                using var answer = await stranger.GetAsync(file);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    wrong.Add($"{address}: {file} answers {answer.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(seen > 30, $"only {seen} addresses");
        Assert.Equal(1200, picture.Width);
    }

    [Fact]
    public async Task The_picture_above_a_story_loads_at_once_and_all_others_wait()
    {
        var (_, story) = await PublishedAsync("Hero");
        await PublishedAsync("Beside the hero");
        using var stranger = site.Visitor();
        var page = await stranger.PageAsync(story);
        var preload = page.QuerySelector("head link[rel=preload][as=image]")!;
        var first = page.QuerySelector(".hero source[type='image/avif']")!;
        Assert.Equal(first.GetAttribute("srcset"), preload.GetAttribute("imagesrcset"));
        Assert.Equal(first.GetAttribute("sizes"), preload.GetAttribute("imagesizes"));
        Assert.Equal("image/avif", preload.GetAttribute("type"));
        var urgent = page.QuerySelectorAll("main img[fetchpriority=high]");
        Assert.Equal(page.QuerySelector(".hero img"), Assert.Single(urgent));
        Assert.All(
            page.QuerySelectorAll("main img").Where(i => i != urgent[0]),
            i => Assert.Equal("lazy", i.GetAttribute("loading"))
        );
    }

    [Fact]
    public async Task The_card_of_a_story_is_its_picture_cropped_and_goes_when_it_goes()
    {
        var (_, story) = await PublishedAsync("Card with picture");
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

    private static async Task AnswerAsync(
        Visitor visitor,
        string root,
        string hash,
        IEnumerable<string> names,
        HttpStatusCode expected
    )
    {
        var wrong = new List<string>();
        foreach (var name in names)
        {
            using var answer = await visitor.GetAsync($"{root}{hash}/{name}");
            if (answer.StatusCode != expected)
            {
                wrong.Add($"{root}…/{name} answers {answer.StatusCode}, not {expected}");
            }
        }

        Assert.Empty(wrong);
    }

    private static string Hash(Picture picture) => Path.GetFileNameWithoutExtension(picture.FileName);

    private async Task<(Picture Picture, string Story)> PublishedAsync(string headline)
    {
        var picture = await site.PictureAsync(
            Photos.Unique(),
            new PictureForm($"Alt of {headline}", "Caption", "Credit")
        );
        var draft = await site.DraftAsync(headline, category: "Marks");
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = picture.Id });
        await site.PublishAsync(draft.ArticleId, 2);
        return (picture, $"/news/{draft.ArticleId}/{NewsSite.News.Addresses.Slug.From(headline)}");
    }
}
