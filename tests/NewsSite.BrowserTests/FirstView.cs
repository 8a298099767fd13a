using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace NewsSite.BrowserTests;

/// <summary>
/// A page as a phone sees it for the first time: 360×800 at 2×, nothing cached, and a line of 1.6 Mbit/s down, 0.75 up and
/// 150 ms. Bytes are those that crossed the line, heads of answers included.
/// </summary>
public sealed partial class FirstView
{
    private const string Watch = """
        window.seen = { lcp: 0, cls: 0, busy: 0, input: 0 };
        const watch = (type, add, more) =>
          new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true, ...more });
        watch("largest-contentful-paint", (entry) => (window.seen.lcp = entry.startTime));
        watch("layout-shift", (entry) => (window.seen.cls += entry.value));
        watch("longtask", (entry) => (window.seen.busy += entry.duration - 50));
        watch("event", (entry) => (window.seen.input = Math.max(window.seen.input, entry.duration)), { durationThreshold: 16 });
        """;

    // The first block below the fold, as the n-th of its kind: what stands before it in the file is the first screen.
    private const string Fold = """
        () => {
          const below = [...document.querySelectorAll("p, h2, h3, li, article, section, figure, picture, footer")]
            .find((e) => e.getBoundingClientRect().top >= innerHeight);
          return below ? [below.localName, [...document.getElementsByTagName(below.localName)].indexOf(below)].join() : "";
        }
        """;

    private const string AboveFold = """
        () => [...document.images].filter((i) => {
          const box = i.getBoundingClientRect();
          return box.height > 0 && box.top < innerHeight && box.bottom > 0;
        }).map((i) => i.currentSrc)
        """;

    private FirstView(IReadOnlyList<Answer> answers, string html, string fold, IReadOnlyList<string> images, Seen seen)
    {
        var documents = answers.Where(a => a.Type == "Document").ToList();
        Html = documents.Sum(a => a.Bytes);
        ToFirstPaint = Brotli(html[..Cut(html, fold)]);
        Css =
            Style().Matches(html).Sum(m => Brotli(m.Groups[1].Value))
            + answers.Where(a => a.Type == "Stylesheet").Sum(a => a.Bytes);
        Script = answers.Where(a => a.Type == "Script").Sum(a => a.Bytes);
        Fonts = answers.Where(a => a.Type == "Font").Sum(a => a.Bytes);
        PreloadedFonts = FontPreload().Count(html);
        Images = answers.Where(a => images.Contains(a.Address)).Sum(a => a.Bytes);
        Requests = answers.Count;
        Foreign = [.. answers.Where(a => !IsOfSite(a.Address, documents[0].Address)).Select(a => a.Address)];
        All = answers.Sum(a => a.Bytes);
        Paint = seen.Lcp / 1000;
        Moved = seen.Cls;
        Busy = seen.Busy;
        Input = seen.Input;
    }

    public long Html { get; }

    /// <summary>The file up to the first block below the fold, shrunk as the site shrinks it.</summary>
    public long ToFirstPaint { get; }
    public long Css { get; }
    public long Script { get; }
    public long Fonts { get; }
    public int PreloadedFonts { get; }

    /// <summary>Of the pictures above the fold.</summary>
    public long Images { get; }
    public int Requests { get; }
    public IReadOnlyList<string> Foreign { get; }
    public long All { get; }

    /// <summary>Seconds to the largest contentful paint.</summary>
    public double Paint { get; }

    /// <summary>Cumulative layout shift.</summary>
    public double Moved { get; }

    /// <summary>Milliseconds of tasks beyond their first 50: total blocking time.</summary>
    public double Busy { get; }

    /// <summary>Milliseconds from the slowest of a few presses to the paint after it.</summary>
    public double Input { get; }

    /// <param name="slowdown">Of the processor: 4 for a cheap phone.</param>
    public static async Task<FirstView> MeasureAsync(BrowserFixture browser, Uri site, string path, int slowdown = 1)
    {
        var page = await browser.OpenAsync(
            site,
            change: device =>
            {
                device.ViewportSize = new() { Width = 360, Height = 800 };
                device.DeviceScaleFactor = 2;
                device.IsMobile = true;
                device.HasTouch = true;
            }
        );
        await using var context = page.Context;
        var line = await context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await line.SendAsync(
            "Network.emulateNetworkConditions",
            new()
            {
                ["offline"] = false,
                ["latency"] = 150,
                ["downloadThroughput"] = 1_600_000 / 8,
                ["uploadThroughput"] = 750_000 / 8,
            }
        );
        await line.SendAsync("Emulation.setCPUThrottlingRate", new() { ["rate"] = slowdown });
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        line.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
        {
            var address = e!.Value.GetProperty("request").GetProperty("url").GetString()!;
            if (!address.StartsWith("data:", StringComparison.Ordinal))
            {
                answers[e.Value.GetProperty("requestId").GetString()!] = new(
                    address,
                    e.Value.GetProperty("type").GetString()!
                );
            }
        };
        line.Event("Network.loadingFinished").OnEvent += (_, e) =>
        {
            if (answers.GetValueOrDefault(e!.Value.GetProperty("requestId").GetString()!) is { } answer)
            {
                answer.Bytes = e.Value.GetProperty("encodedDataLength").GetInt64();
            }
        };
        await page.AddInitScriptAsync(Watch);

        var document = await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.NetworkIdle });
        var fold = await page.EvaluateAsync<string>(Fold);
        var images = await page.EvaluateAsync<string[]>(AboveFold);
        List<Answer> first = [.. answers.Values];
        foreach (var script in first.Where(a => a.Type == "Script"))
        {
            // What is built for development is sent as it is; a published site sends it so.
            script.Bytes = Brotli(
                await page.EvaluateAsync<string>("a => fetch(a).then(r => r.text())", script.Address)
            );
        }

        var paint = await page.EvaluateAsync<Seen>("window.seen");

        // Presses of a reader who looks around; the paint that counts was over before them.
        foreach (var key in new[] { "Tab", "Tab", "Tab", "Shift+Tab", "PageDown" })
        {
            await page.Keyboard.PressAsync(key);
        }

        var pressed = await page.EvaluateAsync<Seen>("new Promise((done) => setTimeout(() => done(window.seen), 200))");
        return new(first, await document!.TextAsync(), fold, images, paint with { Input = pressed.Input });
    }

    /// <summary>As many bytes as the site sends of such a text.</summary>
    private static long Brotli(string text)
    {
        using var shrunk = new MemoryStream();
        using (var brotli = new BrotliStream(shrunk, new BrotliCompressionOptions { Quality = 7 }, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return shrunk.Length;
    }

    private static int Cut(string html, string fold) =>
        fold.Split(',') is [var tag, var n]
            ? Regex.Matches(html, $"<{tag}[ >]", RegexOptions.NonBacktracking)[int.Parse(n, null)].Index
            : html.Length;

    private static bool IsOfSite(string address, string document) =>
        new Uri(address).GetLeftPart(UriPartial.Authority) == new Uri(document).GetLeftPart(UriPartial.Authority);

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<link rel=\"preload\" as=\"font\"")]
    private static partial Regex FontPreload();

    private sealed record Answer(string Address, string Type)
    {
        public long Bytes { get; set; }
    }

    private sealed record Seen
    {
        public double Lcp { get; init; }
        public double Cls { get; init; }
        public double Busy { get; init; }
        public double Input { get; init; }
    }
}
