using System.Net;
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
        var (picture, _) = await site.PicturedAsync("Headers");
        using var stranger = site.Visitor();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var answer = await stranger.SendAsync(method, $"/media/{Hash(picture)}/320.avif");
            Assert.Equal("image/avif", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            var disposition = answer.Content.Headers.ContentDisposition!;
            Assert.Equal("inline", disposition.DispositionType);
            Assert.Equal("320.avif", disposition.FileName!.Trim('"'));
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
        var (picture, _) = await site.PicturedAsync("Made up");
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
        var (picture, story) = await site.PicturedAsync("Marked up");
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
        var (_, story) = await site.PicturedAsync("Hero");
        await site.PicturedAsync("Beside the hero");
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
}
