using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.Web.Newsroom.Overview;

/// <summary>A filter that is set.</summary>
/// <param name="Without">The address of the list without it.</param>
public sealed record FilterChip(string Text, string Without);

/// <summary>The filters of the list of stories, as they stand in its address.</summary>
public sealed class StoriesQuery
{
    public const string Me = "me";
    public const string Nobody = "nobody";
    private const int WordsLimit = 200;

    // Nothing has it: what is not known finds nothing, rather than all.
    private const long None = 0;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    [FromQuery(Name = "state")]
    public ArticleState? State { get; set; }

    /// <summary>A slug.</summary>
    [FromQuery(Name = "section")]
    public string? Section { get; set; }

    /// <inheritdoc cref="Section"/>
    [FromQuery(Name = "author")]
    public string? Author { get; set; }

    /// <summary>A name.</summary>
    [FromQuery(Name = "tag")]
    public string? Tag { get; set; }

    /// <summary><see cref="Me"/>, <see cref="Nobody"/>, or the id of somebody.</summary>
    [FromQuery(Name = "assigned")]
    public string? Assigned { get; set; }

    /// <returns>The address of the list with these filters and more; those without a value are left out.</returns>
    public string Address(params (string Name, string? Value)[] more)
    {
        var all = Set().Where(f => !Array.Exists(more, m => m.Name == f.Name)).Concat(more);
        var query = string.Join(
            '&',
            all.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}")
        );
        return query.Length == 0 ? "/newsroom/stories" : $"/newsroom/stories?{query}";
    }

    /// <returns>What to look for, and a chip for each filter.</returns>
    public async Task<(StoryFilter Filter, IReadOnlyList<FilterChip> Chips)> ReadAsync(
        NewsroomDb db,
        CategoryTree tree,
        TagBook tags,
        Actor actor,
        CancellationToken cancel
    )
    {
        var chips = new List<FilterChip>();
        void Chip(string name, string text) => chips.Add(new(text, Address((name, null))));
        var filter = new StoryFilter(State);
        if (Words?.Trim() is { Length: > 0 } words)
        {
            filter = filter with { Words = words.Length > WordsLimit ? words[..WordsLimit] : words };
            Chip("q", $"“{filter.Words}”");
        }

        if (State is { } state)
        {
            Chip("state", StoryActs.State(state));
        }

        if (!string.IsNullOrEmpty(Section))
        {
            var section = tree.InOrder().FirstOrDefault(c => c.Slug == Section);
            var branch = section is null ? [] : tree.Branch(section).Select(c => c.Id).ToHashSet();
            var ids = await db.Categories.Select(c => c.Id).ToListAsync(cancel);
            filter = filter with
            {
                SectionIds = [.. ids.Where(id => tree.Living(id) is { } c && branch.Contains(c.Id))],
            };
            Chip("section", section?.Name ?? Section);
        }

        if (!string.IsNullOrEmpty(Author))
        {
            var author = await db.Authors.AsNoTracking().SingleOrDefaultAsync(a => a.Slug == Author, cancel);
            filter = filter with { AuthorId = author?.Id ?? None };
            Chip("author", author?.Name ?? Author);
        }

        if (!string.IsNullOrWhiteSpace(Tag))
        {
            var id = Tag.Length > News.Tags.Tag.NameLimit ? null : await tags.FindAsync(Tag, cancel);
            var names = id is null ? [] : await TagHeirs.NamesOfAsync(db, [id.Value], cancel);
            filter = filter with { TagIds = id is null ? [None] : names };
            Chip("tag", id is null ? Tag : (await tags.NamesAsync([id.Value], cancel))[0]);
        }

        if (Assigned == Nobody)
        {
            filter = filter with { Unassigned = true };
            Chip("assigned", "Assigned to nobody");
        }
        else if (!string.IsNullOrEmpty(Assigned))
        {
            var id =
                Assigned == Me ? actor.Id
                : long.TryParse(Assigned, out var typed) ? typed
                : None;
            var name = await db.Users.Where(s => s.Id == id).Select(s => s.Name).SingleOrDefaultAsync(cancel);
            filter = filter with { AssignedToId = id };
            Chip("assigned", $"Assigned to {(Assigned == Me ? "me" : name ?? Assigned)}");
        }

        return (filter, chips);
    }

    private (string Name, string? Value)[] Set() =>
        [
            ("q", Words),
            ("state", State?.ToString()),
            ("section", Section),
            ("author", Author),
            ("tag", Tag),
            ("assigned", Assigned),
        ];
}
