using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Authors;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Generating;

/// <summary>The categories, tags and authors of a generated archive.</summary>
internal sealed class GeneratedNouns(long[] categoryIds, long[] tagIds, long[] authorIds)
{
    private const int TagCount = 2000;
    private const int AuthorCount = 200;

    private static readonly (string Name, string Colour, string[] Children)[] Sections =
    [
        ("News", "news", ["Weather", "Crime"]),
        ("World", "world", ["Africa", "Americas", "Asia", "Europe"]),
        ("Politics", "politics", ["Parliament", "Transport", "Local councils"]),
        ("Business", "business", ["Markets", "Energy", "Work"]),
        ("Science", "science", ["Climate", "Space", "Health"]),
        ("Culture", "culture", ["Books", "Music", "Theatre"]),
        ("Sport", "sport", ["Football", "Athletics", "Sailing"]),
        ("Opinion", "opinion", []),
    ];

    private readonly Zipf categoryRanks = new(categoryIds.Length);
    private readonly Zipf tagRanks = new(tagIds.Length);
    private readonly Zipf authorRanks = new(authorIds.Length);

    /// <summary>Makes those that are missing; a slug that is there already is used as it is.</summary>
    public static async Task<GeneratedNouns> AddAsync(
        NewsroomDb db,
        CategoryDesk desk,
        long seed,
        CancellationToken cancel
    )
    {
        var dice = Dice.For(seed, -1);
        var categories = new List<long>();
        foreach (var (name, colour, children) in Sections)
        {
            var section = await CategoryAsync(db, desk, name, colour, null, cancel);
            categories.Add(section);
            foreach (var child in children)
            {
                categories.Add(await CategoryAsync(db, desk, child, colour, section, cancel));
            }
        }

        var tags = Named(TagCount, () => TagName(dice));
        var authors = Named(AuthorCount, () => $"{dice.Of(Vocabulary.FirstNames)} {dice.Of(Vocabulary.Names)}");
        return new GeneratedNouns(
            [.. categories],
            await AddTagsAsync(db, tags, cancel),
            await AddAuthorsAsync(db, authors, cancel)
        );
    }

    public (long Primary, long[] Further) Categories(Dice dice)
    {
        var chosen = Several(dice, categoryIds, categoryRanks, dice.Once(4) ? 3 : 1 + dice.Below(2));
        return (chosen[0], chosen[1..]);
    }

    public long[] Tags(Dice dice) => Several(dice, tagIds, tagRanks, 1 + dice.Below(4));

    public long[] Authors(Dice dice) => Several(dice, authorIds, authorRanks, dice.Once(5) ? 2 + dice.Below(2) : 1);

    private static long[] Several(Dice dice, long[] ids, Zipf ranks, int count)
    {
        var chosen = new List<long>(count);
        while (chosen.Count < count)
        {
            var id = ids[ranks.Draw(dice)];
            if (!chosen.Contains(id))
            {
                chosen.Add(id);
            }
        }

        return [.. chosen];
    }

    private static async Task<long> CategoryAsync(
        NewsroomDb db,
        CategoryDesk desk,
        string name,
        string colour,
        long? parent,
        CancellationToken cancel
    )
    {
        var slug = Slug.From(name);
        var found = await db
            .Categories.Where(c => c.Slug == slug && c.ReplacedById == null)
            .Select(c => (long?)c.Id)
            .SingleOrDefaultAsync(cancel);
        return found
            ?? await desk.CreateAsync(new CategoryForm(name, slug, null, colour, parent), Actor.System, cancel);
    }

    private static string TagName(Dice dice) =>
        dice.Below(3) switch
        {
            0 => dice.Of(Vocabulary.Names),
            1 => $"{dice.Of(Vocabulary.FirstNames)} {dice.Of(Vocabulary.Names)}",
            _ => $"{Vocabulary.Capital(dice.Of(Vocabulary.Adjectives))} {dice.Of(Vocabulary.Nouns)}s",
        };

    /// <returns>Names by their slug, in the order in which they were drawn.</returns>
    private static OrderedDictionary<string, string> Named(int count, Func<string> draw)
    {
        var names = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        while (names.Count < count)
        {
            var name = draw();
            names.TryAdd(Slug.From(name), name);
        }

        return names;
    }

    private static async Task<long[]> AddTagsAsync(
        NewsroomDb db,
        OrderedDictionary<string, string> names,
        CancellationToken cancel
    )
    {
        var taken = await db.Tags.Select(t => t.Slug).ToHashSetAsync(cancel);
        db.Tags.AddRange(
            names
                .Where(n => !taken.Contains(n.Key))
                .Select(n => new Tag
                {
                    Slug = n.Key,
                    Name = n.Value,
                    Kind = TagKind.Topic,
                })
        );
        await db.SaveChangesAsync(cancel);
        var all = await db.Tags.Select(t => new { t.Slug, t.Id }).ToListAsync(cancel);
        var ids = all.DistinctBy(t => t.Slug).ToDictionary(t => t.Slug, t => t.Id);
        return await TagHeirs.LivingAsync(db, [.. names.Keys.Select(slug => ids[slug])], cancel);
    }

    private static async Task<long[]> AddAuthorsAsync(
        NewsroomDb db,
        OrderedDictionary<string, string> names,
        CancellationToken cancel
    )
    {
        var taken = await db.Authors.Select(a => a.Slug).ToHashSetAsync(cancel);
        db.Authors.AddRange(
            names.Where(n => !taken.Contains(n.Key)).Select(n => new Author { Slug = n.Key, Name = n.Value })
        );
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        var ids = await db.Authors.ToDictionaryAsync(a => a.Slug, a => a.Id, cancel);
        return [.. names.Keys.Select(slug => ids[slug])];
    }
}
