using NewsSite.News.Articles;
using NewsSite.News.Authors;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;
using NewsSite.News.Tags;
using Npgsql;

namespace NewsSite.Tests.Support;

/// <summary>A story as a newsroom writes it once a year, and a page must bear every day.</summary>
/// <param name="Name">For people and files.</param>
public sealed record OddStory(string Name, string Headline, string? Standfirst = null)
{
    public string? Language { get; init; }

    /// <summary>How many of them; with 0 the byline is lost, which publishing itself does not let happen.</summary>
    public int Authors { get; init; } = 1;
    public int Tags { get; init; } = 1;
    public bool HasPicture { get; init; }
    public long Id { get; init; }

    public override string ToString() => Name;

    public string Address => $"/news/{Id}/{NewsSite.News.Addresses.Slug.From(Headline)}";
}

/// <summary>Stories with every headline, and with every lack and excess, that has ever broken a page.</summary>
public static class OddStories
{
    public const string Category = "Oddities";
    public const string Tag = "Curious";
    public const string Word = "marvel";

    /// <summary>One letter to a reader, eleven to a program.</summary>
    public const string Family = "👩‍👩‍👧‍👦";
    private const string Endless = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

    public static IReadOnlyList<OddStory> Kinds { get; } =
    [
        new("one-letter", "A"),
        new("forty", "Ferries wait for the fog to lift at noon", "It lifted at four.") { HasPicture = true },
        new("three-hundred", Long(300), Long(300)) { HasPicture = true },
        new("hundred-twenty", Long(120))
        {
            Authors = 12,
            Tags = 30,
            HasPicture = true,
        },
        new("endless-word", Endless, $"{Endless}, {Endless}en und {Endless}er.") { Language = "de", HasPicture = true },
        new("stacked-marks", Stacked("Zalgo came to the harbour"), Stacked("He went again")) { HasPicture = true },
        new("families", string.Concat(Enumerable.Repeat(Family, 12)), $"{string.Concat(Enumerable.Repeat(Family, 20))}")
        {
            HasPicture = true,
        },
        new("flags", "🏳️‍🌈 The 🇬🇧 ferry 🇫🇷 strike 👍🏽 explained", "Why 🚢 stand still."),
        new("arabic", "سقوط الجدار البحري في «سولت مارش» للمرة الثالثة (2026)", "قال الوزير إن العمل سيبدأ في 15 مارس.")
        {
            Language = "ar",
            HasPicture = true,
        },
        new("hebrew", "החומה נפלה בפעם השלישית, 12 שנים אחרי שנבנתה") { Language = "he", Authors = 12 },
        new("unmarked-arabic", "الميناء مغلق Saltmarsh حتى الاثنين", "بيان من 3 نقاط."),
        new("turned-round", "Price of \u202Ediesel\u2066 falls", "The \u202Eword\u2067 turns."),
        new("nobody", "A notice that nobody has signed", "It has no byline.") { Authors = 0, Tags = 0 },
    ];

    /// <summary>Fills the site with each kind, thrice: as a column, in a strip, and as a story that is read much.</summary>
    /// <returns>The last of the three, oldest first.</returns>
    public static async Task<IReadOnlyList<OddStory>> FillAsync(SiteFixture site)
    {
        var authors = await AuthorsAsync(site);
        var columns = await site.WithAsync<CategoryDesk, long>(desk =>
            desk.CreateAsync(new CategoryForm("Columns", "columns", null, "opinion", null), site.Admin, default)
        );
        foreach (
            var kind in Kinds.Where(k => k.Name is "stacked-marks" or "endless-word" or "arabic" or "three-hundred")
        )
        {
            await PublishAsync(site, kind, columns, authors);
        }

        foreach (var half in Kinds.Select((kind, n) => (kind, n)).GroupBy(k => k.n % 2, k => k.kind))
        {
            var strip = await site.CategoryAsync($"{Category} {half.Key + 1}");
            foreach (var kind in half)
            {
                await PublishAsync(site, kind, strip, authors);
            }
        }

        var all = await site.CategoryAsync(Category);
        var stories = new List<OddStory>();
        foreach (var kind in Kinds)
        {
            stories.Add(kind with { Id = await PublishAsync(site, kind, all, authors) });
        }

        await site.WithAsync<ReadingBook>(book =>
            book.AddAsync(stories.ToDictionary(s => s.Id, _ => 9), DateTimeOffset.UtcNow, default)
        );
        await site.WithAsync<MostReadDesk>(desk => desk.RefreshAsync(default));
        return stories;
    }

    private static string Stacked(string text) =>
        string.Concat(
            text.Select(
                (letter, n) =>
                    letter == ' ' || n % 3 != 0
                        ? letter.ToString()
                        : letter
                            + string.Concat(
                                Enumerable.Range(0, 15).Select(m => $"{(char)(0x030A + m)}{(char)(0x0323 + m)}")
                            )
            )
        );

    private static string Long(int length)
    {
        const string Words =
            "Ministers agree at last that the sea wall is to be raised once more before the winter storms ";
        var text = string.Concat(Enumerable.Repeat(Words, 4))[..length].TrimEnd();
        return text.PadRight(length, 'd');
    }

    private static async Task<long[]> AuthorsAsync(SiteFixture site)
    {
        string[] names =
        [
            $"{Family} Family",
            "نور الهدى",
            new string('W', Author.NameLimit),
            .. Enumerable.Range(4, ArticleContent.AuthorLimit - 3).Select(n => $"Odette Oddly the {n}th"),
        ];
        return await site.WithAsync<NewsroomDb, long[]>(async db =>
        {
            var authors = names.Select((name, n) => new Author { Name = name, Slug = $"odd-{n}" }).ToList();
            db.Authors.AddRange(authors);
            await db.SaveChangesAsync();
            return [.. authors.Select(a => a.Id)];
        });
    }

    private static async Task<long> PublishAsync(SiteFixture site, OddStory kind, long category, long[] authors)
    {
        var tags = Enumerable.Range(0, kind.Tags).Select(n => n == 0 ? Tag : $"{Tag} {n}{new string('x', n * 3 / 2)}");
        var picture = kind.HasPicture
            ? await site.PictureAsync(Photos.Unique(), new PictureForm("A wall", null, null, 50, 50))
            : null;
        var content = new ArticleContent
        {
            Headline = kind.Headline,
            Standfirst = kind.Standfirst,
            Body = $"{kind.Headline}\n\nIt is a {Word}. {kind.Headline}\n\n## {kind.Headline}",
            PrimaryCategoryId = category,
            TagIds = await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(tags, default)),
            AuthorIds = authors[..Math.Max(1, kind.Authors)],
            PictureId = picture?.Id,
            Language = kind.Language,
        };
        var draft = await site.WithAsync<Writing, ArticleVersion>(writing =>
            writing.BeginAsync(Guid.NewGuid(), content, site.Reporter, default)
        );
        await site.PublishAsync(draft.ArticleId, 1);
        if (kind.Authors == 0)
        {
            await using var source = NpgsqlDataSource.Create(site.ConnectionString);
            await using var command = source.CreateCommand("delete from site.article_byline where article_id = $1");
            command.Parameters.Add(new() { Value = draft.ArticleId });
            await command.ExecuteNonQueryAsync();
        }

        return draft.ArticleId;
    }
}
