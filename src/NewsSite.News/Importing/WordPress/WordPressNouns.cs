using System.Globalization;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The categories, tags and authors of an export, by the names that its items use.</summary>
internal sealed class WordPressNouns
{
    private const string CoAuthor = "cap-";
    private const string Author = "author";

    // Of a category or tag that has no word of an address.
    private const string Bare = "bare";
    private readonly Dictionary<long, string> categoryById = [];
    private readonly Dictionary<string, string> loginByNicename = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceAuthor> authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceSection> sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceTag> tags = new(StringComparer.Ordinal);
    private readonly TermNames terms = new();

    private WordPressNouns(string site, string paper, OldLists lists)
    {
        Known = new(site, paper, authors, sections, tags)
        {
            Feeds = OldAddresses.OfFeed(lists.Home),
            FeedWord = OldAddresses.FeedWord,
        };
        Lists = lists;
    }

    public SourceNouns Known { get; }

    public OldLists Lists { get; }

    /// <summary>Collects who and what an item names, because exports of one part of a site leave out the lists.</summary>
    /// <param name="names">By kind and key.</param>
    public static void Signers(WordPressItem item, Dictionary<string, string> names)
    {
        if (item.Creator.Length > 0)
        {
            names.TryAdd($"creator:{item.Creator}", item.Creator);
        }

        foreach (var term in item.Terms)
        {
            var kind = TermNames.KindOf(term);
            if (kind == Author || (IsFiling(kind) && term.Nicename.Length > 0))
            {
                names.TryAdd($"{kind}:{TermNames.KeyOf(term)}", term.Name);
            }
            else if (IsFiling(kind))
            {
                names.TryAdd($"{Bare}:{term.Domain}:{term.Name}", term.Name);
            }
        }
    }

    /// <param name="names">What <see cref="Signers"/> collected.</param>
    /// <param name="front">Told all items.</param>
    public static WordPressNouns Of(
        WordPressChannel channel,
        Dictionary<string, string> names,
        FrontOfPosts front,
        ImportReport report
    )
    {
        var paper = PlainText.Of(channel.Title);
        var lists = new OldLists(channel.Home, front.Find(word => NamesPosts(word, channel, names)));
        var nouns = new WordPressNouns(channel.Site, paper.Length > 0 ? paper : "The newsroom", lists);
        foreach (var author in channel.Authors)
        {
            nouns.AddLogin(author.Login, author.Name.Length > 0 ? author.Name : author.Login, author.Id);
        }

        nouns.AddCategories(channel, report);
        foreach (var tag in channel.Tags)
        {
            nouns.AddTag(TermNames.Decoded(tag.Nicename), tag.Name);
        }

        // What has the word of an address first: others may mean the same by its name.
        foreach (var (named, name) in names.OrderBy(n => n.Key.StartsWith($"{Bare}:", StringComparison.Ordinal)))
        {
            var parts = named.Split(':', 2);
            switch (parts[0])
            {
                case "creator" when nouns.Login(parts[1]) is null:
                    nouns.AddLogin(parts[1], name, null);
                    break;
                case Author when nouns.Signer(parts[1], name) is null:
                    nouns.Add(parts[1], name, null, Own(parts[1]));
                    break;
                case TermNames.Category or TermNames.Tag:
                    nouns.AddFiling(parts[0], parts[1], name);
                    break;
                case Bare:
                    nouns.AddBare(new(parts[1].Split(':')[0] is { Length: > 0 } domain ? domain : null, "", name));
                    break;
            }
        }

        return nouns;
    }

    private static bool NamesPosts(string word, WordPressChannel channel, Dictionary<string, string> names) =>
        channel.Categories.Any(c => TermNames.Decoded(c.Nicename) == word)
        || channel.Authors.Any(a => OldAddresses.Nicename(a.Login) == word)
        || names.ContainsKey($"{TermNames.Category}:{word}")
        || names.ContainsKey($"creator:{word}");

    public IReadOnlyList<string> SectionsOf(WordPressItem item)
    {
        var keys = terms.KeysOf(item, TermNames.Category).Where(sections.ContainsKey).ToList();

        // A section says nothing more where one that lies in it is named, too.
        var above = keys.SelectMany(Above).ToHashSet(StringComparer.Ordinal);
        keys.RemoveAll(above.Contains);
        if (
            item.Meta.TryGetValue("_yoast_wpseo_primary_category", out var chosen)
            && long.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && categoryById.TryGetValue(id, out var first)
        )
        {
            keys.Remove(first);
            keys.Insert(0, first);
        }

        return keys;
    }

