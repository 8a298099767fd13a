using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using NewsSite.BrowserTests;
using Xunit;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace NewsSite.BrowserTests;

/// <summary>One Chromium for the whole run; each test opens windows of its own in it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // The first of them is the same engine without windows of its own, and a quarter cheaper.
    private static readonly string[] Places =
    [
        "/usr/bin/chromium-headless-shell",
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    private static readonly string[] Switches =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // What the driver switches off, for the last of such switches is the one that counts; and the browser's own menus,
        // which are made ready for each window and would cost as much as the page in it.
        "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,DialMediaRouteProvider,"
            + "GlobalMediaControls,HttpsUpgrades,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
            + "BlockOriginHeaderModificationOnRedirect,AvoidCorsURLLoaderRestartOnRedirect,Translate,AutoDeElevate,"
            + "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreloadTopChromeWebUI",
    ];
    private readonly Dictionary<string, OpenWindows> windows = [];
    private readonly ConcurrentDictionary<string, bool> refused = new();
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IBrowser? large;

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(Places, File.Exists) is not { } place)
        {
            return;
        }

        // A busy machine may take longer than the usual five seconds; whoever means less says so.
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = Switches });

        // The reader's own setting for the size of text, which no page can set.
        large = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = place, Args = [.. Switches, "--blink-settings=defaultFontSize=32"] }
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in new[] { browser, large }.OfType<IBrowser>())
        {
            await running.DisposeAsync();
        }

        playwright?.Dispose();

        // A script of ours that goes around the one file that may make HTML of text; whatever the test looked at.
        Assert.Empty(refused.Keys);
    }

    /// <summary>A browser of its own, whose profile outlives it.</summary>
    public Task<IBrowserContext> OpenProfileAsync(Uri site, string profile)
    {
        Assert.SkipWhen(playwright is null, "Chromium is not installed.");
        return playwright!.Chromium.LaunchPersistentContextAsync(
            profile,
            new()
            {
                ExecutablePath = Array.Find(Places, File.Exists),
                Args = Switches,
                BaseURL = site.ToString(),
                Timeout = 30_000,
            }
        );
    }

    /// <summary>Ends the browser that has this profile, without a warning.</summary>
    public static void Kill(string profile)
    {
        var id = Directory
            .EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .First(name => int.TryParse(name, out _) && IsBrowser(CommandOf(name), profile));
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    private static bool IsBrowser(string command, string profile) =>
        command.Contains(profile, StringComparison.Ordinal)
        && !command.Contains("--type=", StringComparison.Ordinal)
        && !command.StartsWith("/bin/sh", StringComparison.Ordinal);

    private static string CommandOf(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            // It has ended since.
            return "";
        }
    }

    /// <summary>A window without history or cookies. Where there is no browser the test is skipped, and says so.</summary>
    /// <param name="change">What else is different about the device.</param>
    /// <param name="largeText">The reader has set text to twice its size.</param>
    public async Task<IPage> OpenAsync(
        Uri site,
        int width = 1280,
        ColorScheme colours = ColorScheme.Light,
        bool script = true,
        Action<BrowserNewContextOptions>? change = null,
        bool largeText = false
    )
    {
        Assert.SkipWhen(browser is null, "Chromium is not installed.");
        var options = new BrowserNewContextOptions
        {
            BaseURL = site.ToString(),
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = colours,
            JavaScriptEnabled = script,
        };
        change?.Invoke(options);
        var context = await (largeText ? large : browser)!.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        context.Console += (_, message) =>
        {
            if (message.Text.Contains("requires 'Trusted", StringComparison.Ordinal))
            {
                refused[$"{message.Location}: {message.Text}"] = true;
            }
        };
        await KeepAsync(context);
        return await context.NewPageAsync();
    }

    // The tests of a class come one after the other: what those before had open would go on working for nobody.
    private async Task KeepAsync(IBrowserContext context)
    {
        if (TestContext.Current is not { TestClass.UniqueID: { } type, Test.UniqueID: { } test })
        {
            return;
        }

        List<IBrowserContext> left = [];
        lock (windows)
        {
            if (windows.GetValueOrDefault(type) is { } open && open.Test == test)
            {
                open.Contexts.Add(context);
            }
            else
            {
                left = windows.GetValueOrDefault(type)?.Contexts ?? left;
                windows[type] = new(test, [context]);
            }
        }

        await Task.WhenAll(left.Select(c => c.CloseAsync()));
    }

    private sealed record OpenWindows(string Test, List<IBrowserContext> Contexts);
}
