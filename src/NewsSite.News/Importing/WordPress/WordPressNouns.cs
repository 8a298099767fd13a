using System.Globalization;
using NewsSite.News.Addresses;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The categories, tags and authors of an export, by the names that its items use.</summary>
internal sealed class WordPressNouns
{
    private const string CoAuthor = "cap-";
    private readonly Dictionary<long, string> categoryById = [];
    private readonly Dictionary<string, string> categoryByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> loginByNicename = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceAuthor> authors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceSection> sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceTag> tags = new(StringComparer.Ordinal);

    private WordPressNouns(string site, string paper) => Known = new(site, paper, authors, sections, tags);

    public SourceNouns Known { get; }

    /// <summary>Collects who and what an item names, because exports of one part of a site leave out the lists.</summary>
    /// <param name="names">By kind and key.</param>
    public static void Signers(WordPressItem item, Dictionary<string, string> names)
    {
        if (item.Creator.Length > 0)
        {
            names.TryAdd($"creator:{item.Creator}", item.Creator);
        }

        foreach (var term in item.Terms.Where(t => KindOf(t) is "category" or "post_tag" or "author"))
        {
            names.TryAdd($"{KindOf(term)}:{KeyOf(term)}", term.Name);
        }
    }

    /// <param name="names">What <see cref="Signers"/> collected.</param>
    public static WordPressNouns Of(WordPressChannel channel, Dictionary<string, string> names, ImportReport report)
    {
        var paper = PlainText.Of(channel.Title);
        var nouns = new WordPressNouns(channel.Site, paper.Length > 0 ? paper : "The newsroom");
        foreach (var author in channel.Authors)
        {
            nouns.Add(author.Login, author.Name.Length > 0 ? author.Name : author.Login, author.Id);
        }

        nouns.AddCategories(channel, report);
        foreach (var tag in channel.Tags)
        {
            nouns.AddTag(Decoded(tag.Nicename), tag.Name);
        }

        foreach (var (named, name) in names)
        {
            var parts = named.Split(':', 2);
            switch (parts[0])
            {
                case "creator" when nouns.Login(parts[1]) is null:
                    nouns.Add(parts[1], name, null);
                    break;
                case "author" when nouns.Signer(parts[1], name) is null:
                    nouns.Add(parts[1], name, null);
                    break;
                case "category" when !nouns.categoryByName.ContainsKey(parts[1]):
                    nouns.AddSection(new(null, parts[1], name, "", "", 1), null, [parts[1]]);
                    break;
                case "post_tag":
                    nouns.AddTag(parts[1], name);
                    break;
            }
        }

        return nouns;
    }

    public IReadOnlyList<string> SectionsOf(WordPressItem item)
    {
        var keys = Keys(item, "category").Where(sections.ContainsKey).ToList();

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

    public IReadOnlyList<string> TagsOf(WordPressItem item) => [.. Keys(item, "post_tag").Where(tags.ContainsKey)];

    /// <returns>All who wrote it together, where the site has that; else the one whose entry it is.</returns>
    public IReadOnlyList<string> AuthorsOf(WordPressItem item)
    {
        var together = item
            .Terms.Where(t => KindOf(t) == "author")
            .Select(t => Signer(KeyOf(t), t.Name))
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
        : loginByNicename.GetValueOrDefault(Slug.From(creator));

    private static IEnumerable<string> Keys(WordPressItem item, string kind) =>
        item.Terms.Where(t => KindOf(t) == kind).Select(KeyOf).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> Above(string key)
    {
        while (sections.TryGetValue(key, out var section) && section.Parent is { } up)
        {
            yield return up;
            key = up;
        }
    }

    private static string KindOf(WordPressTerm term) =>
        term.Domain is null ? "category"
        : term.Domain == "tag" ? "post_tag"
        : term.Domain;

    private static string KeyOf(WordPressTerm term) =>
        Decoded(term.Nicename.Length > 0 ? term.Nicename : Slug.OfName(term.Name));

    private static string Decoded(string nicename) => Uri.UnescapeDataString(nicename).ToLowerInvariant();

    // The plug-in for co-authors writes its own name before that of an account.
    private string? Signer(string key, string name) =>
        authors.ContainsKey(key) ? key
        : key.StartsWith(CoAuthor, StringComparison.Ordinal) && authors.ContainsKey(key[CoAuthor.Length..])
            ? key[CoAuthor.Length..]
        : authors.ContainsKey(name) ? name
        : null;

    private void Add(string key, string name, long? id)
    {
        var nicename = MailAddress.Is(key) ? null : Slug.From(key);
        var shown = PlainText.Of(MailAddress.Without(name));
        if (shown.Length > 0 && !authors.ContainsKey(key))
        {
            // Of two logins that look the same in an address, it is that of the first one.
            var isOwn = nicename is not (null or "-") && loginByNicename.TryAdd(nicename, key);
            authors.TryAdd(key, new(key, shown, OldAddresses.OfAuthor(id, isOwn ? nicename : null)));
        }
    }

    private void AddTag(string key, string name)
    {
        var shown = PlainText.Of(name);
        if (key.Length > 0 && shown.Length > 0)
        {
            tags.TryAdd(key, new(key, shown, OldAddresses.OfTag(key)));
        }
    }

    private void AddCategories(WordPressChannel channel, ImportReport report)
    {
        var byKey = new Dictionary<string, WordPressCategory>(StringComparer.Ordinal);
        foreach (var category in channel.Categories)
        {
            if (!byKey.TryAdd(Decoded(category.Nicename), category))
            {
                report.Remark("section that stands in the file twice", category.At, category.Name);
            }
        }

        foreach (var (key, category) in byKey)
        {
            var path = new List<string> { key };
            for (var up = Decoded(category.Parent); byKey.TryGetValue(up, out var next); up = Decoded(next.Parent))
            {
                if (up == key)
                {
                    report.Remark(
                        "section that lies in itself by way of others: it stands at the top now",
                        category.At,
                        category.Name
                    );
                    path = [key];
                    break;
                }

                if (path.Contains(up))
                {
                    break;
                }

                path.Insert(0, up);
            }

            AddSection(category, path.Count > 1 ? path[^2] : null, path);
        }
    }

    private void AddSection(WordPressCategory category, string? parent, IEnumerable<string> path)
    {
        var key = Decoded(category.Nicename);
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
                OldAddresses.OfCategory(category.Id, path)
            )
        );
        categoryByName.TryAdd(key, key);
        if (category.Id is { } id)
        {
            categoryById.TryAdd(id, key);
        }
    }
}
