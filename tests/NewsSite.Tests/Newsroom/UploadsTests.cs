using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class UploadsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Library = "/newsroom/pictures";

    [Fact]
    public async Task Several_files_go_in_one_form_without_script_and_each_has_its_own_answer()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var (good, known) = (Photos.Unique(), Photos.Unique());
        await site.PictureAsync(known, new PictureForm("Already here", null, "C"));
        var before = Files();
        using var answer = await SendAsync(
            reporter,
            Library,
            "files",
            [
                ("../../etc/good.jpg", good),
                ("known.jpg", known),
                ("script.jpg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"u8.ToArray()),
                ("cut.jpg", good[..(good.Length / 2)]),
                ("large.png", new byte[UploadedPicture.ByteLimit + 1]),
            ]
        );
        var said = (await Visitor.ParseAsync(answer))
            .QuerySelectorAll(".upload__file")
            .Select(f => (f.QuerySelector(".upload__name")!.TextContent, f.QuerySelector(".upload__said")!.TextContent))
            .ToList();
        Assert.Equal(["good.jpg", "known.jpg", "script.jpg", "cut.jpg", "large.png"], said.Select(s => s.Item1));
        Assert.Equal("Added. Describe it", said[0].Item2);
        Assert.Equal("Already in the library. Use that", said[1].Item2);
        Assert.Contains("not a picture", said[2].Item2, StringComparison.Ordinal);
        Assert.Contains("damaged", said[3].Item2, StringComparison.Ordinal);
        Assert.Equal("The file is 26 MB. The limit is 25 MB.", said[4].Item2);

        // Of five files one is new, on the disk and in the record.
        Assert.Single(Files().Except(before));
        Assert.Equal(
            1,
            await site.WithAsync<NewsroomDb, int>(db => db.Pictures.CountAsync(p => p.OriginalName == "good.jpg"))
        );

        using var none = await SendAsync(reporter, Library, "files", []);
        Assert.Contains(
            "Choose one or more pictures",
            (await Visitor.ParseAsync(none)).QuerySelector("#files-error")!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_repeat_makes_one_picture_and_the_same_file_of_somebody_else_is_known()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var (photo, key) = (Photos.Unique(), Guid.NewGuid());
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => UploadAsync(reporter, photo, key)));
        var id = Assert.Single(together.Select(t => t.GetProperty("id").GetInt64()).Distinct());
        Assert.All(together, t => Assert.False(t.GetProperty("wasKnown").GetBoolean()));

        var others = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => UploadAsync(reporter, photo, Guid.NewGuid()))
        );
        Assert.All(
            others,
            t => Assert.Equal((id, true), (t.GetProperty("id").GetInt64(), t.GetProperty("wasKnown").GetBoolean()))
        );

        // A key of mine tells nobody else of my picture.
        using var other = await site.VisitorAsync(site.OtherReporter);
        var theirs = await UploadAsync(other, Photos.Unique(), Guid.NewGuid());
        Assert.NotEqual(id, theirs.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task What_stands_in_the_file_fills_the_words()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var taken = await UploadAsync(reporter, Photos.Described(), Guid.NewGuid());
        var page = await reporter.PageAsync($"{Library}/{taken.GetProperty("id").GetInt64()}");
        string Value(string id) =>
            ((IHtmlElement)page.GetElementById(id)!) switch
            {
                IHtmlTextAreaElement text => text.Value,
                IHtmlInputElement input => input.Value,
                _ => "",
            };
        Assert.Equal("A girl with a net", Value("Input_Alt"));
        Assert.Equal("Zoë at the quay", Value("Input_Caption"));
        Assert.Equal("Rosa Vane / Meridian", Value("Input_Credit"));
        Assert.Equal("© 2026 Meridian / Once, in print", Value("Input_UsageTerms"));
    }

    [Fact]
    public async Task The_forms_of_a_new_picture_are_made_before_anybody_asks_for_them()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var taken = await UploadAsync(reporter, Photos.Unique(), Guid.NewGuid());
        var hash = Path.GetFileNameWithoutExtension(taken.GetProperty("file").GetString()!);
        var folder = Path.Combine(site.MediaPath, "renditions", hash);
        string[] wanted = [.. Rendition.AllOf(1200, 50, 50).Select(r => r.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(18, wanted.Length);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!wanted.All(name => File.Exists(Path.Combine(folder, name))))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_story_whose_picture_nobody_has_described_says_so_and_may_go_out(bool isLead)
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var taken = await UploadAsync(reporter, Photos.Unique(), Guid.NewGuid());
        var (id, file) = (taken.GetProperty("id").GetInt64(), taken.GetProperty("file").GetString());
        var draft = await site.DraftAsync("Undescribed", isLead ? "Words." : $"Words.\n\n![](/media/{file})");
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = isLead ? id : null, Dateline = "Here" });
        using var editor = await site.VisitorAsync(site.Editor);
        var publish = $"/newsroom/publish/{draft.ArticleId}";
        var advice = isLead ? "The lead picture has no alt text" : "A picture in the text has no alt text";
        Assert.Contains(advice, (await editor.PageAsync(publish)).Body!.TextContent, StringComparison.Ordinal);
        using var saved = await reporter.SubmitAsync(
            $"{Library}/{id}",
            [("Input.Alt", "Described"), ("Input.Credit", "C")]
        );
        Assert.DoesNotContain(advice, (await editor.PageAsync(publish)).Body!.TextContent, StringComparison.Ordinal);
        await site.PublishAsync(draft.ArticleId, 2);
    }

    [Fact]
    public async Task A_picture_without_alt_text_is_not_offered_to_writers()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var taken = await UploadAsync(reporter, Photos.Unique(), Guid.NewGuid());
        var id = taken.GetProperty("id").GetInt64();
        var missing = await reporter.PageAsync($"{Library}?show=no-alt");
        Assert.Contains(
            $"{Library}/{id}",
            missing.QuerySelectorAll(".library__item").Select(a => a.GetAttribute("href"))
        );
        Assert.Null(
            (await reporter.PageAsync("/newsroom/write")).QuerySelector($"#Input_PictureId option[value='{id}']")
        );
        using var saved = await reporter.SubmitAsync(
            $"{Library}/{id}",
            [("Input.Alt", "Now described"), ("Input.Credit", "C")]
        );
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.NotNull(
            (await reporter.PageAsync("/newsroom/write")).QuerySelector($"#Input_PictureId option[value='{id}']")
        );
    }

    [Fact]
    public async Task The_sizes_are_made_before_anybody_asks_and_again_after_a_restart()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        var taken = await UploadAsync(reporter, Photos.Unique(), Guid.NewGuid());
        var hash = taken.GetProperty("file").GetString()![..^4];
        var folder = Path.Combine(site.MediaPath, "renditions", hash);
        var all = Rendition.AllOf(1200, 50, 50).Select(r => r.Name).Order().ToList();
        List<string> Made() =>
            Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).Where(all.Contains).Order()]
                : [];
        await SiteProcess.UntilAsync(() => Task.FromResult(Made().Count == all.Count));
        Directory.Delete(folder, recursive: true);

        // The queue of this process has forgotten it: a maker that starts finds it by itself.
        using var maker = new RenditionMaker(
            site.Services.GetRequiredService<RenditionQueue>(),
            site.Services.GetRequiredService<MediaFolder>(),
            site.Services.GetRequiredService<IServiceScopeFactory>(),
            site.Services.GetRequiredService<JobRunner>(),
            TimeProvider.System,
            site.Services.GetRequiredService<IHostApplicationLifetime>(),
            NullLogger<RenditionMaker>.Instance
        );
        await maker.StartAsync(default);
        await SiteProcess.UntilAsync(() => Task.FromResult(Made().Count == all.Count));
        await maker.StopAsync(default);
    }

    private static async Task<JsonElement> UploadAsync(Visitor visitor, byte[] file, Guid key)
    {
        using var answer = await SendAsync(visitor, $"{Library}/upload", "file", [("photo.jpg", file)], key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        Visitor visitor,
        string address,
        string field,
        (string Name, byte[] Bytes)[] files,
        Guid? key = null
    )
    {
        var page = await visitor.PageAsync(Library);
        using var body = new MultipartFormDataContent();
        body.Add(
            new StringContent(page.QuerySelector<IHtmlInputElement>("[name=__RequestVerificationToken]")!.Value),
            "__RequestVerificationToken"
        );
        if (key is { } named)
        {
            body.Add(new StringContent(named.ToString()), "key");
        }

        foreach (var (name, bytes) in files)
        {
            body.Add(new ByteArrayContent(bytes), field, name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        return await visitor.SendAsync(request);
    }

    private HashSet<string> Files() =>
        Directory.Exists(site.MediaPath)
            ? [.. Directory.EnumerateFiles(site.MediaPath).Select(f => Path.GetFileName(f))]
            : [];
}
