namespace NewsSite.News.Importing.WordPress;

internal sealed record WordPressAuthor(long? Id, string Login, string Name);

internal sealed record WordPressCategory(
    long? Id,
    string Nicename,
    string Name,
    string Parent,
    string Description,
    int Line
)
{
    public string At => $"line {Line}";
}

internal sealed record WordPressTag(long? Id, string Nicename, string Name);

/// <summary>What an export says about its site, before its items and between them.</summary>
internal sealed class WordPressChannel
{
    public string Version { get; set; } = "";
    public string Title { get; set; } = "";
    public string Link { get; set; } = "";
    public string SiteAddress { get; set; } = "";
    public string BlogAddress { get; set; } = "";
    public List<WordPressAuthor> Authors { get; } = [];
    public List<WordPressCategory> Categories { get; } = [];
    public List<WordPressTag> Tags { get; } = [];

    /// <summary>The site without scheme, in small letters: by which one export is known as that of another day.</summary>
    public string Site =>
        Address is { } address
            ? address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..].Trim().TrimEnd('/').ToLowerInvariant()
            : Title.Trim();

    /// <summary>Where the site was; null where the file does not say it.</summary>
    public Uri? Home => Uri.TryCreate(Address, UriKind.Absolute, out var home) ? home : null;

    private string? Address =>
        Array.Find([BlogAddress, SiteAddress, Link], a => a.Contains("//", StringComparison.Ordinal));
}
