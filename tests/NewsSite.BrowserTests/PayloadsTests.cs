using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NewsSite.News.Media;
using NewsSite.News.Notes;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>
/// Known payloads of cross-site scripting, in every field that a reporter can fill, shown by a real browser in every place
/// where they appear: what is cleaned must hold without the policy of the page, and the policy without the cleaning.
/// </summary>
public sealed partial class PayloadsTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const int BodyPayloads = 70;

    // Set: so many stories, each with as many payloads as above; all there are is about a hundred.
    private static readonly int Stories = int.Parse(
        Environment.GetEnvironmentVariable("NEWSSITE_PAYLOAD_STORIES") ?? "12",
        CultureInfo.InvariantCulture
    );

    // Not print: there is a button for it.
    private const string Hooks = """
        for (const name of ["alert", "prompt", "confirm"]) {
          window[name] = (...words) => { top.fired(`${name} ${words} in ${location.href}`); };
        }
        """;

    // Touches every element in every way, and names what could run, were it touched in a way that is not tried here.
    private const string Poke = """
        () => {
          const found = [];
          for (const e of document.querySelectorAll("*")) {
            for (const { name, value } of e.attributes) {
              if (/^on/i.test(name) || name === "srcdoc" || /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(value) && /^(href|src|action|formaction|xlink:href|data|to|values|from)$/i.test(name)) {
                found.push(`${name}="${value}" of ${e.outerHTML.slice(0, 200)}`);
              }
            }
            for (const type of ["pointerover", "mouseover", "mouseenter", "mousedown", "focus", "blur", "keydown", "input", "click", "submit", "toggle", "load", "error", "animationstart"]) {
              e.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
            }
          }
          return found;
        }
        """;

    // Each tells its number, alone or touched.
    private const string Control = """
        <!doctype html><title>Control</title><style>@keyframes turn {}</style><body onload=alert(0)>
        <img src=/nothing onerror=alert(1)><svg onload=alert(2)></svg><details open ontoggle=alert(3)><p>a</details>
        <script>alert(4)</script><iframe srcdoc="<script>parent.alert(5)</script>"></iframe>
        <input autofocus onfocus=alert(6)><b onclick=alert(7)>b</b><i onmouseover=alert(8)>i</i>
        <iframe src="javascript:parent.alert(9)"></iframe><u style="animation: turn 1s" onanimationstart=alert(10)>u</u>
        <video><source src=/nothing onerror=alert(11)></video>
        """;
    private const int Controls = 12;
    private readonly ConcurrentBag<string> fired = [];

    [Fact]
    public async Task None_runs_anywhere_though_no_policy_forbids_it_and_no_text_is_lost()
    {
        var payloads = Payloads();
        var stories = await FillAsync(payloads);
        var wrong = new List<string>();
        var reader = await OpenAsync(isPolicyOff: true);
        foreach (var (_, address, headline, standfirst) in stories)
        {
            await LookAsync(reader, address, wrong);
            await SaysAsync(reader, "h1", headline, wrong);
            await SaysAsync(reader, ".story__standfirst", standfirst, wrong);
        }

        var today = DateTimeOffset.UtcNow;
        foreach (
            var address in new[]
            {
                "/",
                "/category/payloads",
                "/author/rita-reporter",
                $"/archive/{today:yyyy/MM/dd}",
                "/sections",
                "/search?q=payload",
                "/feed.xml",
            }.Concat(payloads.Take(12).SelectMany(p => new[] { $"/search?q={Escape(p)}", $"/nothing/{Escape(p)}" }))
        )
        {
            await LookAsync(reader, address, wrong);
        }

        var admin = await OpenAsync(isPolicyOff: true);
        await SignInAsync(admin);
        var staff = new List<string>
        {
            "/newsroom",
            "/newsroom/stories",
            $"/newsroom/stories?q={Escape(payloads[1])}",
            "/newsroom/pictures",
            "/newsroom/front",
            "/newsroom/breaking",
            "/admin/tags",
            "/admin/audit",
        };
        staff.AddRange(
            stories
                .Take(4)
                .SelectMany(s =>
                    new[] { "write", "preview", "history", "notes", "publish", "links", "related", "withdraw" }.Select(
                        page => $"/newsroom/{page}/{s.Id}"
                    )
                )
        );
        foreach (var address in staff)
        {
            await LookAsync(admin, address, wrong);
        }

        wrong.AddRange(fired);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/nothing")]
    public async Task The_policy_alone_stops_what_would_run_without_it(string of)
    {
        using var visitor = site.Visitor();
        using var answer = await visitor.GetAsync(of);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Equal(Controls, await RunAsync(isPolicyOff: true, policy));
        Assert.Equal(0, await RunAsync(isPolicyOff: false, policy));
    }

    /// <returns>How many of the controls ran.</returns>
    private async Task<int> RunAsync(bool isPolicyOff, string policy)
    {
        fired.Clear();
        var page = await OpenAsync(isPolicyOff);
        await page.RouteAsync(
            "**/control",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Body = Control,
                        ContentType = "text/html",
                        Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy },
                    }
                )
        );
        await page.GotoAsync("/control", new() { WaitUntil = WaitUntilState.Load });
        await page.EvaluateAsync(Poke);
        if (isPolicyOff)
        {
            await SiteProcess.UntilAsync(() => Task.FromResult(Numbers() == Controls));
        }

        return Numbers();

        int Numbers() => fired.Where(f => f.StartsWith("alert ", StringComparison.Ordinal)).Distinct().Count();
    }

    private static IReadOnlyList<string> Payloads()
    {
        var folder = Corpus.Find("text");
        Assert.SkipWhen(folder is null, "The collection of payloads is not beside this clone.");
        var naughty = JsonSerializer.Deserialize<string[]>(
            File.ReadAllText(Path.Combine(folder!, "naughty-strings.json"))
        )!;
        var all = File.ReadLines(Path.Combine(folder!, "xss-payload-list.txt"))
            .Concat(naughty)
            .Select(p => p.Trim())
            .Where(p => p.Length is > 0 and <= 2_000)
            .Distinct()
            .ToArray();
        new Random(6).Shuffle(all);
        return all;
    }

    private async Task<IReadOnlyList<(long Id, string Address, string Headline, string Standfirst)>> FillAsync(
        IReadOnlyList<string> payloads
    )
    {
        var section = await site.CategoryAsync("Payloads");
        var (next, stories) = (0, new List<(long, string, string, string)>());
        using var reporter = await site.VisitorAsync(site.Reporter);
        for (var n = 0; n < Stories; n++)
        {
            var (headline, standfirst) = (Next(150), Next(250));
            var picture = await site.PictureAsync(Photos.Unique(), new PictureForm(Next(200), Next(200), Next(90)));
            var body = string.Join("\n\n", Enumerable.Range(0, BodyPayloads).Select(m => Placed(Next(2_000), m)));
            using var saved = await reporter.SubmitAsync(
                "/newsroom/write",
                [
                    ("Input.Headline", headline),
                    ("Input.Standfirst", standfirst),
                    ("Input.Body", $"A payload.\n\n{body}"),
                    ("Input.Dateline", Next(60)),
                    ("Input.SourceCredit", Next(200)),
                    ("Input.SourceUrl", $"https://example.org/{Escape(Next(200))}"),
                    ("Input.Tags", string.Join(',', Next(40).Replace(',', ' '), Next(40).Replace(',', ' '))),
                    ("Input.PrimaryCategoryId", $"{section}"),
                    ("Input.PictureId", $"{picture.Id}"),
                ]
            );
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
            var id = long.Parse(
                Number().Match(saved.Headers.Location!.OriginalString).Value,
                CultureInfo.InvariantCulture
            );
            await site.WithAsync<NoteBook>(notes =>
                notes.AddAsync(id, new(Guid.NewGuid(), Next(500), null), site.Reporter, default)
            );
            await site.PublishAsync(id, 1);
            stories.Add((id, $"/news/{id}", headline, standfirst));
        }

        return stories;

        string Next(int limit)
        {
            while (payloads[next++ % payloads.Count] is var payload)
            {
                if (payload.Length <= limit)
                {
                    return payload;
                }
            }

            return "";
        }
    }

    private static string Placed(string x, int place) =>
        (place % 10) switch
        {
            0 => $"## {x}",
            1 => $"- {x}",
            2 => $"> {x}",
            3 => $"[{x}](https://example.org/)",
            4 => $"[a link]({x})",
            5 => $"[a link](<{x}> \"{x}\")",
            6 => $"::: quote {x}\n{x}\n:::",
            7 => $"::: fact {x}\n- {x}\n:::",
            8 => $"| {x} | b |\n|---|---|\n| {x} | c |",
            _ => x,
        };

    private async Task<IPage> OpenAsync(bool isPolicyOff)
    {
        var page = await browser.OpenAsync(site.Address, change: c => c.BypassCSP = isPolicyOff);
        await page.Context.ExposeFunctionAsync("fired", (string what) => fired.Add(what));
        await page.AddInitScriptAsync(Hooks);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(site.Address.ToString(), StringComparison.Ordinal)
                && request.Url.StartsWith("http", StringComparison.Ordinal)
            )
            {
                fired.Add($"{page.Url} asked {request.Url}");
            }
        };
        return page;
    }

    private static async Task LookAsync(IPage page, string address, List<string> wrong)
    {
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        wrong.AddRange((await page.EvaluateAsync<string[]>(Poke)).Select(f => $"{address}: {f}"));
    }

    private static async Task SaysAsync(IPage page, string where, string what, List<string> wrong)
    {
        if (Plain(what).Length == 0)
        {
            return;
        }

        var said = await page.Locator(where).First.TextContentAsync();
        if (Plain(said ?? "") != Plain(what))
        {
            wrong.Add($"{page.Url}: {where} says {said}, not {what}");
        }
    }

    // Letters that steer machines are no text.
    private static string Plain(string text) =>
        Space().Replace(string.Concat(text.Where(c => !char.IsControl(c) || char.IsWhiteSpace(c))), " ").Trim();

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Admin));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
