using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Publishing.Categories;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Imports;

/// <summary>The import that there is: how far it has come, where its sections go, its report, and its end.</summary>
[ConfirmFirst("Import")]
public sealed class ImportPage(ImportDesk desk, CategoryDesk categories, SiteFrame frame) : PageModel
{
    // What is a state here is a section there.
    private static readonly string[] Breaking = ["breaking", "breaking-news"];

    // More lists to choose from, each with all sections, no browser shows in time.
    private const int ChosenLimit = 100;

    public AskedImport Import { get; private set; } = null!;
    public CategoryTree Tree { get; private set; } = new([]);
    public IReadOnlyList<FoundSection> Found { get; private set; } = [];

    /// <summary>Where each section goes: see <see cref="AskedImport.ReadMap"/>.</summary>
    public IReadOnlyDictionary<string, string> Map { get; private set; } = new Dictionary<string, string>();
    public SiteFrame Frame => frame;

    public bool IsRunning => Import.Failure is null && AskedImport.IsRunning(Import.Stage);

    /// <summary>Whether it can be said where sections go.</summary>
    public bool IsOpen => !IsRunning && Import is { Found: not null, Stage: not ImportStage.Ended };

    /// <summary>What was written of further sections, where that was refused.</summary>
    public string? Typed { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    /// <param name="map">Of each section that was shown, what was chosen; empty for as it is.</param>
    /// <param name="others">Of the others, as a file of <see cref="SectionMap"/> says it.</param>
    public Task<IActionResult> OnPostTryAsync(
        long id,
        [FromForm] List<SectionInput> map,
        [FromForm] string? others,
        CancellationToken cancel
    ) => ActAsync(id, "map", () => desk.TryAgainAsync(id, Chosen(map, others), User.Actor(), cancel), cancel);

    /// <inheritdoc cref="OnPostTryAsync"/>
    public Task<IActionResult> OnPostImportAsync(
        long id,
        [FromForm] List<SectionInput> map,
        [FromForm] string? others,
        CancellationToken cancel
    ) => ActAsync(id, "map", () => desk.ImportAsync(id, Chosen(map, others), User.Actor(), cancel), cancel);

    public Task<IActionResult> OnPostStopAsync(long id, CancellationToken cancel) =>
        ActAsync(id, "stop", () => desk.StopAsync(id, User.Actor(), cancel), cancel);

    public Task<IActionResult> OnPostGoOnAsync(long id, CancellationToken cancel) =>
        ActAsync(id, "stop", () => desk.GoOnAsync(id, User.Actor(), cancel), cancel);

    /// <param name="files">Whether they are deleted, too.</param>
    public async Task<IActionResult> OnPostRemoveAsync(long id, [FromForm] bool files, CancellationToken cancel)
    {
        try
        {
            await desk.RemoveAsync(id, files, User.Actor(), cancel);
            TempData[nameof(ImportsPage.Notice)] = files ? "Import removed, with its files." : "Import removed.";
            return Redirect("/admin/import");
        }
        catch (ImportRefusedException refused)
        {
            ModelState.AddModelError("files", refused.Message);
            return await ShowAsync(id, cancel);
        }
    }

    /// <returns>The headline of the state that it is in.</returns>
    public string State() =>
        Import switch
        {
            { Failure: not null } => "It stands still",
            { Stage: ImportStage.Trying } => "Finding out what would come in",
            { Stage: ImportStage.Tried } => "Nothing is written yet",
            { Stage: ImportStage.Importing } => "Importing",
            { Stage: ImportStage.Proving } => "All is in: asking for old addresses",
            _ => "All is in",
        };

    /// <returns>The parts of a report with their titles; those without a line are left out.</returns>
    public IEnumerable<(string Id, string Title, IReadOnlyList<ToldRow> Rows)> Parts(ToldReport report)
    {
        var isDone = Import.Stage is ImportStage.Proving or ImportStage.Ended;
        return new[]
        {
            ("in", "In the file", report.In),
            ("out", isDone ? "Taken in" : "Would come in", report.Out),
            ("skipped", isDone ? "Skipped" : "Would be skipped", report.Skipped),
            ("counted", "Counted and not taken in", report.Counted),
            ("led", "Old addresses of files", report.Led ?? []),
            ("remarks", "Worth a look", report.Remarks),
        }.Where(part => part.Item3.Count > 0);
    }

    /// <returns>The sections of the file that become ones here, and are not here yet; none where tags are chosen from.</returns>
    public IEnumerable<FoundSection> Coming()
    {
        var here = Tree.InOrder().Select(c => c.Slug).ToHashSet(StringComparer.Ordinal);
        return Import.Kind == ImportFileKind.Ghost ? [] : Largest.Where(f => !here.Contains(f.Slug));
    }

    /// <summary>The largest sections of the file, each with a list to choose from.</summary>
    public IReadOnlyList<FoundSection> Largest => [.. Found.Take(ChosenLimit)];

    /// <returns>A line for each of the others, as a file of <see cref="SectionMap"/> says it.</returns>
    public IEnumerable<string> Others() =>
        Typed is not null
            ? [Typed]
            : Found
                .Skip(ChosenLimit)
                .Select(f =>
                    Map.ContainsKey(f.Key)
                        ? $"{f.Key} = {Map[f.Key]}"
                        : $"# {f.Key} =   ({f.Name}, {SiteFrame.Stories(f.Count)})"
                )
                // Those that were written of sections that are not in the list.
                .Concat(
                    Map.Where(m => m.Key != SectionMap.Rest && Found.All(f => f.Key != m.Key))
                        .Select(m => $"{m.Key} = {m.Value}")
                );

    /// <returns>What becomes of a section of which nobody says anything.</returns>
    public string AsItIs(FoundSection section) =>
        Import.Kind == ImportFileKind.Ghost ? "Stays a tag"
        : Tree.InOrder().FirstOrDefault(c => c.Slug == section.Slug) is { } same ? $"{same.Name}, as it is here"
        : "A new section";

    public static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private Dictionary<string, string> Chosen(List<SectionInput> map, string? others)
    {
        Typed = others;
        var chosen = map.Where(m => !string.IsNullOrEmpty(m.There) && !string.IsNullOrEmpty(m.Ours))
            .DistinctBy(m => m.There)
            .ToDictionary(m => m.There!, m => m.Ours!, StringComparer.Ordinal);
        foreach (var (there, ours) in SectionMap.Read("Further sections", (others ?? "").Split('\n')).Said)
        {
            chosen.TryAdd(there, ours);
        }

        return chosen;
    }

    private async Task<IActionResult> ActAsync(long id, string field, Func<Task> act, CancellationToken cancel)
    {
        try
        {
            await act();
            return Redirect($"/admin/import/{id}");
        }
        catch (ImportRefusedException refused)
        {
            ModelState.AddModelError(field, refused.Message);
            return await ShowAsync(id, cancel);
        }
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancel)
    {
        Import =
            await desk.FindAsync(cancel) is { } import && import.Id == id ? import : throw new NotAllowedException();
        Tree = await categories.TreeAsync(cancel);
        Found = Import.ReadFound();
        Map = Import.Map is null
            ? Found.Where(f => Breaking.Contains(f.Key)).ToDictionary(f => f.Key, _ => SectionMap.Nowhere)
            : Import.ReadMap();
        return Page();
    }
}