    public IReadOnlyList<string> TagsOf(WordPressItem item) =>
        [.. terms.KeysOf(item, TermNames.Tag).Where(tags.ContainsKey)];

    /// <returns>All who wrote it together, where the site has that; else the one whose entry it is.</returns>
    public IReadOnlyList<string> AuthorsOf(WordPressItem item)
    {
        var together = item
            .Terms.Where(t => TermNames.KindOf(t) == Author)
            .Select(t => Signer(TermNames.KeyOf(t), t.Name))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return together.Count > 0 ? together
            : Login(item.Creator) is { } login ? [login]
            : [];
    }

    // WordPress drops from a login what could not stand in one: ">jane" is "jane".
    private string? Login(string creator) =>
        authors.ContainsKey(creator) ? creator
        : MailAddress.Is(creator) ? null
        : OldAddresses.Nicename(creator) is { } nicename ? loginByNicename.GetValueOrDefault(nicename)
        : null;

    private IEnumerable<string> Above(string key)
    {
        while (sections.TryGetValue(key, out var section) && section.Parent is { } up)
        {
            yield return up;
            key = up;
        }
    }

    private static bool IsFiling(string kind) => kind is TermNames.Category or TermNames.Tag;

    // The plug-in for co-authors writes its own name before that of an account.
    private string? Signer(string key, string name) =>
        authors.ContainsKey(key) ? key
        : authors.ContainsKey(Own(key)) ? Own(key)
        : authors.ContainsKey(name) ? name
        : null;

    private static string Own(string key) =>
        key.StartsWith(CoAuthor, StringComparison.Ordinal) ? key[CoAuthor.Length..] : key;

    private void AddLogin(string login, string name, long? id) => Add(login, name, id, OldAddresses.Nicename(login));

    /// <param name="nicename">The word of their page's address; null where nobody knows it.</param>
    private void Add(string key, string name, long? id, string? nicename)
    {
        var shown = PlainText.Of(MailAddress.Without(name));
        if (shown.Length > 0 && !authors.ContainsKey(key))
        {
            // Of two logins that look the same in an address, it is that of the first one.
            var isOwn = !MailAddress.Is(key) && nicename is not null && loginByNicename.TryAdd(nicename, key);
            authors.TryAdd(key, new(key, shown, OldAddresses.OfAuthor(id, isOwn ? nicename : null, Lists)));
        }
    }

    private void AddTag(string key, string name)
    {
        var shown = PlainText.Of(name);
        if (key.Length > 0 && shown.Length > 0)
        {
            tags.TryAdd(key, new(key, shown, OldAddresses.OfTag(key, Lists)));
            terms.Add(TermNames.Tag, name, key);
        }
    }

    private void AddFiling(string kind, string key, string name)
    {
        if (kind == TermNames.Tag)
        {
            AddTag(key, name);
        }
        else if (!sections.ContainsKey(key))
        {
            AddSection(new(null, key, name, "", "", 1), null, [key]);
        }
    }

    private void AddBare(WordPressTerm term)
    {
        if (terms.Find(term) is null)
        {
            AddFiling(TermNames.KindOf(term), TermNames.KeyOf(term), term.Name);
        }
    }

    private void AddCategories(WordPressChannel channel, ImportReport report)
    {
        var byKey = new Dictionary<string, WordPressCategory>(StringComparer.Ordinal);
        foreach (var category in channel.Categories)
        {
            if (!byKey.TryAdd(TermNames.Decoded(category.Nicename), category))
            {
                report.Remark("section that stands in the file twice", category.At, category.Name);
            }
        }

        foreach (var (key, path) in CategoryPaths.Of(byKey, Looped))
        {
            AddSection(byKey[key], path.Count > 1 ? path[^2] : null, path);
        }

        void Looped(WordPressCategory category) =>
            report.Remark(
                "section that lies in itself by way of others: it stands at the top now",
                category.At,
                category.Name
            );
    }

    private void AddSection(WordPressCategory category, string? parent, IEnumerable<string> path)
    {
        var key = TermNames.Decoded(category.Nicename);
        var name = PlainText.Of(category.Name);
        if (key.Length == 0 || name.Length == 0)
        {
            return;
        }

        var description = PlainText.Of(category.Description);
        sections.TryAdd(
            key,
            new(
                key,
                name,
                parent,
                description.Length > 0 ? description : null,
                category.At,
                OldAddresses.OfCategory(category.Id, path, Lists)
            )
        );
        terms.Add(TermNames.Category, category.Name, key);
        if (category.Id is { } id)
        {
            categoryById.TryAdd(id, key);
        }
    }
}
