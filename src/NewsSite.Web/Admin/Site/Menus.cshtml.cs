using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Database;
using NewsSite.News.Settings;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

/// <summary>A row of the form for a menu.</summary>
public sealed class MenuRow
{
    public string? Label { get; set; }

    /// <summary>Empty in the footer: the label begins a column.</summary>
    public string? Address { get; set; }
}

/// <summary>The menus at head and foot. Rows are moved in the form; nothing changes before it is saved.</summary>
public sealed class MenusPage(NewsroomDb db, SettingsDesk desk, SiteOptions site) : PageModel
{
    private const int Spare = 2;

    [BindProperty]
    public List<MenuRow> Header { get; set; } = [];

    [BindProperty]
    public List<MenuRow> Footer { get; set; } = [];

    /// <inheritdoc cref="SettingsInput.Seen"/>
    [BindProperty]
    public int Seen { get; set; }

    /// <summary>Where a line can lead, for suggestions.</summary>
    public IReadOnlyList<string> Known { get; private set; } = [];

    /// <summary>What is saved now, where somebody else saved it meanwhile.</summary>
    public (string Header, string Footer)? Meanwhile { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var saved = await desk.FindAsync(cancel);
        var targets = await MenuTargets.LoadAsync(db, [], cancel);
        var (header, footer) = (targets.Typed(saved?.HeaderMenu ?? []), targets.Typed(saved?.FooterMenu ?? []));
        (Header, Footer, Seen) = (Rows(header), Rows(footer), saved?.Version ?? 0);

        // What became wrong since it was saved is said without being asked.
        targets = await MenuTargets.LoadAsync(db, header.Concat(footer), cancel);
        Say(targets.Check("Header", header, mayHead: false, isSaved: true));
        Say(targets.Check("Footer", footer, mayHead: true, isSaved: true));
        Show(targets);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (header, footer) = (Clean(Header), Clean(Footer));
        ModelState.Clear();
        try
        {
            await desk.SaveMenusAsync(header, footer, Seen, SettingsInput.Defaults(site), User.Actor(), cancel);
            Notice = "Menus saved. Readers see them now.";
            return RedirectToPage();
        }
        catch (SettingsRefusedException refused) when (refused.IsLate)
        {
            var saved = await desk.FindAsync(cancel);
            var now = await MenuTargets.LoadAsync(db, [], cancel);
            Meanwhile = (Text(now.Typed(saved?.HeaderMenu ?? [])), Text(now.Typed(saved?.FooterMenu ?? [])));
            Seen = saved?.Version ?? 0;
            ModelState.AddModelError(
                "Header[0].Label",
                "Somebody saved settings meanwhile. Your menus are kept here; compare, then save again."
            );
        }
        catch (SettingsRefusedException refused)
        {
            Say(refused.Problems);
        }

        (Header, Footer) = (Rows(header), Rows(footer));
        Show(await MenuTargets.LoadAsync(db, [], cancel));
        return Page();
    }

    /// <summary>Moves a row in the form, or makes room for more; saves nothing.</summary>
    /// <param name="step">Header or Footer, the number of a row, and -1 or 1; or 0 for more rows.</param>
    public async Task<IActionResult> OnPostMoveAsync(string step, CancellationToken cancel)
    {
        ModelState.Clear();
        if (step?.Split(':') is [var menu, var row, var way] && int.TryParse(row, out var from) && way is "-1" or "1")
        {
            var rows = menu == "Header" ? Header : Footer;
            var to = way == "1" ? (long)from + 1 : (long)from - 1;
            if (from >= 0 && from < rows.Count && to >= 0 && to < rows.Count)
            {
                (rows[from], rows[(int)to]) = (rows[(int)to], rows[from]);
            }
        }

        (Header, Footer) = (Rows(Clean(Header)), Rows(Clean(Footer)));
        Show(await MenuTargets.LoadAsync(db, [], cancel));
        return Page();
    }

    private void Show(MenuTargets targets) => Known = [.. targets.Known.Distinct()];

    private void Say(IEnumerable<SettingsProblem> problems)
    {
        foreach (var (field, message) in problems)
        {
            ModelState.AddModelError(field, message);
        }
    }

    private static string Text(IEnumerable<MenuLine> lines) =>
        string.Join("; ", lines.Select(l => l.Address.Length == 0 ? l.Label : $"{l.Label} → {l.Address}"));

    private static List<MenuLine> Clean(IEnumerable<MenuRow> rows) =>
        [
            .. rows.Select(r => new MenuLine(r.Label?.Trim() ?? "", r.Address?.Trim() ?? ""))
                .Where(l => l.Label.Length + l.Address.Length > 0)
                .Take(MenuTargets.MostLines + 1),
        ];

    private static List<MenuRow> Rows(IEnumerable<MenuLine> lines) =>
        [
            .. lines.Select(l => new MenuRow { Label = l.Label, Address = l.Address }),
            .. Enumerable.Range(0, Spare).Select(_ => new MenuRow()),
        ];
}
