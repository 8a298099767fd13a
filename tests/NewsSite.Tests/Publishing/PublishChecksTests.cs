using System.Diagnostics;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Demo;
using NewsSite.News.Publishing.Checks;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

public sealed class PublishChecksTests
{
    private static readonly ArticleContent Whole = new()
    {
        Headline = "Sea wall holds",
        Standfirst = "It held.",
        Body = "Words of the story.",
        PrimaryCategoryId = 1,
        AuthorIds = [1],
        TagIds = [1],
        PictureId = 1,
    };
    private static readonly CheckFacts Known = new(
        new BodyPictures(
            BodyPictures.ReadersRoot,
            new Dictionary<string, BodyPicture>
            {
                ["abc.jpg"] = new(100, 100, "", null),
                ["described.jpg"] = new(100, 100, "The wall", null),
            }
        ),
        "The wall",
        new Dictionary<string, string> { ["https://gone.example/a"] = "A link leads nowhere" }
    );
    private static readonly CategoryTree Tree = new([
        new Category
        {
            Id = 1,
            Name = "News",
            Slug = "news",
            ColourKey = "news",
        },
    ]);

    // Each rule: bodies in which it finds something, with the passage, and bodies that only look like it.
    private static readonly (string Rule, (string Body, string Passage)[] Finds, string[] Not)[] Rules =
    [
        (
            "To come",
            [("The price was TK pounds.", "The price was TK pounds.")],
            ["The STKs and a tk and TKO are none."]
        ),
        (
            "Doubled word",
            [
                ("Li met with with the heads of the academy.", "Li met with with the heads of the…"),
                ("It was the\nthe end.", "It was the the end."),
            ],
            [
                "He said that that was it, and had had enough; no, no.",
                "“We met with with them,” he said.",
                "“The the” was printed.",
                "One two. Two three.",
            ]
        ),
        (
            "Quotation marks",
            [
                ("“It is open, he said.\n\nAnd so on.", "“It is open, he said."),
                ("It is open,” he said.", "It is open,” he said."),
                ("He said \"yes.", "He said \"yes."),
            ],
            [
                "“It goes on.\n\n“And ends,” he said.",
                "“A ‘quotation’ within,” he said. It’s fine.",
                "He said \"yes\" and \"no\".",
            ]
        ),
        (
            "Bare weekday",
            [("They met on Sunday for the first time.", "They met on Sunday for the first time.")],
            ["They met on Sunday 16 April.", "On 16 April, a Sunday, they met.", "“On Sunday,” he said, “we met.”"]
        ),
        (
            "Two spellings",
            [
                ("Volodymyr Zelensky spoke. Later Zelenskyy left.", "Zelensky, Zelenskyy"),
                ("Mr Shoigu came. So Shoygu it was.", "Shoigu, Shoygu"),
            ],
            [
                "Russia and the Russian army; Ukraine and Ukrainians; the Alps.",
                "Zelensky spoke. “Zelenskyy,” he wrote.",
                "China and Chinese. Moscow and Mosul.",
            ]
        ),
        (
            "Insecure link",
            [("See [the report](http://example.org/a).", "http://example.org/a")],
            ["See [the report](https://example.org/a?b=http://c)."]
        ),
        (
            "Link words",
            [("The report is [here](https://example.org/a).", "https://example.org/a")],
            ["The [report from here](https://example.org/a) is out."]
        ),
        (
            "Dead link",
            [("See [the report](https://gone.example/a).", "https://gone.example/a")],
            ["See [the report](https://example.org/a)."]
        ),
        (
            "Alt text",
            [("![](/media/abc.jpg)", "/media/abc.jpg")],
            ["![The wall](/media/abc.jpg)", "![](/media/described.jpg)"]
        ),
    ];

