using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>How rows become what pages show.</summary>
internal static class Cards
{
    private static readonly Expression<Func<PublishedArticle, Row>> Columns = a => new Row(
        a.Id,
        a.VersionNumber,
        a.Slug,
        a.Headline,
        a.Standfirst,
        a.PrimaryCategory!,
        a.Picture,
        a.Bylines.OrderBy(b => b.Position).Select(b => new Person(b.Author!, b.Author!.Portrait)).ToList(),
        a.FirstPublishedAt,
        a.BreakingUntil,
        a.Label,
        a.Language
    );

    /// <returns>The stories' cards, in the order of <paramref name="ids"/>; one that is gone meanwhile is left out.</returns>
    public static async Task<IReadOnlyList<StoryCard>> CardsAsync(
        this PublishedDb db,
        IReadOnlyList<long> ids,
        CancellationToken cancel
    )
    {
        if (ids.Count == 0)
        {
            return [];
        }

        foreach (var id in ids)
        {
            db.Shown.Story(id);
        }

        var cards = (await db.Articles.Where(a => ids.Contains(a.Id)).CardsAsync(cancel)).ToDictionary(c => c.Id);
        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    /// <summary>The cards of these stories, in their order.</summary>
    public static async Task<IReadOnlyList<StoryCard>> CardsAsync(
        this IQueryable<PublishedArticle> stories,
        CancellationToken cancel
    ) => [.. (await stories.Select(Columns).ToListAsync(cancel)).Select(Card)];

    public static CategoryLink Link(PublishedCategory c) => new(c.Id, c.Slug, c.Name, c.ColourKey);

    public static AuthorLink Link(PublishedAuthor a, PublishedPicture? portrait) =>
        new(a.Slug, a.Name, a.Role, View(portrait));

    public static PictureView? View(PublishedPicture? p) =>
        p is null
            ? null
            : new("/media/", p.FileName, p.Width, p.Height, p.Alt, p.Caption, p.Credit, p.FocalX, p.FocalY);

    private static StoryCard Card(Row row) =>
        new()
        {
            Id = row.Id,
            VersionNumber = row.VersionNumber,
            Slug = row.Slug,
            Headline = row.Headline,
            Standfirst = row.Standfirst,
            Category = Link(row.Category),
            Picture = View(row.Picture),
            Authors = [.. row.Authors.Select(p => Link(p.Author, p.Portrait))],
            FirstPublishedAt = row.FirstPublishedAt,
            BreakingUntil = row.BreakingUntil,
            Label = row.Label,
            Language = row.Language,
        };

    private sealed record Person(PublishedAuthor Author, PublishedPicture? Portrait);

    private sealed record Row(
        long Id,
        int VersionNumber,
        string Slug,
        string Headline,
        string? Standfirst,
        PublishedCategory Category,
        PublishedPicture? Picture,
        List<Person> Authors,
        DateTimeOffset FirstPublishedAt,
        DateTimeOffset? BreakingUntil,
        string? Label,
        string? Language
    );
}
