namespace NewsSite.News.Exporting;

/// <summary>A field of the records of a noun. What type it is, and whether it may be empty, the database knows.</summary>
/// <param name="Name">In the file; it stays, whatever becomes of the column.</param>
/// <param name="Column">Where it is stored.</param>
public sealed record ExportField(string Name, string Column)
{
    /// <summary>The noun whose ids it holds; null where it holds none.</summary>
    public string? Of { get; init; }

    /// <summary>The only words that it can be, or null for any.</summary>
    public IReadOnlyCollection<string>? Words { get; init; }

    /// <summary>The least and the most that a number can be.</summary>
    public (long Least, long Most)? Range { get; init; }

    /// <summary>What a word must look like, or each of a list.</summary>
    internal FieldRule? Rule { get; init; }

    /// <summary>Of which records it is told, in SQL; null for all. Of others it is empty.</summary>
    internal string? When { get; init; }

    /// <summary>The version of the format in which it came: of a file of an older one it is empty.</summary>
    internal int Since { get; init; } = 1;

    /// <summary>JSON that is written in other words than it is stored in; null for what is no JSON.</summary>
    internal FieldForm? Form { get; init; }
}

/// <param name="Words">What is said of text that breaks it.</param>
internal sealed record FieldRule(string Words, Func<string, bool> Holds);

/// <param name="Write">Makes what the file says of what is stored.</param>
/// <param name="Read">The way back.</param>
internal sealed record FieldForm(Func<string, string> Write, Func<string, string> Read);

/// <summary>One kind of thing that a paper owns: a file of the export, with a line for each record.</summary>
/// <param name="Name">The file is called so, with the ending <c>.ndjson</c>.</param>
/// <param name="Table">With its schema.</param>
/// <param name="Keys">The columns that tell records apart, in whose order they are written.</param>
public sealed record ExportNoun(string Name, string Table, string[] Keys, ExportField[] Fields)
{
    public string File => Name + ".ndjson";

    /// <summary>Columns that no export has, and why.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = new Dictionary<string, string>();

    /// <summary>What an import writes into columns that cannot be empty and are not exported.</summary>
    public (string Column, object Value)[] Given { get; init; } = [];

    /// <summary>The version of the format in which it came: a file of an older one has none.</summary>
    internal int Since { get; init; } = 1;

    /// <summary>Whether the ids are numbers that the database gives out.</summary>
    public bool IsNumbered => Keys is ["id"] && Name != "settings";
}
