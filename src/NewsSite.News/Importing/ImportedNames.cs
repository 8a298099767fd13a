using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Importing;

/// <summary>The authors and tags of ours that stand for those of a source, found by name and made where they are missing.</summary>
internal sealed class ImportedNames(NewsroomDb db, TagBook book, TimeProvider clock, SourceNouns source)
{
    private const string Paper = "";
    private readonly Dictionary<string, long> authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> tags = new(StringComparer.Ordinal);

    /// <summary>Inside the caller's transaction.</summary>
    /// <returns>In the order of the byline; the paper itself signs what nobody did.</returns>
    public async Task<long[]> AuthorsAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        var ids = new List<long>();
        foreach (var key in keys.Count > 0 ? keys : [Paper])
        {
            if (!authors.TryGetValue(key, out var id))
            {
                authors[key] = id = await AuthorAsync(NameOf(key), BiographyOf(key), cancel);
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    /// <inheritdoc cref="AuthorsAsync"/>
    /// <returns>Each once, in the same order.</returns>
    public async Task<long[]> TagsAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        var ids = new List<long>();
        foreach (var key in keys)
        {
            if (!tags.TryGetValue(key, out var id))
            {
                var name = PlainText.Cut(source.Tags[key].Name, Tag.NameLimit);
                if (await book.FindOrAddAsync([name], cancel) is not [var found])
                {
                    continue;
                }

                tags[key] = id = found;
            }

            ids.Add(id);
        }

        return [.. ids.Distinct()];
    }

    /// <returns>Each old address of an author or a tag that readers see, and where it is now.</returns>
    public async Task<IReadOnlyList<(string From, string To)>> AddressesAsync(CancellationToken cancel) =>
        [
            .. await ShownAsync(
                "author",
                source.Authors.Values.SelectMany(a => a.Old, (a, from) => (from, Slug.OfName(Cut(a.Name)))),
                cancel
            ),
            .. await ShownAsync(
                "tag",
                source.Tags.Values.SelectMany(
                    t => t.Old,
                    (t, from) => (from, Slug.OfName(PlainText.Cut(t.Name, Tag.NameLimit)))
                ),
                cancel
            ),
        ];

    private static string Cut(string name) => PlainText.Cut(name, Author.NameLimit);

    private string NameOf(string key) => Cut(key == Paper ? source.Paper : source.Authors[key].Name);

    private string? BiographyOf(string key) =>
        source.Authors.GetValueOrDefault(key)?.Biography is { } words
            ? PlainText.Cut(words, Author.BiographyLimit)
            : null;

    private async Task<long> AuthorAsync(string name, string? biography, CancellationToken cancel)
    {
        var slug = Slug.OfName(name);
        var found = await db
            .Authors.Where(a => a.Slug == slug)
            .Select(a => (long?)a.Id)
            .Union(db.FormerSlugs.Where(f => f.Kind == "author" && f.Slug == slug).Select(f => (long?)f.TargetId))
            .FirstOrDefaultAsync(cancel);
        if (found is { } id)
        {
            return id;
        }

        var author = new Author
        {
            Slug = slug,
            Name = name,
            Biography = biography,
        };
        db.Authors.Add(author);
        await db.SaveChangesAsync(cancel);
        db.Record(Actor.System, "AddAuthor", $"author:{author.Id}", name, clock.GetUtcNow(), db.ChangesOf(author));
        return author.Id;
    }

    private async Task<List<(string From, string To)>> ShownAsync(
        string kind,
        IEnumerable<(string From, string Slug)> all,
        CancellationToken cancel
    )
    {
        var shown = new List<(string, string)>();
        foreach (var part in all.Chunk(1000))
        {
            string[] slugs = [.. part.Select(p => p.Slug).Distinct()];
            var found = (
                await db
                    .Database.SqlQuery<Today>(
                        $"""
                        select slug as asked, slug from site.tag where {kind} = 'tag' and slug = any({slugs})
                        union all
                        select slug, slug from site.author where {kind} = 'author' and slug = any({slugs})
                        union all
                        select f.slug, coalesce(t.slug, a.slug) from site.former_slug f
                        left join site.tag t on f.kind = 'tag' and t.id = f.target_id
                        left join site.author a on f.kind = 'author' and a.id = f.target_id
                        where f.kind = {kind} and f.slug = any({slugs}) and coalesce(t.slug, a.slug) is not null
                        """
                    )
                    .ToListAsync(cancel)
            ).ToLookup(t => t.Asked, t => t.Slug);
            shown.AddRange(
                from old in part
                let now = found[old.Slug].FirstOrDefault()
                where now is not null
                select (old.From, $"/{kind}/{now}")
            );
        }

        return shown;
    }

    private sealed record Today(string Asked, string Slug);
}
