using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>Redirects from a file: first what would become of each line, then all in one act.</summary>
// More than the limit may arrive, so that whoever sends too much is told so beside the field.
[RequestSizeLimit(RequestLimit)]
[RequestFormLimits(MultipartBodyLengthLimit = RequestLimit)]
public sealed class ImportAddressesPage(RedirectImports imports, RedirectDesk desk, OwnAnswers own, SiteFrame frame)
    : PageModel
{
    /// <summary>So many lines of a kind are shown.</summary>
    public const int Shown = 200;

    private const int RequestLimit = 4 * RedirectFile.ByteLimit;
    private const int AtOnce = 4;

    /// <summary>What would become of each line; null before there is a file.</summary>
    public IReadOnlyList<TriedLine>? Lines { get; private set; }

    /// <summary>By which it is taken in; null where nothing would change.</summary>
    public Guid? Import { get; private set; }

    public void OnGet()
    {
        // The form alone.
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancel)
    {
        try
        {
            var lines = await RedirectFile.ReadAsync(await BytesAsync(file, cancel), frame.SiteAddress, cancel);
            Lines = await imports.TryAsync(await WithoutPagesAsync(lines, cancel), cancel);
            Import = Lines.Any(l => l.Outcome is RedirectOutcome.New or RedirectOutcome.Changed)
                ? await imports.KeepAsync(Lines, User.Actor(), cancel)
                : null;
        }
        catch (RedirectRefusedException refused)
        {
            ModelState.AddModelError("file", refused.Message);
        }

        return Page();
    }

    /// <param name="import">What the look at the file gave.</param>
    public async Task<IActionResult> OnPostTakeAsync([FromForm] Guid import, CancellationToken cancel)
    {
        try
        {
            var counts = await desk.ImportAsync(import, frame.SiteAddress, User.Actor(), cancel);
            TempData[nameof(AddressesPage.Notice)] = string.Create(
                CultureInfo.InvariantCulture,
                $"Imported: {counts[RedirectOutcome.New]:N0} new, {counts[RedirectOutcome.Changed]:N0} changed."
            );
            return Redirect("/admin/addresses");
        }
        catch (RedirectRefusedException refused)
        {
            ModelState.AddModelError("file", refused.Message);
            return Page();
        }
    }

    public int Count(RedirectOutcome? outcome) => Lines!.Count(l => l.Outcome == outcome);

    private static async Task<byte[]> BytesAsync(IFormFile? file, CancellationToken cancel)
    {
        if (file is null || file.Length == 0)
        {
            throw new RedirectRefusedException("File", "Choose a file");
        }

        if (file.Length > RedirectFile.ByteLimit)
        {
            throw new RedirectRefusedException(
                "File",
                $"The file is larger than {RedirectFile.ByteLimit / 1024 / 1024} MB. Divide it."
            );
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    // The site itself is asked, which knows by itself what has a page.
    private async Task<IReadOnlyList<RedirectFileLine>> WithoutPagesAsync(
        IReadOnlyList<RedirectFileLine> lines,
        CancellationToken cancel
    )
    {
        var taken = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(
            lines.Where(l => l.Line is not null),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (line, stop) =>
            {
                if (await RedirectInput.TakenAsync(own, line.Line!.From, stop) is { } why)
                {
                    taken[line.Number] = why;
                }
            }
        );
        return
        [
            .. lines.Select(l => taken.TryGetValue(l.Number, out var why) ? l with { Line = null, Refusal = why } : l),
        ];
    }
}
