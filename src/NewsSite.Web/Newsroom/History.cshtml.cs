using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

public sealed record HistoryRow(int Number, DateTimeOffset At, string By, string Reason, int Words, bool IsLive);

/// <summary>All versions of a story, and the text of one of them.</summary>
public sealed class HistoryPage(NewsroomDb db, Writing writing) : PageModel
{
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public IReadOnlyList<HistoryRow> Versions { get; private set; } = [];
    public ArticleVersion Selected { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, int? version, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        var number = version ?? article.HeadNumber;
        var selected = await db
            .ArticleVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.ArticleId == id && v.Number == number, cancel);
        if (selected is null)
        {
            return NotFound();
        }

        var versions = await db
            .ArticleVersions.AsNoTracking()
            .Where(v => v.ArticleId == id)
            .OrderByDescending(v => v.Number)
            .Select(v => new
            {
                v.Number,
                v.CreatedAt,
                v.CreatedByName,
                v.Reason,
                v.Content.Body,
            })
            .ToListAsync(cancel);
        Id = id;
        Headline = selected.Content.Headline;
        Selected = selected;
        Versions =
        [
            .. versions.Select(v => new HistoryRow(
                v.Number,
                v.CreatedAt,
                v.CreatedByName,
                v.Reason,
                v.Body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length,
                v.Number == article.LiveNumber
            )),
        ];
        return Page();
    }
}
