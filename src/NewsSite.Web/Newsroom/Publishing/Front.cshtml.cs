using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Fronts;
using NewsSite.News.Published;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <param name="Placed">What an editor put there; null where it fills itself.</param>
/// <param name="Shown">What readers see there now.</param>
public sealed record SlotView(string Name, string Title, StoryCard? Placed, StoryCard? Shown, DateTimeOffset? Until)
{
    public bool NeedsPicture => Placed is { Picture: null } && !Name.StartsWith("secondary", StringComparison.Ordinal);
}

/// <summary>What the form of one place sends.</summary>
public sealed class FrontInput
{
    /// <summary>Hours that a story can stand in its place; 0 for no end.</summary>
    public static IReadOnlyList<int> Choices { get; } = [6, 1, 2, 12, 24, 48, 0];

    public string Slot { get; set; } = "";
    public long? ArticleId { get; set; }
    public int Hours { get; set; }
}

/// <summary>The front page under an editor's hand.</summary>
public sealed class FrontPage(NewsroomDb db, FrontDesk desk, FrontPages fronts, Rivers rivers, TimeProvider clock)
    : PageModel
{
    // The most that one list can still be searched through by eye.
    private const int NewestCount = 100;

    [BindProperty]
    public FrontInput Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public IReadOnlyList<SlotView> Slots { get; private set; } = [];
    public IReadOnlyList<StoryCard> Newest { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Input.ArticleId is not { } id)
        {
            ModelState.AddModelError($"slot-{Input.Slot}-story", $"Choose a story for {Title(Input.Slot)}");
            await ShowAsync(cancel);
            return Page();
        }

        DateTimeOffset? until =
            Input.Hours > 0 && FrontInput.Choices.Contains(Input.Hours)
                ? clock.GetUtcNow().AddHours(Input.Hours)
                : null;
        await desk.PinAsync(Input.Slot, id, until, User.Actor(), cancel);
        Notice = $"{Title(Input.Slot)} is placed, and live.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostClearAsync(CancellationToken cancel)
    {
        await desk.ClearAsync(Input.Slot, User.Actor(), cancel);
        Notice = $"{Title(Input.Slot)} fills itself again.";
        return RedirectToPage();
    }

    private static string Title(string slot) =>
        slot.Replace('-', ' ') is { Length: > 0 } words ? char.ToUpperInvariant(words[0]) + words[1..] : "";

    private async Task ShowAsync(CancellationToken cancel)
    {
        if (User.Actor().Sections is not null)
        {
            throw new NotAllowedException();
        }

        var now = clock.GetUtcNow();
        var front = await fronts.LayOutAsync(now, cancel);
        var placed = await fronts.PlacedAsync(now, cancel);
        var ends = await db.FrontSlots.ToDictionaryAsync(s => s.Name, s => s.Until, cancel);
        Newest = await rivers.NewestAsync(NewestCount, cancel);
        Slots =
        [
            .. FrontSlot.Names.Select(name => new SlotView(
                name,
                Title(name),
                placed.GetValueOrDefault(name),
                Shown(front, name),
                ends.GetValueOrDefault(name)
            )),
        ];
    }

    private static StoryCard? Shown(Front front, string slot) =>
        slot.Split('-') switch
        {
            ["secondary", var n] => front.Secondary.ElementAtOrDefault(Index(n)),
            ["standard", var n] => front.Standard.ElementAtOrDefault(Index(n)),
            _ => front.Lead,
        };

    private static int Index(string number) => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) - 1;
}
