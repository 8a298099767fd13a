using System.Globalization;
using System.Net;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>
/// Random redirects are added, changed, deleted and imported, beside a model that is a mere table. After each act the site
/// leads from every address to where the table says, by one step at most.
/// </summary>
public sealed class RedirectModelTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Root = "http://news.test";
    private const string Gone = "gone";
    private static readonly string[] Former =
    [
        "/former/a",
        "/former/b",
        "/former/b?x=1",
        "/former/c",
        "/former/d",
        "/?p=12",
        "/former/über",
        "/former/f",
    ];
    private static readonly string[] Ends =
    [
        "/category/model-end",
        "https://else.example/end",
        "/former/nowhere",
        Gone,
    ];

    // From each to its end.
    private readonly Dictionary<string, string> table = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_address_leads_to_the_right_end_by_one_step_whatever_was_done()
    {
        await site.CategoryAsync("Model end");
        var dice = new Random(
            Environment.GetEnvironmentVariable("NEWSSITE_SEED") is { } seed
                ? int.Parse(seed, CultureInfo.InvariantCulture)
                : 20_261_127
        );
        var loops = 0;
        var flattened = 0;
        using var reader = site.Visitor();
        for (var step = 0; step < 40; step++)
        {
            var from = Former[dice.Next(Former.Length)];
            var to = dice.Next(3) > 0 ? Former[dice.Next(Former.Length)] : Ends[dice.Next(Ends.Length)];
            var before = table.Count(t => t.Value == from);
            switch (dice.Next(6))
            {
                case 0 when table.ContainsKey(from):
                    await DeleteAsync(from);
                    break;
                case 1:
                    loops += await ImportAsync([
                        .. Enumerable
                            .Range(0, 4)
                            .Select(_ => (Former[dice.Next(Former.Length)], Former[dice.Next(Former.Length)]))
                            .Append((from, to))
                            .DistinctBy(l => l.Item1),
                    ]);
                    break;
                default:
                    loops += await SetAsync(from, to) ? 0 : 1;
                    flattened += before;
                    break;
            }

            if (step % 5 == 4)
            {
                foreach (var address in Former)
                {
                    await FollowAsync(reader, address, step);
                }
            }
        }

        Assert.True(loops > 0 && flattened > 0, $"{loops} loops, {flattened} chains: the dice must do more");
        Assert.Empty(await site.WithAsync<RedirectShelf, List<RedirectChain>>(shelf => shelf.ChainsAsync(default)));

        // The whole list leaves as a file, and coming back it changes nothing.
        using var admin = await site.VisitorAsync(site.Admin);
        var file = await admin.TextAsync("/admin/addresses?handler=Export");
        var read = await RedirectFile.ReadAsync(System.Text.Encoding.UTF8.GetBytes(file), Root, default);
        var tried = await site.WithAsync<RedirectImports, IReadOnlyList<TriedLine>>(i => i.TryAsync(read, default));
        Assert.Equal(table.Count, tried.Count);
        Assert.All(tried, line => Assert.Equal(RedirectOutcome.Same, line.Outcome));

        // And readers' tables are what the newsroom's say.
        var dump = await site.DumpAsync();
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(dump.Where(IsRedirect), (await site.DumpAsync()).Where(IsRedirect));
        Assert.Equal(table.Count, dump.Count(IsRedirect));
    }

    private static bool IsRedirect(string row) => row.StartsWith("redirect(", StringComparison.Ordinal);

    private static RedirectLine Line(string from, string to) =>
        RedirectLine.Read(from, to == Gone ? null : to, to == Gone ? "410" : "301", Root);

    private async Task FollowAsync(Visitor reader, string address, int step)
    {
        var end = End(address);
        using var answer = await reader.GetAsync(address);
        var got = answer.StatusCode switch
        {
            HttpStatusCode.MovedPermanently => Uri.UnescapeDataString(answer.Headers.Location!.OriginalString),
            HttpStatusCode.Gone => Gone,
            var other => $"{(int)other}",
        };
        Assert.Equal((step, address, end ?? "404"), (step, address, got));
        if (got.StartsWith('/'))
        {
            // No second step: a page, nothing, or what is gone.
            Assert.Contains(
                await reader.StatusAsync(answer.Headers.Location!.OriginalString),
                new[] { HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.Gone }
            );
        }
    }

    // What the table says of an address; with a query, what it says of the path where it says nothing of both.
    private string? End(string address) =>
        table.TryGetValue(address, out var end) ? end
        : table.TryGetValue(address.Split('?')[0], out var whole) ? whole
        : null;

    private bool LeadsTo(string to, string from) => to == from || (to.Split('?')[0] == from && !table.ContainsKey(to));

    private bool Put(string from, string to)
    {
        var end = to != Gone && End(to) is { } further && further != Gone ? further : to;
        if (LeadsTo(to, from) || (end != Gone && LeadsTo(end, from)))
        {
            return false;
        }

        table[from] = end;
        foreach (var other in table.Keys.Where(o => end != Gone && o != from && LeadsHere(table[o], from)).ToList())
        {
            table[other] = end;
        }

        return true;
    }

    private bool LeadsHere(string to, string from) =>
        to == from || (to.Split('?')[0] == from && !table.ContainsKey(to));

    private async Task<bool> SetAsync(string from, string to)
    {
        var known = table.ContainsKey(from);
        var expected = Put(from, to);
        try
        {
            var line = Line(from, to);
            if (known)
            {
                var id = await IdAsync(from);
                await site.WithAsync<RedirectDesk>(d => d.ChangeAsync(id, line.To, line.Code, site.Admin, default));
            }
            else
            {
                await site.WithAsync<RedirectDesk, long>(d => d.AddAsync(line, site.Admin, default));
            }

            Assert.True(expected, $"{from} → {to} is a loop");
            return true;
        }
        catch (RedirectRefusedException refused)
        {
            Assert.False(expected, $"{from} → {to}: {refused.Message}");
            return false;
        }
    }

    private async Task<int> ImportAsync(List<(string From, string To)> lines)
    {
        var file = lines.ConvertAll(l => new RedirectFileLine(0, l.From, Line(l.From, l.To), null));
        var expected = lines.ConvertAll(l => Put(l.From, l.To));
        var tried = await site.WithAsync<RedirectImports, IReadOnlyList<TriedLine>>(i => i.TryAsync(file, default));
        Assert.Equal(expected, tried.Select(t => t.Outcome is not null));
        var import = await site.WithAsync<RedirectImports, Guid>(i => i.KeepAsync(tried, site.Admin, default));
        await site.WithAsync<RedirectDesk>(d => d.ImportAsync(import, Root, site.Admin, default));
        return expected.Count(good => !good);
    }

    private async Task DeleteAsync(string from)
    {
        var id = await IdAsync(from);
        try
        {
            await site.WithAsync<RedirectDesk>(d => d.DeleteAsync(id, site.Admin, default));
            table.Remove(from);
        }
        catch (RedirectRefusedException)
        {
            // Only where what leads there would have to go two steps.
            Assert.Contains('?', from);
            Assert.Contains(from, table.Values);
        }
    }

    private Task<long> IdAsync(string from) =>
        site.WithAsync<RedirectShelf, long>(async shelf =>
            (await shelf.FindAsync(null, null, default)).Redirects.Single(r => r.From == from).Id
        );
}
