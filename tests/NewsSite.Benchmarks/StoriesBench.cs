using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Published;
using NewsSite.News.Staff;

namespace NewsSite.Benchmarks;

/// <summary>Works in the newsroom as an editor does, over HTTP, and prints how long the site took.</summary>
internal sealed partial class StoriesBench(BenchedSite site, int runs) : IDisposable
{
    private const string Email = "bench@example.org";
    private const string Password = "correct horse battery";
    private readonly HttpClient client = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = site.Address,
    };

    public void Dispose() => client.Dispose();

    public async Task RunAsync()
    {
        await SignInAsync();
        var words = await site.ReadAsync(db =>
            db.Words.Where(w => w.Word.Length > 4).OrderByDescending(w => w.Count).Select(w => w.Word).ToListAsync()
        );
        var (common, middling, rare) = (words[5], words[words.Count / 20], words[words.Count / 2]);
        var tags = await site.ReadAsync(db => db.Tags.OrderBy(t => t.Id).Select(t => t.Name).Take(10).ToListAsync());
        var authors = await site.ReadAsync(db =>
            db.Authors.OrderBy(a => a.Id).Select(a => a.Slug).Take(10).ToListAsync()
        );
        var oldest = await site.ReadAsync(db => db.Articles.MinAsync(a => a.FirstPublishedAt));
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors, {runs} requests each"
        );
        Console.WriteLine($"common like “{common}”, middling like “{middling}”, rare like “{rare}”");
        Console.WriteLine();
        Console.WriteLine("page                          median ms   p95 ms");
        await MeasureAsync("desk", _ => ReadAsync("/newsroom"));
        await MeasureAsync("list: first page", _ => ReadAsync("/newsroom/stories"));
        await MeasureAsync("list: one section", _ => ReadAsync("/newsroom/stories?section=world"));
        await MeasureAsync("list: withdrawn", _ => ReadAsync("/newsroom/stories?state=Withdrawn"));
        await MeasureAsync("list: drafts", _ => ReadAsync("/newsroom/stories?state=Draft"));
        await MeasureAsync("list: assigned to me", _ => ReadAsync("/newsroom/stories?assigned=me"));
        await MeasureAsync("list: one tag", n => ReadAsync($"/newsroom/stories?tag={Escape(tags[n % tags.Count])}"));
        await MeasureAsync(
            "list: one author",
            n => ReadAsync($"/newsroom/stories?author={authors[n % authors.Count]}")
        );
        await MeasureAsync("list: common word", _ => ReadAsync($"/newsroom/stories?q={Escape(common)}"));
        await MeasureAsync("list: middling word", _ => ReadAsync($"/newsroom/stories?q={Escape(middling)}"));
        await MeasureAsync("list: rare word", _ => ReadAsync($"/newsroom/stories?q={Escape(rare)}"));
        await MeasureAsync(
            "list: word and section",
            _ => ReadAsync($"/newsroom/stories?section=world&q={Escape(common)}")
        );
        await MeasureAsync(
            "list: deep",
            n =>
                ReadAsync($"/newsroom/stories?before={new Cursor(oldest.AddDays(30 + (n * 20 % 3000)), long.MaxValue)}")
        );
        var ids = await site.ReadAsync(db =>
            db.Articles.OrderByDescending(a => a.Id).Select(a => a.Id).Take(runs + 20).ToListAsync()
        );
        await MeasureAsync("quick edit: open", n => ReadAsync($"/newsroom/stories?edit={ids[n]}"));
        await MeasureSavesAsync(ids);
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    private async Task<string> ReadAsync(string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync()
            : throw new InvalidOperationException($"{address} answered {answer.StatusCode}");
    }

    private async Task MeasureAsync(string name, Func<int, Task> act)
    {
        for (var n = 0; n < 5; n++)
        {
            await act(n);
        }

        var times = new List<double>();
        for (var n = 0; n < runs; n++)
        {
            var watch = Stopwatch.StartNew();
            await act(n);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Print(name, times);
    }

    private async Task MeasureSavesAsync(List<long> ids)
    {
        var times = new List<double>();
        for (var n = -5; n < runs; n++)
        {
            var id = ids[n + 5];
            var address = $"/newsroom/stories?edit={id}";
            var page = await ReadAsync(address);
            var form = page[page.IndexOf("id=\"edit\"", StringComparison.Ordinal)..];
            form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
            var fields = Hidden()
                .Matches(form)
                .Select(m =>
                    KeyValuePair.Create(m.Groups["name"].Value, WebUtility.HtmlDecode(m.Groups["value"].Value))
                )
                .Concat(
                    Chosen()
                        .Matches(form)
                        .Select(m => KeyValuePair.Create(m.Groups["name"].Value, m.Groups["value"].Value))
                )
                .Append(KeyValuePair.Create("Input.Headline", $"A quick edit of story {id}, {Guid.NewGuid():N}"));
            using var body = new FormUrlEncodedContent(fields);
            var watch = Stopwatch.StartNew();
            using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), body);
            if (answer.StatusCode != HttpStatusCode.Redirect)
            {
                throw new InvalidOperationException($"A quick edit was answered {answer.StatusCode}");
            }

            if (n >= 0)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        Print("quick edit: save", times);
    }

    private static void Print(string name, List<double> times)
    {
        times.Sort();
        Console.WriteLine($"{name, -30}{times[times.Count / 2], 9:N1}{times[(int)(times.Count * 0.95)], 9:N1}");
    }

    private async Task SignInAsync()
    {
        await site.WithAsync<StaffDesk>(desk =>
            desk.AddAsync(Email, "Bench Editor", StaffRole.Editor, Password, Actor.System, default)
        );
        var token = Hidden()
            .Matches(await ReadAsync("/account/sign-in"))
            .First(m => m.Groups["name"].Value == "__RequestVerificationToken")
            .Groups["value"]
            .Value;
        using var body = new FormUrlEncodedContent([
            new("Input.Email", Email),
            new("Input.Password", Password),
            new("__RequestVerificationToken", token),
        ]);
        using var answer = await client.PostAsync(new Uri("/account/sign-in", UriKind.Relative), body);
        if (answer.StatusCode != HttpStatusCode.Redirect)
        {
            throw new InvalidOperationException("The editor of the benchmark was not let in.");
        }
    }

    [GeneratedRegex(
        "<input[^>]*name=\"(?<name>Input\\.(BasedOn|Seen|Tags)|__RequestVerificationToken)\"[^>]*value=\"(?<value>[^\"]*)\""
    )]
    private static partial Regex Hidden();

    [GeneratedRegex(
        "<select[^>]*name=\"(?<name>Input\\.(PrimaryCategoryId|AuthorIds))\"(?:(?!</select>).)*<option value=\"(?<value>\\d+)\" selected",
        RegexOptions.Singleline
    )]
    private static partial Regex Chosen();
}
