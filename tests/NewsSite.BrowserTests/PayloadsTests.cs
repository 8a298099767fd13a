using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Notes;
using NewsSite.News.Previews;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>
/// Known payloads of cross-site scripting, in every field that a reporter can fill, shown by a real browser in every place
/// where they appear: what is cleaned must hold without the policy of the page, and the policy without the cleaning.
/// </summary>
public sealed partial class PayloadsTests(SiteFixture site, BrowserFixture browser, ITestOutputHelper output)
    : IClassFixture<SiteFixture>
{
    private const int BodyPayloads = 70;
    private const int FieldPayloads = 11;

    // Of these there are two published versions, a correction and a note.
    private const int Changed = 4;

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
    private readonly HashSet<string> kinds = [];
    private int looks;

    [Fact]
    public async Task None_runs_anywhere_though_no_policy_forbids_it_and_no_text_is_lost()
    {
        var payloads = Payloads.All();
        var stories = await FillAsync(payloads);
        var wrong = new List<string>();
        var reader = await OpenAsync(isPolicyOff: true);
        foreach (var (_, address, headline, standfirst) in stories)
        {
            await LookAsync(reader, address, wrong);
            await SaysAsync(reader, "h1", headline, wrong);
            await SaysAsync(reader, ".story__standfirst", standfirst, wrong);
        }

        var lists = await ListsAsync(payloads, stories);
        foreach (var address in lists)
        {
            await LookAsync(reader, address, wrong);
        }

        var admin = await OpenAsync(isPolicyOff: true);
        await SignInAsync(admin);
        var screens = await ScreensAsync(payloads, stories);
        foreach (var address in screens)
        {
            await LookAsync(admin, address, wrong);
        }

        // And as everybody gets them, with the policy; a sample of them, unless all is asked for.
        var every = Payloads.IsLong ? 1 : 12;
        foreach (
            var (isStaff, addresses) in new[] { (false, stories.Select(s => s.Address).Concat(lists)), (true, screens) }
        )
        {
            var page = await OpenAsync(isPolicyOff: false);
            if (isStaff)
            {
                await SignInAsync(page);
            }

            foreach (var address in addresses.Where((_, n) => n % every == 0))
            {
                await LookAsync(page, address, wrong);
            }
        }

        output.WriteLine(
            $"{stories.Count * (BodyPayloads + FieldPayloads)} payloads in stories, on {looks} pages of {kinds.Count} kinds: {fired.Count} ran, {wrong.Count} faults"
        );
        wrong.AddRange(fired);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.InRange(kinds.Count, 14, int.MaxValue);
    }

    // Where readers find more than one of them.
    private async Task<List<string>> ListsAsync(
        IReadOnlyList<string> payloads,
        IReadOnlyList<(long Id, string Address, string Headline, string Standfirst)> stories
    )
    {
        var changed = stories.Take(Changed).Select(s => s.Id).ToList();
        var slugs = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Tags.OrderBy(t => t.Id).Select(t => t.Slug).Take(6).ToListAsync()
        );
        var link = await site.WithAsync<PreviewLinks, string?>(links =>
            links.MakeAsync(
                changed[0],
                1,
                PreviewLinks.Hours[0],
                payloads[2][..Math.Min(60, payloads[2].Length)],
                site.Editor,
                default
            )
        );
        var own = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Articles.Where(a => changed.Contains(a.Id))
                .OrderBy(a => a.Id)
                .Select(a => $"/news/{a.Id}/{a.Slug}/history")
                .ToListAsync()
        );
        return
        [
            "/",
            "/category/payloads",
            "/author/rita-reporter",
            "/about/staff",
            $"/archive/{DateTimeOffset.UtcNow:yyyy/MM/dd}",
            "/sections",
            "/corrections",
            "/feed.xml",
            "/feed.json",
            "/corrections/feed.xml",
            "/category/payloads/feed.json",
            "/sitemap-news.xml",
            "/live/latest.json",
            "/search?q=payload",
            $"/preview/{link}",
            .. slugs.Select(slug => $"/tag/{slug}"),
            .. own.SelectMany(history => new[] { history, $"{history}?from=1&to=2" }),
            .. payloads.Take(12).SelectMany(p => new[] { $"/search?q={Escape(p)}", $"/nothing/{Escape(p)}" }),
        ];
    }

    // Where staff do.
    private async Task<List<string>> ScreensAsync(
        IReadOnlyList<string> payloads,
        IReadOnlyList<(long Id, string Address, string Headline, string Standfirst)> stories
    )
    {
        var (picture, tag) = (
            await site.WithAsync<NewsroomDb, long>(db => db.Pictures.MaxAsync(p => p.Id)),
            await site.WithAsync<NewsroomDb, long>(db => db.Tags.MinAsync(t => t.Id))
        );
        var author = await site.AuthorOfAsync(site.Reporter);
        return
        [
            "/newsroom",
            "/newsroom/stories",
            $"/newsroom/stories?q={Escape(payloads[1])}",
            $"/newsroom/stories?edit={stories[0].Id}",
            "/newsroom/pictures",
            $"/newsroom/pictures?q={Escape(payloads[3])}",
            $"/newsroom/pictures/{picture}",
            "/newsroom/front",
            "/newsroom/breaking",
            "/newsroom/tags?q=a",
            "/admin/tags",
            $"/admin/tags/{tag}",
            $"/admin/tags?q={Escape(payloads[4])}",
            "/admin/authors",
            $"/admin/authors/{author}",
            "/admin/staff",
            $"/admin/staff/{site.Reporter.Id}",
            "/admin/addresses/missing",
            $"/admin/addresses?try={Escape(payloads[5])}",
            "/admin/audit",
            .. stories
                .Take(Changed)
                .SelectMany(s =>
                    new[]
                    {
                        $"write/{s.Id}",
                        $"preview/{s.Id}",
                        $"history/{s.Id}",
                        $"history/{s.Id}?from=1&to=2",
                        $"history/{s.Id}?from=1&to=2&view=inline",
                        $"notes/{s.Id}",
                        $"publish/{s.Id}",
                        $"published/{s.Id}",
                        $"links/{s.Id}",
                        $"related/{s.Id}",
                        $"withdraw/{s.Id}",
                    }.Select(page => $"/newsroom/{page}")
                ),
        ];
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
        await page.EvaluateAsync(Payloads.Poke);
        if (isPolicyOff)
        {
            await SiteProcess.UntilAsync(() => Task.FromResult(Numbers() == Controls));
        }

        return Numbers();

        int Numbers() => fired.Where(f => f.StartsWith("alert ", StringComparison.Ordinal)).Distinct().Count();
    }

    private async Task<IReadOnlyList<(long Id, string Address, string Headline, string Standfirst)>> FillAsync(
        IReadOnlyList<string> payloads
    )
    {
        var section = await site.CategoryAsync("Payloads");
        var (next, stories) = (0, new List<(long, string, string, string)>());
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var profile = await reporter.SubmitAsync(
            "/newsroom/profile",
            [
                ("Input.Role", Next(90)),
                ("Input.Biography", Next(600)),
                ("Input.Links", $"https://example.org/{Escape(Next(200))}"),
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, profile.StatusCode);
        for (var n = 0; n < Payloads.Stories; n++)
        {
            var (headline, standfirst) = (Next(150), Next(250));
            var picture = await site.PictureAsync(Photos.Unique(), new PictureForm(Next(200), Next(200), Next(90)));
            var body = string.Join(
                "\n\n",
                Enumerable.Range(0, BodyPayloads).Select(m => Placed(Next(IsLink(m) ? 200 : 2_000), m))
            );
            using var saved = await reporter.SubmitAsync(
                "/newsroom/write",
                [
                    ("Input.Headline", headline),
                    ("Input.Standfirst", standfirst),
                    ("Input.Body", $"A payload.\n\n{body}"),
                    ("Input.Dateline", Next(60)),
                    ("Input.SourceCredit", Next(200)),
                    ("Input.SearchTitle", Next(120)),
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
            if (n < Changed)
            {
                var (again, note) = (Next(250), new CorrectionNote(CorrectionKind.Correction, Next(1_000)));
                await site.SaveAsync(id, c => c with { Standfirst = again, Body = $"{Next(2_000)}\n\n{c.Body}" });
                await site.WithAsync<Publisher>(publisher =>
                    publisher.PublishAsync(id, new PublishOrder(2, 1) { Correction = note }, site.Editor, default)
                );
                standfirst = again;
            }

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

    // An address has a limit, counted as it is escaped, over which a story is refused.
    private static bool IsLink(int place) => place % 10 is 4 or 5;

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
        await page.AddInitScriptAsync(Payloads.Hooks);
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

    // The door, the room, and what is looked at there: not which one.
    private static string KindOf(string address)
    {
        var parts = address.Split('?')[0].Split('/');
        return parts[1] is "newsroom" or "admin" ? string.Join('/', parts.Take(3))
            : parts is [_, "news", _, _, "history"] ? "history"
            : parts[^1] is "feed.xml" or "feed.json" ? parts[^1]
            : parts[1];
    }

    private async Task LookAsync(IPage page, string address, List<string> wrong)
    {
        looks++;
        kinds.Add(KindOf(address));
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        if (address.StartsWith("/newsroom/write/", StringComparison.Ordinal))
        {
            // As rich text, or as Markdown where that cannot show it.
            await page.WaitForFunctionAsync("document.querySelector('.write__texts').dataset.shows");
        }

        wrong.AddRange((await page.EvaluateAsync<string[]>(Payloads.Poke)).Select(f => $"{address}: {f}"));
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

        // The page that comes then is not looked at.
        await page.WaitForURLAsync(
            url => !url.Contains("sign-in", StringComparison.Ordinal),
            new() { WaitUntil = WaitUntilState.Commit }
        );
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("\\s+")]
    private static partial Regex Space();
}
