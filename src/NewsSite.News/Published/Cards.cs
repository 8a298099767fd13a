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
        var cards = new AskedCards(db, ids);
        return cards.With(cards.Missing.Length > 0 ? await StoryRows.CardsAsync(db, cards.Missing, cancel) : []);
    }

    public static CategoryLink Link(PublishedCategory c) => new(c.Id, c.Slug, c.Name, c.ColourKey);

    public static AuthorLink Link(PublishedAuthor a, PublishedPicture? portrait) =>
        new(a.Slug, a.Name, a.Role, View(portrait)) { Links = a.Links };

    public static PictureView? View(PublishedPicture? p) =>
        p is null
            ? null
            : new("/media/", p.FileName, p.Width, p.Height, p.Alt, p.Caption, p.Credit, p.FocalX, p.FocalY);
}

/// <summary>The cards of some stories: those that the server knows, and those that must be read.</summary>
internal sealed class AskedCards
{
    private readonly PublishedDb db;
    private readonly IReadOnlyList<long> ids;
    private readonly Dictionary<long, StoryCard> cards = [];

    public AskedCards(PublishedDb db, IReadOnlyList<long> ids)
    {
        (this.db, this.ids) = (db, ids);
        if (ids.Count > 0)
        {
            // The names and the pictures on it belong to the frame.
            db.Shown.Add(Shown.Frame);
        }

        foreach (var id in ids)
        {
            db.Shown.Story(id);
            if (db.Known<StoryCard>(Shown.NameOfStory(id)) is { } known)
            {
                cards[id] = known;
            }
        }

        Missing = [.. ids.Where(id => !cards.ContainsKey(id)).Distinct()];
    }

    /// <summary>The stories whose cards must be read.</summary>
    public long[] Missing { get; }

    /// <param name="read">The cards of those of <see cref="Missing"/> that are there.</param>
    /// <returns>In the order of the ids; one that is gone meanwhile is left out.</returns>
    public IReadOnlyList<StoryCard> With(IEnumerable<StoryCard> read)
    {
        foreach (var card in read)
        {
            cards[card.Id] = card;
            db.Remember(Shown.NameOfStory(card.Id), card);
        }

        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }
}
