using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class AuthorPage(Sections sections, Rivers rivers) : PageModel
{
    public AuthorView Author { get; private set; } = null!;
    public River River { get; private set; } = null!;

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public IEnumerable<string> Biography =>
        (Author.Biography ?? "").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>When somebody wrote who does not any more, as 2019–2024; null for all others.</summary>
    public string? Years =>
        Author.Former is not { } former ? null
        : former.First.Year == former.Last.Year ? former.First.Year.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{former.First.Year}–{former.Last.Year}");

    /// <returns>Of https://www.example.org/me what tells it from others: example.org/me.</returns>
    public static string Name(string link)
    {
        var uri = new Uri(link);
        var host = uri.Host.StartsWith("www.", StringComparison.Ordinal) ? uri.Host[4..] : uri.Host;
        return host + Uri.UnescapeDataString(uri.AbsolutePath).TrimEnd('/');
    }

    public async Task<IActionResult> OnGetAsync(string slug, string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        if (await sections.FindAuthorAsync(slug, Rivers.PageSize + 1, place, cancel) is not { } author)
        {
            return await this.MovedOrMissingAsync(sections, "author", slug, cancel);
        }

        (Author, Before) = (author, before);
        River = await rivers.OfAsync(author.Stories, cancel);
        return Page();
    }
}
