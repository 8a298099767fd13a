using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

/// <summary>Says that a story is public, since when and where.</summary>
public sealed class PublishedPage(Writing writing) : PageModel
{
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";

    /// <summary>From the root of the site; null where the story is not public.</summary>
    public string? Address { get; private set; }
    public DateTimeOffset At { get; private set; }

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        Address = article.LiveNumber is null ? null : $"/news/{id}/{article.Slug}";
        At = article.ChangedAt;
    }
}
