namespace NewsSite.News.Importing.WordPress;

/// <summary>A category, tag or co-author that an item names.</summary>
/// <param name="Domain">The kind; null in the oldest exports, which name a category so.</param>
internal sealed record WordPressTerm(string? Domain, string Nicename, string Name);

/// <summary>An item of an export, as it stands there: a post, a page, a picture, an entry of a menu …</summary>
internal sealed class WordPressItem
{
    public required int Line { get; init; }
    public string At => $"line {Line}";
    public string Type { get; set; } = "";
    public string Status { get; set; } = "";

    /// <summary>With its marks and entities.</summary>
    public string Title { get; set; } = "";
    public string Link { get; set; } = "";

    /// <summary>The address that it was given when it was begun (guid), which stays whatever becomes of it.</summary>
    public string Given { get; set; } = "";
    public long? Id { get; set; }

    /// <summary>The word in its address.</summary>
    public string Slug { get; set; } = "";

    /// <summary>Those that it had before, of which WordPress leads on.</summary>
    public List<string> OldSlugs { get; } = [];

    /// <summary>The name by which the author signs in.</summary>
    public string Creator { get; set; } = "";

    /// <summary>With its zone; of what was published only.</summary>
    public string FeedDate { get; set; } = "";

    /// <summary>By the clock of the newsroom.</summary>
    public string LocalDate { get; set; } = "";
    public string UtcDate { get; set; } = "";
    public string Content { get; set; } = "";
    public string Excerpt { get; set; } = "";
    public bool HasPassword { get; set; }
    public List<WordPressTerm> Terms { get; } = [];

    /// <summary>The number of the item that a picture was uploaded for.</summary>
    public long? Parent { get; set; }

    /// <summary>Its place among those.</summary>
    public long Order { get; set; }

    /// <summary>Of a picture or file: where it is.</summary>
    public string Attachment { get; set; } = "";

    /// <summary>The names of the sizes that were made of it, beside it.</summary>
    public IReadOnlyList<string> Sizes { get; set; } = [];

    /// <summary>By key; only those that mean something here.</summary>
    public Dictionary<string, string> Meta { get; } = new(StringComparer.Ordinal);
    public int Comments { get; set; }

    /// <summary>What is longer than anything that we could take.</summary>
    public string? TooLong { get; set; }
}
