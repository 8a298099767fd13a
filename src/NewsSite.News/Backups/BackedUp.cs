namespace NewsSite.News.Backups;

/// <summary>What a backup holds, written last: what is not named here is not part of it.</summary>
/// <param name="Layout">How the folder is laid out; see <see cref="CurrentLayout"/>.</param>
/// <param name="Product">The version of this program that made it.</param>
/// <param name="Server">The version of the PostgreSQL that it was made from.</param>
/// <param name="Migration">The last one that the database had: its tables are those of that moment.</param>
/// <param name="At">The moment that it shows.</param>
/// <param name="Sequences">The next number that each gives.</param>
/// <param name="Pictures">The files of pictures, by the names that the media folder gives them.</param>
/// <param name="Missing">Pictures that the database names and that were not there, or damaged.</param>
public sealed record BackedUp(
    int Layout,
    string Product,
    string Server,
    string Migration,
    DateTimeOffset At,
    IReadOnlyList<BackedUpTable> Tables,
    IReadOnlyDictionary<string, long> Sequences,
    IReadOnlyList<BackedUpPicture> Pictures,
    IReadOnlyList<string> Missing
)
{
    public const int CurrentLayout = 1;

    public long Rows => Tables.Sum(t => t.Rows);

    /// <summary>Of all files but this one.</summary>
    public long Bytes => Tables.Sum(t => t.Bytes) + Pictures.Sum(p => p.Bytes);
}

/// <param name="Name">Without its schema.</param>
/// <param name="Columns">In the order in which the file has them.</param>
/// <param name="Sum">See <c>RowSum</c>.</param>
/// <param name="Bytes">Of the file.</param>
public sealed record BackedUpTable(
    string Schema,
    string Name,
    IReadOnlyList<string> Columns,
    long Rows,
    string Sum,
    long Bytes
)
{
    /// <summary>For people, and for the file.</summary>
    public string Title => $"{Schema}.{Name}";
}

/// <param name="Name">Begins with the SHA-256 of its bytes.</param>
public sealed record BackedUpPicture(string Name, long Bytes);
