using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.News.Published.Searching;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

public sealed class SearchPage(Search search, SiteFrame frame) : PageModel
{
    private const int PopularCount = 12;

    public SearchForm Form { get; private set; } = new();

    /// <summary>Null where nothing was asked for, or it could not be read.</summary>
    public SearchResult? Result { get; private set; }

    /// <summary>Shown where nothing was asked for.</summary>
    public IReadOnlyList<TagLink> Popular { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Form = SearchForm.Read(Request.Query);
        if (!Place.TryRead(Form.Before, out var before))
        {
            return NotFound();
        }

        if (Form.IsEmpty)
        {
            Popular = await search.PopularAsync(PopularCount, cancel);
        }
        else if (Form.Problems.Count == 0)
        {
            Result = await search.RunAsync(Form.Order(frame.Zone, frame.Now, before), cancel);
        }

        return Page();
    }

    /// <summary>How many were found, in words.</summary>
    public string Counted()
    {
        var count = Result switch
        {
            { Since: { } day } => $"Results since {day:d MMMM yyyy}",
            { Total: 0 } => "No results",
            { Total: 1 } => "1 result",
            { Total: { } total } => $"{total} results",
            _ => $"More than {Search.Reach} results",
        };
        var counted = Form.Words.Length > 0 ? $"{count} for “{Form.Words}”" : count;
        return Result is { Total: 0, Since: null } ? counted + "." : counted;
    }

    /// <summary>What narrows the search, each with the address of the search without it.</summary>
    public IEnumerable<(string Name, string Without)> Chips()
    {
        var form = Form.First();
        foreach (var s in Result!.Sections.Where(f => f.IsChosen))
        {
            yield return (s.Name, (form with { Sections = [.. form.Sections.Where(x => x != s.Slug)] }).Address());
        }

        foreach (var a in Result.Authors.Where(f => f.IsChosen))
        {
            yield return (a.Name, (form with { Authors = [.. form.Authors.Where(x => x != a.Slug)] }).Address());
        }

        foreach (var t in Result.Tags.Where(f => f.IsChosen))
        {
            yield return (t.Name, (form with { Tags = [.. form.Tags.Where(x => x != t.Slug)] }).Address());
        }

        foreach (var (_, name, _) in SearchForm.Stretches.Where(s => s.Value == form.Within))
        {
            yield return (name, (form with { Within = "" }).Address());
        }

        if (form.From is { } from)
        {
            yield return ($"From {from:d MMMM yyyy}", (form with { From = null }).Address());
        }

        if (form.To is { } to)
        {
            yield return ($"Until {to:d MMMM yyyy}", (form with { To = null }).Address());
        }
    }
}
