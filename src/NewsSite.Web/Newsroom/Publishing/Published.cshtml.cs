using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publications;
using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>The receipt of the last act: what readers see of a story, since when, and which addresses that changed.</summary>
public sealed class PublishedPage(NewsroomDb db, Writing writing, Withdrawals withdrawals, SiteFrame frame) : PageModel
{
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";

    /// <summary>From the root of the site; null where the story was never public.</summary>
    public string? Address { get; private set; }
    public bool IsLive { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The servers that may still show a withdrawn story from their own copies.</summary>
    public IReadOnlyList<ServerBehind> Behind { get; private set; } = [];

    /// <summary>Empty where nothing is known of the last act.</summary>
    public IReadOnlyList<ReceiptLine> Changed { get; private set; } = [];

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        IsLive = article.LiveNumber is not null;
        Address = article.FirstPublishedAt is null ? null : $"/news/{id}/{article.Slug}";
        At = article.WithdrawnAt ?? article.ChangedAt;
        if (article.WithdrawnAt is not null)
        {
            Behind = await withdrawals.BehindAsync(id, cancel);
        }

        var act = await db
            .Publications.Where(p => p.ArticleId == id)
            .OrderByDescending(p => p.Id)
            .FirstOrDefaultAsync(cancel);
        if (act is null)
        {
            return;
        }

        At = act.At;
        var isCorrected =
            act.Kind is not (PublicationKind.SmallFix or PublicationKind.Update)
            && await db.Corrections.AnyAsync(c => c.ArticleId == id, cancel);
        Changed = [.. Receipt.Of(act, article, isCorrected, frame)];
    }
}
