using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.BrowserTests.RichText;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Pictures on their way into the library and into a text.</summary>
public sealed class MediaTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Bring = """
        ([kind, name, type, base64, at]) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], name, { type }));
          const text = document.querySelector("#rich-text");
          const line = at ? [...text.querySelectorAll("p")].find((p) => p.textContent.startsWith(at)).getBoundingClientRect() : text.getBoundingClientRect();
          const place = { clientX: line.left + 4, clientY: line.top + 4 };
          const options = { bubbles: true, cancelable: true };
          text.dispatchEvent(kind === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, ...options })
            : new DragEvent("drop", { dataTransfer: data, ...place, ...options }));
        }
        """;

    // Set: pictures are written there, to be looked at.
    private static readonly string? Shots = Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS");

    [Fact]
    public async Task A_picture_is_uploaded_described_and_cropped_by_keyboard_alone()
    {
        var page = await browser.OpenAsync(site.Address);

        // From the beginning: asked for with the key, it may come after the key.
        var chooser = new TaskCompletionSource<IFileChooser>();
        page.FileChooser += (_, opened) => chooser.TrySetResult(opened);
        await page.SignInAsync(site.Reporter, "/newsroom/pictures");
        await TabToAsync(page, page.GetByLabel("Files"));
        await page.Keyboard.PressAsync("Enter");
        var files = await chooser.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await files.SetFilesAsync([
            File("quay.jpg", "image/jpeg", Photos.Unique()),
            File("notes.jpg", "image/jpeg", "Words."u8.ToArray()),
        ]);
        var rows = page.Locator(".upload__file");
        await Expect(rows.Nth(0)).ToContainTextAsync("Added.");
        await Expect(rows.Nth(1)).ToContainTextAsync("notes.jpg");
        await Expect(rows.Nth(1)).ToContainTextAsync("not a picture");
        await Expect(page.Locator("[data-upload-sum]")).ToHaveTextAsync("1 of 2 in the library");
        await Expect(rows.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        Assert.Empty(await Accessibility.FaultsAsync(page));
        if (Shots is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Shots, "media-uploaded.png") });
        }

        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Describe it" }));
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.Locator("[data-focal-point]"));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(page.Locator("[data-focal-said]"))
            .ToHaveTextAsync("Focal point: 52 % from the left, 59 % from the top");
        await Expect(page.Locator(".crops__image--1x1")).ToHaveCSSAsync("object-position", "52% 59%");
        await TabToAsync(page, page.GetByLabel("Per cent from the left"));
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("20");
        await Expect(page.Locator(".crops__image--1x1")).ToHaveCSSAsync("object-position", "20% 59%");
        await TabToAsync(page, page.GetByLabel("Alt text"));
        await page.Keyboard.TypeAsync("Nets dry on the quay");
        await TabToAsync(page, page.GetByLabel("Credit"));
        await page.Keyboard.TypeAsync("Rita Reporter");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save picture" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".notice")).ToContainTextAsync("Saved.");
        await Expect(page.GetByLabel("Alt text")).ToHaveValueAsync("Nets dry on the quay");
        var stored = await site.WithAsync<NewsroomDb, Picture>(db =>
            db.Pictures.SingleAsync(p => p.OriginalName == "quay.jpg")
        );
        Assert.Equal((20, 59, "Rita Reporter"), (stored.FocalX, stored.FocalY, stored.Credit));
    }

    [Fact]
    public async Task A_click_sets_the_focal_point()
    {
        var picture = await site.PictureAsync(Photos.Unique(), new PictureForm("To be clicked", null, "C"));
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/pictures/{picture.Id}");
        var image = page.Locator("[data-focal-image]");

        // Its place is known only when it is there.
        await image.EvaluateAsync("image => image.decode()");
        var box = (await image.BoundingBoxAsync())!;
        await image.ClickAsync(
            new()
            {
                Position = new() { X = box.Width / 4, Y = box.Height * 3 / 4 },
            }
        );
        await Expect(page.GetByLabel("Per cent from the left")).ToHaveValueAsync("25");
        await Expect(page.GetByLabel("Per cent from the top")).ToHaveValueAsync("75");
    }

    [Fact]
    public async Task An_upload_whose_answer_was_lost_is_tried_again_and_makes_one_picture()
    {
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, "/newsroom/pictures");
        await page.GetByLabel("Files").WaitForAsync();
        var tries = 0;
        await page.RouteAsync(
            "**/newsroom/pictures/upload",
            async route =>
            {
                if (tries++ == 0)
                {
                    await route.FetchAsync();
                    await route.AbortAsync();
                }
                else
                {
                    await route.ContinueAsync();
                }
            }
        );
        await page.GetByLabel("Files").SetInputFilesAsync(File("lost.jpg", "image/jpeg", Photos.Unique()));
        var row = page.Locator(".upload__file");
        await Expect(row).ToContainTextAsync("Not sent: the network is away. Try again.");
        await row.GetByRole(AriaRole.Button, new() { Name = "Try again: lost.jpg" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Added.");
        Assert.Equal(
            1,
            await site.WithAsync<NewsroomDb, int>(db => db.Pictures.CountAsync(p => p.OriginalName == "lost.jpg"))
        );
    }

    [Fact]
    public async Task An_upload_on_its_way_can_be_cancelled()
    {
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, "/newsroom/pictures");
        await page.GetByLabel("Files").WaitForAsync();
        await page.RouteAsync("**/newsroom/pictures/upload", _ => Task.CompletedTask);
        await page.GetByLabel("Files").SetInputFilesAsync(File("late.jpg", "image/jpeg", Photos.Unique()));
        var row = page.Locator(".upload__file");
        await row.GetByRole(AriaRole.Button, new() { Name = "Cancel: late.jpg" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Cancelled.");
        await Expect(page.Locator("[data-upload-sum]")).ToHaveTextAsync("0 of 1 in the library");
    }

    [Theory]
    [InlineData("drop", "First.\n\n![](/media/{0})\n\nSecond. Typed")]
    [InlineData("paste", "First.\n\nSecond. Typed\n\n![](/media/{0})")]
    public async Task A_picture_comes_into_the_text_where_it_was_put(string kind, string wanted)
    {
        var page = await OpenAsync("First.\n\nSecond.");
        await page.Text().ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        var sent = new TaskCompletionSource<IRoute>();
        await page.RouteAsync(
            "**/newsroom/pictures/upload",
            route =>
            {
                sent.TrySetResult(route);
                return Task.CompletedTask;
            }
        );
        var photo = Photos.Unique();
        await BringAsync(page, kind, "pier.jpg", "image/jpeg", photo, kind == "drop" ? "First" : null);
        var route = await sent.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        await Expect(page.Locator(".arrival progress")).ToBeVisibleAsync();
        await Expect(page.Locator(".arrival")).ToContainTextAsync("Sending pier.jpg");

        // The writing goes on meanwhile, and nothing of the waiting picture is in the text.
        await page.Keyboard.TypeAsync(" Typed");
        await Expect(page.Field()).ToHaveValueAsync("First.\n\nSecond. Typed");
        await route.ContinueAsync();
        await Expect(page.Locator(".card img")).ToBeVisibleAsync();
        await Expect(page.Locator(".arrival")).ToHaveCountAsync(0);
        var file = await site.WithAsync<NewsroomDb, string>(db =>
            db.Pictures.Where(p => p.OriginalName == "pier.jpg").OrderBy(p => p.Id).Select(p => p.FileName).LastAsync()
        );
        await Expect(page.Field()).ToHaveValueAsync(wanted.Replace("{0}", file, StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Describe it…" }).ClickAsync();
        await page.GetByLabel("Alt text: what is to be seen").FillAsync("A pier");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await Expect(page.Field())
            .ToHaveValueAsync(wanted.Replace("![](/media/{0}", $"![A pier](/media/{file}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused_at_its_place_and_leaves_the_text_alone()
    {
        var page = await OpenAsync("Only words.");
        await BringAsync(page, "drop", "notes.txt", "text/plain", "Words."u8.ToArray(), "Only");
        await Expect(page.Locator(".arrival")).ToContainTextAsync("notes.txt: The file is not a picture");
        if (Shots is not null)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(Shots, "media-refused.png") });
        }

        await page.Locator(".arrival").GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator(".arrival")).ToHaveCountAsync(0);
        await Expect(page.Field()).ToHaveValueAsync("Only words.");
    }

    private async Task<IPage> OpenAsync(string body)
    {
        var draft = await site.DraftAsync("Pictures in a text", body);
        return await browser.OpenAsync(site, site.Reporter, $"/newsroom/write/{draft.ArticleId}");
    }

    private static Task BringAsync(IPage page, string kind, string name, string type, byte[] bytes, string? at) =>
        page.EvaluateAsync(Bring, new[] { kind, name, type, Convert.ToBase64String(bytes), at });

    private static FilePayload File(string name, string type, byte[] bytes) =>
        new()
        {
            Name = name,
            MimeType = type,
            Buffer = bytes,
        };

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        await wanted.WaitForAsync();
        for (var presses = 0; presses < 80; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"80 presses of Tab do not reach {wanted}.");
    }
}
