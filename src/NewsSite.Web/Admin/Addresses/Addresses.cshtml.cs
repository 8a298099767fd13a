using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Addresses;
using NewsSite.News.Published;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Web.Delivery;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>Addresses that lead on: looked for, added, tried, and downloaded.</summary>
public sealed class AddressesPage(RedirectShelf shelf, RedirectDesk desk, Moved moved, OwnAnswers own, SiteFrame frame)
    : PageModel
{
    [BindProperty]
    public RedirectInput Input { get; set; } = new();

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary>What the page before ended with.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    /// <summary>An address to try.</summary>
    [FromQuery(Name = "try")]
    public string? Tried { get; set; }

    /// <summary>What is answered there; null where nothing was tried.</summary>
    public string? Answer { get; private set; }
    public RedirectsFound List { get; private set; } = new([], null);

    /// <summary>Where the next page is; null on the last.</summary>
    public string? Next =>
        List.Next is { } next
            ? "/admin/addresses?"
                + (string.IsNullOrEmpty(Words) ? "" : $"q={Uri.EscapeDataString(Words)}&")
                + $"after={Uri.EscapeDataString(next)}"
            : null;

    [TempData]
    public string? Notice { get; set; }

    /// <param name="from">To begin a redirect with.</param>
    /// <param name="to">Where it may lead.</param>
    public async Task OnGetAsync(string? from, string? to, CancellationToken cancel)
    {
        Input = new() { From = Cut(from), To = Cut(to) };
        await TryAsync(cancel);
        await ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Input.Read(frame.SiteAddress, ModelState) is { } line)
        {
            if (await RedirectInput.TakenAsync(own, line.From, cancel) is { } taken)
            {
                ModelState.AddModelError("Input.From", taken);
            }
            else
            {
                try
                {
                    await desk.AddAsync(line, User.Actor(), cancel);
                    Notice = await SavedAsync(moved, line.From, line.To, cancel);
                    return Redirect("/admin/addresses");
                }
                catch (RedirectRefusedException refused)
                {
                    ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
                }
            }
        }

        await ShowAsync(cancel);
        return Page();
    }

    /// <summary>The whole list, sent as it is read; the same file can be taken in again.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        Response.ContentType = "text/csv; charset=utf-8";
        Response.Headers.ContentDisposition =
            $"attachment; filename=\"redirects-{frame.Date(frame.Now):yyyy-MM-dd}.csv\"";
        await using var csv = Csv.To(Response.Body);
        await csv.WriteAsync("from", "to", "code", "source", "hits", "last used");
        await foreach (var row in shelf.All().WithCancellation(cancel))
        {
            await csv.WriteAsync(
                row.From,
                row.To,
                row.Code,
                SourceOf(row.Source),
                row.Hits,
                row.LastAt?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            );
        }

        return new EmptyResult();
    }

    /// <returns>14:52 of today, 16 Mar 14:52 of another day.</returns>
    public string When(DateTimeOffset at) => frame.Short(at);

    public static string SourceOf(string source) => source.ToLowerInvariant();

    /// <returns>What became of a redirect that was saved, and whether it leads to a page.</returns>
    internal static async Task<string> SavedAsync(
        Moved moved,
        string from,
        RedirectTarget? to,
        CancellationToken cancel
    )
    {
        if (to is null)
        {
            return $"Saved. {from} is gone.";
        }

        var saved = $"Saved. {from} leads to {to.Address}.";
        return
            to.Key is not null
            && (await moved.AnswerAsync(to.Address, cancel)).Code is var code and not (200 or 301 or 302)
            ? $"{saved} Nothing is there yet: it answers {code}."
            : saved;
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Tried))
        {
            return;
        }

        Tried = Cut(Tried.Trim());
        try
        {
            // As it would be asked for, which may be what no redirect could begin with.
            var asked = RedirectTarget.Read(Tried, frame.SiteAddress);
            Answer = asked.Key is null
                ? "That is an address of another site."
                : Words(asked.Address, await moved.AnswerAsync(asked.Address, cancel));
        }
        catch (RedirectRefusedException refused)
        {
            ModelState.AddModelError("try", refused.Message);
        }

        static string Words(string address, LedOn answer) =>
            (answer, answer.Id > 0 ? "by a redirect of this list" : "by itself") switch
            {
                ({ Code: 200 }, _) => $"{address} is a page.",
                ({ Code: 404 }, _) => $"{address} is not found (404).",
                ({ Code: 410 }, var by) => $"{address} is gone (410), {by}.",
                ({ To: { } to }, var by) => $"{address} leads to {to} ({answer.Code}), {by}.",
                _ => $"{address} answers {answer.Code}.",
            };
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        if (Words?.Length > RedirectShelf.WordsLimit)
        {
            ModelState.AddModelError(
                "q",
                $"Look for {RedirectShelf.WordsLimit} letters or fewer. There are {Words.Length}."
            );
            return;
        }

        List = await shelf.FindAsync(Words, Cut(After), cancel);
    }

    private static string? Cut(string? text) =>
        text?.Length > RedirectTarget.Limit ? text[..RedirectTarget.Limit] : text;
}
