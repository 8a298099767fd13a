namespace NewsSite.News.Importing.Asked;

/// <summary>A section that an export has, or a tag that can be made one.</summary>
/// <param name="Key">By which a <see cref="SectionMap"/> names it.</param>
/// <param name="Slug">The address that it would have here.</param>
/// <param name="Count">How many posts stand in it.</param>
public sealed record FoundSection(string Key, string Name, string Slug, int Count);

/// <param name="Places">Of the first few, in words.</param>
public sealed record ToldRow(string Name, int Count, IReadOnlyList<string> Places);

/// <summary>An <see cref="ImportReport"/> as it is kept.</summary>
public sealed record ToldReport(
    IReadOnlyList<ToldRow> In,
    IReadOnlyList<ToldRow> Out,
    IReadOnlyList<ToldRow> Skipped,
    IReadOnlyList<ToldRow> Counted,
    IReadOnlyList<ToldRow> Remarks,
    bool AddsUp,
    IReadOnlyList<ToldRow>? Led = null
)
{
    /// <inheritdoc cref="ImportReport.Sum"/>
    public string Sum => ImportReport.SumOf(In.Sum(r => r.Count), AddsUp);

    public static ToldReport Of(ImportReport report) =>
        new(
            Rows(report.In),
            Rows(report.Out),
            Rows(report.Skipped),
            Rows(report.Counted),
            Rows(report.Remarks),
            report.AddsUp,
            Rows(report.Led)
        );

    private static List<ToldRow> Rows(Tally tally) =>
        [
            .. tally.Rows.Select(r => new ToldRow(
                Kept(r.Name),
                r.Count,
                [.. r.Places.Select(p => Kept(p.What is null ? p.At : $"{p.At}: {p.What}"))]
            )),
        ];

    /// <returns>The text without the letter that is none: the database refuses it.</returns>
    internal static string Kept(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