    public static TheoryData<string, string, string?> Samples
    {
        get
        {
            var data = new TheoryData<string, string, string?>();
            foreach (var (rule, finds, not) in Rules)
            {
                foreach (var (body, passage) in finds)
                {
                    data.Add(rule, body, passage);
                }

                foreach (var body in not)
                {
                    data.Add(rule, body, null);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_rule_finds_what_it_is_for_and_leaves_quotations_alone(string rule, string body, string? passage)
    {
        var check = Assert.Single(await OfAsync(Whole with { Body = body }, rule));
        Assert.Equal(
            passage is null ? (CheckLevel.Pass, null) : (CheckLevel.Warn, passage),
            (check.Level, check.Passage)
        );
    }

    [Theory]
    [InlineData("Headline", CheckLevel.Block)]
    [InlineData("Long headline", CheckLevel.Warn)]
    [InlineData("Standfirst", CheckLevel.Warn)]
    [InlineData("Text", CheckLevel.Block)]
    [InlineData("Section", CheckLevel.Block)]
    [InlineData("Author", CheckLevel.Block)]
    [InlineData("Tags", CheckLevel.Warn)]
    [InlineData("Lead picture", CheckLevel.Warn)]
    [InlineData("Lead alt text", CheckLevel.Warn)]
    public async Task A_part_that_is_missing_is_named_and_one_that_is_there_is_not(string rule, CheckLevel level)
    {
        var without = rule switch
        {
            "Headline" => Whole with { Headline = "" },
            "Long headline" => Whole with { Headline = new string('x', 71) },
            "Standfirst" => Whole with { Standfirst = null },
            "Text" => Whole with { Body = "  \n" },
            "Section" => Whole with { PrimaryCategoryId = 2 },
            "Author" => Whole with { AuthorIds = [] },
            "Tags" => Whole with { TagIds = [] },
            "Lead picture" => Whole with { PictureId = null },
            _ => Whole,
        };
        var facts = rule == "Lead alt text" ? Known with { LeadAlt = " " } : Known;
        Assert.Equal(level, Assert.Single(await OfAsync(without, rule, facts)).Level);
        Assert.Equal(CheckLevel.Pass, Assert.Single(await OfAsync(Whole, rule)).Level);
    }

    [Fact]
    public async Task Every_rule_has_a_test_here()
    {
        string[] parts =
        [
            "Headline",
            "Long headline",
            "Standfirst",
            "Text",
            "Section",
            "Author",
            "Tags",
            "Lead picture",
            "Lead alt text",
        ];
        Assert.Equal(
            (await AllOfAsync(Whole)).Select(c => c.Rule).Distinct().Order(),
            parts.Concat(Rules.Select(r => r.Rule)).Order()
        );
    }

    [Fact]
    public async Task The_demo_s_stories_are_clean()
    {
        var wrong = new List<string>();
        foreach (var story in DemoStory.All)
        {
            var checks = await AllOfAsync(Whole with { Headline = story.Headline, Body = story.Body });
            wrong.AddRange(
                checks
                    .Where(c => c.Level != CheckLevel.Pass && c.Rule is not ("Bare weekday" or "Long headline"))
                    .Select(c => $"{story.Headline}: {c.Text} ({c.Passage})")
            );
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_one_real_slip_in_a_real_report_is_found_and_nothing_that_is_none()
    {
        var file = Corpus.Report;
        Assert.SkipWhen(file is null, "The report that the product was conceived from is not beside this clone.");
        var body = File.ReadAllText(file!).Split("Related Articles")[0];
        var found = (await AllOfAsync(Whole with { Body = body }))
            .Where(c => c.Level != CheckLevel.Pass && c.Rule != "Bare weekday")
            .ToList();
        var slip = Assert.Single(found);
        Assert.Equal(("Doubled word", "“with” stands there twice"), (slip.Rule, slip.Text));
    }

    [Fact]
    public async Task No_body_makes_the_rules_slow()
    {
        string[] bodies =
        [
            new('a', ArticleContent.BodyLimit),
            string.Concat(Enumerable.Repeat("a ", ArticleContent.BodyLimit / 2)),
            string.Concat(Enumerable.Repeat("“a ", ArticleContent.BodyLimit / 3)),
            string.Concat(
                Enumerable
                    .Range(0, 20_000)
                    .Select(n => $"Nam{(char)('a' + (n % 26))}{(char)('a' + (n / 26 % 26))}{(char)('a' + (n / 676))}x ")
            ),
            "a" + new string(' ', ArticleContent.BodyLimit - 1),
        ];
        foreach (var body in bodies)
        {
            var watch = Stopwatch.StartNew();
            await AllOfAsync(Whole with { Body = body });
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        }
    }

    private static async Task<IEnumerable<Check>> OfAsync(
        ArticleContent content,
        string rule,
        CheckFacts? facts = null
    ) => (await AllOfAsync(content, facts)).Where(c => c.Rule == rule);

    private static Task<IReadOnlyList<Check>> AllOfAsync(ArticleContent content, CheckFacts? facts = null) =>
        PublishChecks.ForAsync(content, Tree, CancellationToken.None, facts ?? Known);
}
