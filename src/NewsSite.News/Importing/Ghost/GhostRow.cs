namespace NewsSite.News.Importing.Ghost;

/// <summary>A row of a table of an export, with those of its columns that are read.</summary>
/// <param name="Table">Its name in Ghost's database: <c>posts</c>, <c>posts_tags</c>.</param>
/// <param name="At">Where it begins in the file, in words.</param>
internal sealed record GhostRow(string Table, string At)
{
    private readonly Dictionary<string, string> columns = new(StringComparer.Ordinal);

    /// <summary>What is longer than anything that we could take; null where nothing is.</summary>
    public string? TooLong { get; set; }

    /// <summary>Empty where it says nothing. Without the letter that the database refuses.</summary>
    public string this[string column]
    {
        get => columns.GetValueOrDefault(column, "");
        set => columns[column] = value.Replace("\0", "", StringComparison.Ordinal);
    }

    /// <summary>How many characters it holds.</summary>
    public int Length => columns.Values.Sum(v => v.Length);
}
