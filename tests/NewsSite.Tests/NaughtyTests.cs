using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>Strings that have broken other sites: letters, commands, paths, addresses; in each field of each form, in queries and paths.</summary>
public sealed class NaughtyTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    // What would end the session of who sends it, or is looked at by its own tests.
    private static readonly string[] Apart = ["/account", "/newsroom/pictures/upload", "/newsroom/keep"];

    private static readonly string[] Addresses =
    [
        "/{0}",
        "/search?q={0}",
        "/search?section={0}&tag={0}&from={0}&page={0}",
        "/category/{0}",
        "/category/news?page={0}",
        "/category/{0}/feed.xml",
        "/tag/{0}",
        "/author/{0}",
        "/news/{0}",
        "/news/1/{0}",
        "/news/1/{0}/history?from={0}&to={0}",
        "/about/{0}",
        "/archive/{0}",
        "/media/{0}/{0}",
        "/sitemaps/{0}",
        "/preview/{0}",
        "/read/{0}",
        "/account/sign-in?returnUrl={0}",
        "/account/set-password?id={0}&token={0}",
        "/newsroom/stories?q={0}&state={0}&tag={0}&page={0}",
        "/newsroom/history/1?from={0}&to={0}&view={0}",
        "/newsroom/pictures?q={0}",
        "/newsroom/tags?q={0}",
        "/newsroom/wire?show={0}&source={0}&before={0}",
        "/newsroom/media/{0}/{0}",
        "/admin/audit?act={0}&kind={0}&person={0}&subject={0}&from={0}&to={0}",
        "/admin/addresses?try={0}&q={0}&from={0}&to={0}",
        "/admin/tags?q={0}&show={0}",
        "/admin/webhooks/1?before={0}",
        "/admin/{0}",
    ];

    [Fact]
    public async Task No_address_that_they_are_part_of_is_our_fault()
    {
        var strings = Strings();
        await site.PublishedAsync("Asked for in odd ways");
        using var admin = await site.VisitorAsync(site.Admin);
        var wrong = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            strings.Select((s, n) => string.Format(null, Addresses[n % Addresses.Length], Uri.EscapeDataString(s))),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (address, _) =>
            {
                using var answer = await admin.BeginAsync(address);
                var leads =
                    answer.Headers.Location is { IsAbsoluteUri: true } to && to.Authority != site.Address.Authority;
                if ((int)answer.StatusCode >= 500 || leads)
                {
                    wrong.Add($"{address}: {(int)answer.StatusCode} {answer.Headers.Location}");
                }
            }
        );
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Each_form_takes_them_or_says_why_not_and_keeps_what_was_typed()
    {
        var strings = Strings();
        var (next, sent, kept, wrong) = (0, 0, 0, new List<string>());
        using var admin = await site.VisitorAsync(site.Admin);
        var addresses = (await RoutesTests.FillAsync(site))
            .Where(row => row.Answers[3] == "200")
            .Select(row => row.Address);
        foreach (
            var address in addresses
                .Distinct()
                .Where(a => !Array.Exists(Apart, apart => a.StartsWith(apart, StringComparison.Ordinal)))
        )
        {
            using var seen = await admin.GetAsync(address);
            if (seen.Content.Headers.ContentType?.MediaType != "text/html")
            {
                continue;
            }

            var page = await Visitor.ParseAsync(seen);
            foreach (
                var form in page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().Where(f => f.Method == "post")
            )
            {
                var typed = form.QuerySelectorAll("input[name], textarea[name]")
                    .Where(e =>
                        e is IHtmlTextAreaElement or IHtmlInputElement { Type: "text" or "search" or "url" or "email" }
                    )
                    .Select(e => (Name: e.GetAttribute("name")!, Value: Next(e.GetAttribute("maxlength"))))
                    .ToList();
                if (typed.Count == 0)
                {
                    continue;
                }

                sent++;
                using var answer = await admin.SendAsync(
                    new(HttpMethod.Post, new Uri(Action(form, address), UriKind.Relative))
                    {
                        Content = new FormUrlEncodedContent(
                            Visitor
                                .Fields(form)
                                .Where(f => typed.TrueForAll(t => t.Name != f.Name))
                                .Concat(typed)
                                .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                        ),
                    }
                );
                if ((int)answer.StatusCode >= 500)
                {
                    wrong.Add($"{address} {form.GetAttribute("action")}: {(int)answer.StatusCode}");
                }

                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    var again = await Visitor.ParseAsync(answer);
                    if (again.QuerySelector("[aria-invalid=true], .summary") is null)
                    {
                        // It was taken, and the page goes on.
                        continue;
                    }

                    var values = again
                        .QuerySelectorAll("input[name], textarea[name]")
                        .Select(e => e is IHtmlTextAreaElement text ? text.Value : ((IHtmlInputElement)e).Value)
                        .Select(Plain)
                        .ToHashSet();

                    // What nobody can see is no loss, and of controls above ASCII HTML can say nothing: its reference for U+0080
                    // is read as “€”.
                    var lost = typed
                        .Where(t =>
                            !values.Contains(Plain(t.Value))
                            && t.Value.EnumerateRunes().Any(IsSeen)
                            && !t.Value.Any(c => c is >= '\u0080' and < '\u00a0')
                        )
                        .ToList();
                    kept += typed.Count - lost.Count;
                    wrong.AddRange(
                        lost.Select(t => $"{address} {form.GetAttribute("action")}: {t.Name} lost {t.Value}")
                    );
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(sent, 20, int.MaxValue);
        Assert.InRange(kept, 1, int.MaxValue);

        string Next(string? limit)
        {
            var most = limit is null ? 200 : int.Parse(limit, null);
            while (strings[next++ % strings.Count] is var s)
            {
                if (s.Length <= most)
                {
                    return s;
                }
            }

            return "";
        }
    }

    private static string Action(IHtmlFormElement form, string address) =>
        form.GetAttribute("action") is { Length: > 0 } to ? to : address;

    private static bool IsSeen(Rune letter) =>
        !Rune.IsWhiteSpace(letter)
        && Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format);

    private static string Plain(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Strings()
    {
        var folder = Corpus.Find("text");
        Assert.SkipWhen(folder is null, "The collection of strings is not beside this clone.");
        return
        [
            .. JsonSerializer
                .Deserialize<string[]>(File.ReadAllText(Path.Combine(folder!, "naughty-strings.json")))!
                .Concat(File.ReadLines(Path.Combine(folder!, "open-redirects.txt")))
                .Where(s => s.Length is > 0 and <= 500),
        ];
    }
}
