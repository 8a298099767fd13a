namespace NewsSite.News.Published.Searching;

/// <summary>What narrows a search, by ids. It becomes words of the search index: see <see cref="Tables.PublishedArticle.Facets"/>.</summary>
internal sealed record SearchFilter
{
    public IReadOnlyList<long> Categories { get; init; } = [];
    public IReadOnlyList<long> Tags { get; init; } = [];
    public IReadOnlyList<long> Authors { get; init; } = [];
    public DateTimeOffset? From { get; init; }
    public DateTimeOffset? Until { get; init; }

    /// <returns>In the language of <c>tsquery</c>: all lists that are not empty, and the part of time.</returns>
    public string Terms(TimePart part) =>
        string.Join(
            " & ",
            new[]
            {
                Any(Categories.Select(id => $"~c{id}")),
                Any(Tags.Select(id => $"~t{id}")),
                Any(Authors.Select(id => $"~a{id}")),
                Any(part.Words),
            }.Where(any => any.Length > 0)
        );

    private static string Any(IEnumerable<string> words)
    {
        var any = string.Join(" | ", words.Select(word => $"'{word}'"));
        return any.Length > 0 ? $"({any})" : "";
    }
}
