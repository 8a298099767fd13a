using System.Globalization;

namespace NewsSite.News.Importing;

/// <summary>What went in and what became of it, in numbers that add up: each thing of the file is in one line of the second part.</summary>
/// <param name="file">The name of the file, without its folder.</param>
public sealed class ImportReport(string file)
{
    /// <summary>Outcomes.</summary>
    public const string Published = "stories published";
    public const string Scheduled = "stories scheduled";
    public const string Drafted = "drafts";
    public const string Paged = "pages about the paper";
    public const string Pictured = "pictures";
    public const string Fetched = "pictures that were fetched";
    public const string ToFetch = "pictures to be fetched";
    public const string Known = "there already";
    public const string Illustrated = "stories and pages whose pictures came now";

    /// <summary>What becomes of the addresses of files.</summary>
    internal const string PageToStory = "pages about a file lead to its story";
    internal const string PageToPicture = "pages about a picture lead to the picture";
    internal const string FileToPicture = "files of pictures lead to the picture";
    internal const string NotTaken = "lead nowhere: the file is not taken in";
    internal const string NotShown = "lead nowhere: no published story shows the picture";

    /// <summary>Remarks.</summary>
    internal const string Lost = "has no section: it stands in the one for such stories";
    internal const string Edited =
        "its picture is in the library now and was not put into it: somebody works on it since it came";
    internal const string Unillustrated = "its pictures came, and readers do not see them yet: ";
    internal const string LedElsewhere = "its old address leads elsewhere already";
    internal const string Unpublished = "could not go out and is a draft: ";

    private const int WordLimit = 60;

    /// <summary>All that is in the file, by its kind.</summary>
    public Tally In { get; } = new();

    /// <summary>What came out of it.</summary>
    public Tally Out { get; } = new();

    /// <summary>What was left out, by reason.</summary>
    public Tally Skipped { get; } = new(examples: 50);

    /// <summary>What somebody should know of what came out.</summary>
    public Tally Remarks { get; } = new();

    /// <summary>Counted, and not taken in.</summary>
    public Tally Counted { get; } = new();

    /// <summary>What became of the addresses of pictures and other files; empty of a dry run.</summary>
    public Tally Led { get; } = new();

    /// <summary>Whether every thing that went in is accounted for, once.</summary>
    public bool AddsUp => In.Total == Out.Total + Skipped.Total;

    /// <summary>What the numbers say, in a sentence.</summary>
    public string Sum => SumOf(In.Total, AddsUp);

    /// <inheritdoc cref="Sum"/>
    /// <param name="total">How many things the file holds.</param>
    internal static string SumOf(int total, bool addsUp) =>
        !addsUp ? "The numbers do not add up: this is a fault of the importer."
        : total == 0 ? "The file holds no stories, pages or pictures: is it the right one?"
        : "The numbers add up.";

    public void Skip(string kind, string reason, string at, string? what = null) =>
        Skipped.Add($"{kind}: {reason}", At(at, what));

    public void Remark(string words, string at, string? what = null, int times = 1) =>
        Remarks.Add(words, At(at, what), times);

    internal void Tell(ReadyPost post)
    {
        foreach (var words in post.Remarks)
        {
            Remark(words, post.Source.At, post.Headline);
        }

        if (post.PageSlug is not null)
        {
            Counted.Add("featured pictures of pages", times: post.Source.Lead is null ? 0 : 1);
            Counted.Add("excerpts of pages", times: post.Source.Standfirst is null ? 0 : 1);
            Counted.Add("authors of pages", times: post.Source.Authors.Count);
            Counted.Add("sections of pages", times: post.Source.Sections.Count);
            Counted.Add("tags of pages", times: post.Source.Tags.Count);
        }
    }

    /// <returns>As it is printed, line by line.</returns>
    public IEnumerable<string> Lines() =>
        [
            $"In the file: {Number(In.Total)}",
            .. In.Rows.Select(r => $"  {Number(r.Count), 9}  {r.Name}"),
            .. Part("Taken in", Out),
            .. Part("Skipped", Skipped),
            Sum,
            .. Counted.Rows.Select(r => $"Counted and not taken in: {Number(r.Count)} {r.Name}"),
            .. Led.Total == 0 ? [] : Part("Old addresses of files", Led),
            .. Part("Worth a look", Remarks),
        ];

    private IEnumerable<string> Part(string title, Tally tally) =>
        tally
            .Rows.SelectMany(r =>
                r.Places.Select(p => $"{"", 13}{file}, {p.At}{(p.What is null ? "" : $": {p.What}")}")
                    .Prepend($"  {Number(r.Count), 9}  {r.Name}")
            )
            .Prepend($"{title}: {Number(tally.Total)}");

    private static Place At(string at, string? what) =>
        new(at, what?.Length > WordLimit ? $"{what[..WordLimit]}…" : what);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
