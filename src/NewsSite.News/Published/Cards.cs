using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>How rows become what pages show.</summary>
internal static class Cards
{
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

        // The names and the pictures on it belong to the frame.
        db.Shown.Add(Shown.Frame);
        var cards = new Dictionary<long, StoryCard>();
        foreach (var id in ids)
        {
            db.Shown.Story(id);
            if (db.Known<StoryCard>(Shown.NameOfStory(id)) is { } known)
            {
                cards[id] = known;
            }
        }

        long[] missing = [.. ids.Where(id => !cards.ContainsKey(id)).Distinct()];
        if (missing.Length > 0)
        {
            foreach (var card in await StoryRows.CardsAsync(db, missing, cancel))
            {
                cards[card.Id] = card;
                db.Remember(Shown.NameOfStory(card.Id), card);
            }
        }

        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }

    public static CategoryLink Link(PublishedCategory c) => new(c.Id, c.Slug, c.Name, c.ColourKey);

    public static AuthorLink Link(PublishedAuthor a, PublishedPicture? portrait) =>
        new(a.Slug, a.Name, a.Role, View(portrait)) { Links = a.Links };

    public static PictureView? View(PublishedPicture? p) =>
        p is null
            ? null
            : new("/media/", p.FileName, p.Width, p.Height, p.Alt, p.Caption, p.Credit, p.FocalX, p.FocalY);
}
