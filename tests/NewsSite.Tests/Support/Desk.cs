using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.Tests.Support;

/// <summary>Prepares stories for a test, through the same acts that the newsroom uses.</summary>
public static class Desk
{
    /// <returns>The category with this name, made when it is missing.</returns>
    public static async Task<long> CategoryAsync(this SiteFixture site, string name, long? parent = null)
    {
        var found = await site.WithAsync<NewsroomDb, Category?>(db =>
            db.Categories.SingleOrDefaultAsync(c => c.Name == name && c.ReplacedById == null)
        );
        return found?.Id
            ?? await site.WithAsync<CategoryDesk, long>(desk =>
                desk.CreateAsync(
                    new CategoryForm(name, NewsSite.News.Addresses.Slug.From(name), null, "news", parent),
                    site.Admin,
                    default
                )
            );
    }

    public static Task<long> AuthorOfAsync(this SiteFixture site, Actor actor) =>
        site.WithAsync<NewsroomDb, long>(db =>
            db.Authors.Where(a => a.StaffMemberId == actor.Id).Select(a => a.Id).SingleAsync()
        );

    /// <returns>The file name of a small picture of its own, which the newsroom has and no story shows.</returns>
    public static async Task<string> PictureAsync(this SiteFixture site, string alt) =>
        (
            await site.PictureAsync(Photos.Unique(), new PictureForm(alt, null, "Photograph: Edda Editor", 50, 50))
        ).FileName;

    /// <returns>A draft of a reporter: complete, so that it can be published.</returns>
    public static async Task<ArticleVersion> DraftAsync(
        this SiteFixture site,
        string headline,
        string body = "Some words.",
        string category = "News",
        string[]? tags = null,
        Actor? by = null,
        string? standfirst = null
    )
    {
        var content = new ArticleContent
        {
            Headline = headline,
            Standfirst = standfirst,
            Body = body,
            PrimaryCategoryId = await site.CategoryAsync(category),
            TagIds = await site.WithAsync<TagBook, long[]>(book => book.FindOrAddAsync(tags ?? [], default)),
            AuthorIds = [await site.AuthorOfAsync(by ?? site.Reporter)],
        };
        return await site.WithAsync<Writing, ArticleVersion>(writing =>
            writing.BeginAsync(Guid.NewGuid(), content, by ?? site.Reporter, default)
        );
    }

    /// <returns>The id of a live story.</returns>
    public static async Task<long> PublishedAsync(
        this SiteFixture site,
        string headline,
        string body = "Some words.",
        string category = "News",
        string[]? tags = null,
        Actor? by = null,
        DateTimeOffset? at = null,
        TimeSpan? breaking = null
    )
    {
        var draft = await site.DraftAsync(headline, body, category, tags, by);
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(
                draft.ArticleId,
                new PublishOrder(1, null, breaking) { FirstPublishedAt = at },
                site.Editor,
                default
            )
        );
        return draft.ArticleId;
    }

    public static Task PublishAsync(this SiteFixture site, long id, int version, int? seenLive = null) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(version, seenLive), site.Editor, default)
        );

    public static Task<Picture> PictureAsync(this SiteFixture site, byte[] bytes, PictureForm form) =>
        site.WithAsync<PictureDesk, Picture>(desk => desk.AddAsync(bytes, form, site.Reporter, default));

    /// <returns>A picture, and the address of the live story of category Marks that shows it.</returns>
    public static async Task<(Picture Picture, string Story)> PicturedAsync(this SiteFixture site, string headline)
    {
        var picture = await site.PictureAsync(
            Photos.Unique(),
            new PictureForm($"Alt of {headline}", "Caption", "Credit")
        );
        var draft = await site.DraftAsync(headline, category: "Marks");
        await site.SaveAsync(draft.ArticleId, c => c with { PictureId = picture.Id });
        await site.PublishAsync(draft.ArticleId, 2);
        return (picture, $"/news/{draft.ArticleId}/{NewsSite.News.Addresses.Slug.From(headline)}");
    }

    /// <param name="words">What readers are told at its address, which answers 410.</param>
    public static Task WithdrawAsync(this SiteFixture site, long id, string? words = null) =>
        site.WithdrawAsync(id, new WithdrawOrder(WithdrawOutcome.Gone, "A test asked for it") { Words = words });

    public static Task WithdrawAsync(this SiteFixture site, long id, WithdrawOrder order) =>
        site.WithAsync<WithdrawDesk>(desk => desk.WithdrawAsync(id, order, site.Editor, default));

    /// <returns>The newest version after <paramref name="change"/> was saved.</returns>
    public static async Task<SaveOutcome> SaveAsync(
        this SiteFixture site,
        long id,
        Func<ArticleContent, ArticleContent> change,
        Actor? by = null
    )
    {
        var head = await site.WithAsync<NewsroomDb, ArticleVersion>(db =>
            db.ArticleVersions.Where(v => v.ArticleId == id).OrderByDescending(v => v.Number).FirstAsync()
        );
        return await site.WithAsync<Writing, SaveOutcome>(writing =>
            writing.SaveAsync(id, head.Number, change(head.Content), by ?? site.Editor, default)
        );
    }
}
