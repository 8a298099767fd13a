using System.Globalization;
using System.Text;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>
/// What a first view may weigh and take. Over a limit is a failure, not a warning. It reads the clock, and therefore runs
/// alone, after all others.
/// </summary>
[Collection(nameof(BudgetTests))]
[CollectionDefinition(nameof(BudgetTests), DisableParallelization = true)]
public sealed class BudgetTests(DemoSite demo, BrowserFixture browser, ITestOutputHelper output)
    : IClassFixture<DemoSite>
{
    private const int Kilobyte = 1024;
    private const int Runs = 5;

    // Set: the table of first views is written there as well, for the README.
    private static readonly string? Table = Environment.GetEnvironmentVariable("NEWSSITE_FIRST_VIEWS");

    /// <summary>The limits of every page; those that differ are named at the page. In kilobytes and seconds.</summary>
    private sealed record Budget(string Name, string Path)
    {
        public int Html { get; init; } = 30;
        public int ToFirstPaint { get; init; } = 14;
        public int Css { get; init; } = 9;
        public int Script { get; init; } = 6;
        public int Fonts { get; init; } = 100;
        public int Images { get; init; } = 90;
        public int Requests { get; init; } = 10;
        public double Paint { get; init; } = 1.5;

        /// <summary>What the largest paint should be; told in the table, held by nothing.</summary>
        public double Aim { get; init; } = 1.0;
    }

    private IEnumerable<Budget> Budgets =>
        [
            new("front page", "/")
            {
                Images = 140,
                Requests = 18,
                Paint = 1.8,
                Aim = 1.2,
            },
            new("longest article", demo.Article),
            new("article in italics", demo.Report),
            new("category", "/category/politics")
            {
                Images = 140,
                Requests = 18,
                Paint = 1.8,
                Aim = 1.2,
            },
            new("search", "/search?q=sea+wall")
            {
                Html = 20,
                Script = 8,
                Images = 40,
                Requests = 12,
            },
        ];

    /// <summary>
    /// Each page was shown once before its time is taken: the first viewer of all waits for the encoder of the pictures,
    /// and for the server to compile its code. Nobody after that does.
    /// </summary>
    [Fact]
    public async Task First_views_stay_within_their_budgets()
    {
        var wrong = new List<string>();
        var table = new StringBuilder(
            "| first view | HTML | to first paint | CSS | script | fonts | pictures above the fold | requests | in all | LCP | CLS | TBT, INP at ¼ speed |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|\n"
        );
        foreach (var budget in Budgets)
        {
            await FirstView.MeasureAsync(browser, demo.Address, budget.Path);
            var view = await FirstView.MeasureAsync(browser, demo.Address, budget.Path);
            if (view.Paint > budget.Paint || Table is not null)
            {
                // A machine that was busy with something else gets more chances; a table tells the middle.
                view = await MedianAsync(budget.Path);
            }

            var slow = await FirstView.MeasureAsync(browser, demo.Address, budget.Path, slowdown: 4);
            wrong.AddRange(Over(budget, view));
            table.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {budget.Name} | {Size(view.Html)} | {Size(view.ToFirstPaint)} | {Size(view.Css)} | {Size(view.Script)} | {Size(view.Fonts)} | {Size(view.Images)} | {view.Requests} | {Size(view.All)} | {view.Paint:F2} s (aim {budget.Aim:F1}) | {view.Moved:0.###} | {slow.Busy:F0} ms, {slow.Input:F0} ms |"
            );
        }

        output.WriteLine(table.ToString());
        if (Table is not null)
        {
            await File.WriteAllTextAsync(Table, table.ToString());
        }

        Assert.Empty(wrong);
    }

    /// <summary>The view whose largest paint is the middle one of several.</summary>
    private async Task<FirstView> MedianAsync(string path)
    {
        var views = new List<FirstView>();
        for (var run = 0; run < Runs; run++)
        {
            views.Add(await FirstView.MeasureAsync(browser, demo.Address, path));
        }

        return views.OrderBy(v => v.Paint).ElementAt(Runs / 2);
    }

    private static IEnumerable<string> Over(Budget budget, FirstView view)
    {
        (string What, double Is, double Limit)[] measures =
        [
            ("KB of HTML", view.Html / (double)Kilobyte, budget.Html),
            ("KB to first paint", view.ToFirstPaint / (double)Kilobyte, budget.ToFirstPaint),
            ("KB of CSS", view.Css / (double)Kilobyte, budget.Css),
            ("KB of script", view.Script / (double)Kilobyte, budget.Script),
            ("KB of fonts", view.Fonts / (double)Kilobyte, budget.Fonts),
            ("KB of pictures above the fold", view.Images / (double)Kilobyte, budget.Images),
            ("requests", view.Requests, budget.Requests),
            ("requests elsewhere", view.Foreign.Count, 0),
            ("s to the largest paint", view.Paint, budget.Paint),
            ("of layout shift", view.Moved, 0.001),
        ];
        foreach (var (what, measured, limit) in measures.Where(m => m.Is > m.Limit))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{budget.Name}: {measured:0.###} {what}, at most {limit} allowed"
            );
        }

        // A measure of nothing would always be within its budget.
        if (view.Css == 0 || view.Script == 0 || view.Fonts == 0 || view.Images == 0 || view.Paint <= 0)
        {
            yield return $"{budget.Name}: something was not measured";
        }

        if (view.PreloadedFonts != 1)
        {
            yield return $"{budget.Name}: {view.PreloadedFonts} fonts are preloaded, not one";
        }
    }

    private static string Size(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Kilobyte:F1} KB");
}
