using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class NewPictureTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = "/newsroom/pictures/new";

    [Fact]
    public async Task A_reporter_adds_a_picture_without_script_and_finds_it_in_the_storys_list()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var photo = Photos.Unique();
        (string, string)[] words = [("Input.Alt", "A red\r\nbridge"), ("Input.Credit", "Rita"), ("Input.FocalX", "30")];
        using var added = await reporter.UploadAsync(Address, "Input.File", "../../evil.html", photo, words);
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var page = await reporter.PageAsync(added.Headers.Location!.OriginalString);
        Assert.NotNull(page.QuerySelector(".notice"));
        var shown = page.QuerySelector<IHtmlImageElement>(".pictures__list img")!;
        Assert.Equal("A red bridge", shown.AlternativeText);
        using var image = await reporter.GetAsync(shown.GetAttribute("src")!);
        Assert.Equal("image/jpeg", image.Content.Headers.ContentType!.MediaType);

        var form = await reporter.PageAsync("/newsroom/write");
        Assert.NotNull(form.QuerySelector($"a[href='{Address}']"));
        var option = form.QuerySelectorAll("#Input_PictureId option")[1];
        Assert.Equal("A red bridge", option.TextContent);
        using var preview = await reporter.GetAsync(option.GetAttribute("data-src")!);
        Assert.Equal(HttpStatusCode.OK, preview.StatusCode);

        // Sent twice, it is one picture.
        using var again = await reporter.UploadAsync(Address, "Input.File", "x.jpg", photo, words);
        Assert.Equal(added.Headers.Location, again.Headers.Location);
        var stored = await site.WithAsync<NewsroomDb, Picture>(db =>
            db.Pictures.SingleAsync(p => p.Alt == "A red bridge")
        );
        Assert.Equal((30, 50, 1200, 800), (stored.FocalX, stored.FocalY, stored.Width, stored.Height));
        Assert.Matches("^[0-9a-f]{64}\\.jpg$", stored.FileName);
        Assert.NotEqual(photo, await File.ReadAllBytesAsync(Path.Combine(site.MediaPath, stored.FileName)));
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_the_words_stay()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var cases = new (byte[] File, (string Name, string Value)[] Words, string Field, string Message)[]
        {
            ([], [("Input.Alt", "Kept")], "File", "Choose a picture"),
            ("<svg/>"u8.ToArray(), [("Input.Alt", "Kept"), ("Input.Credit", "C")], "File", "not a picture"),
            (
                new byte[UploadedPicture.ByteLimit + 1],
                [("Input.Alt", "Kept")],
                "File",
                "25 MB or smaller. It has 26 MB"
            ),
            (Photos.Quarters(9, 9), [("Input.Caption", "Kept")], "Alt", "Say in one sentence"),
            (Photos.Quarters(9, 9), [("Input.Caption", "Kept")], "Credit", "whose picture"),
            (Photos.Quarters(9, 9), [("Input.Alt", "Kept" + new string('a', 300))], "Alt", "It has 304."),
            (Photos.Quarters(9, 9), [("Input.Alt", "Kept"), ("Input.FocalX", "101")], "FocalX", "from 0 to 100"),
            (Photos.Quarters(9, 9), [("Input.Alt", "Kept"), ("Input.FocalY", "x")], "FocalY", "from 0 to 100"),
        };
        var wrong = new List<string>();
        foreach (var (file, words, field, message) in cases)
        {
            using var answer = await reporter.UploadAsync(Address, "Input.File", "a.jpg", file, words);
            var page = await Visitor.ParseAsync(answer);
            if (
                answer.StatusCode != HttpStatusCode.OK
                || page.QuerySelector($"#Input_{field}-error")?.TextContent.Contains(message, StringComparison.Ordinal)
                    != true
                || page.QuerySelector($".summary a[href='#Input_{field}']") is null
                || page.QuerySelector("main form")!.InnerHtml.Contains("Kept", StringComparison.Ordinal) != true
            )
            {
                wrong.Add($"{field} {message}: {answer.StatusCode} {page.QuerySelector(".summary")?.TextContent}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Far_too_much_is_refused_before_it_is_read_and_not_as_our_fault()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var answer = await reporter.UploadAsync(Address, "Input.File", "a.jpg", new byte[140 * 1024 * 1024], []);
        Assert.InRange((int)answer.StatusCode, 400, 499);
    }
}
