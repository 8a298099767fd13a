using NewsSite.News.Articles;

namespace NewsSite.News.Generating;

/// <summary>One story of a generated archive, from its first version to what readers see of it today.</summary>
internal sealed record GeneratedStory
{
    private const int Years = 10;

    public required long Id { get; init; }
    public required Guid Key { get; init; }
    public required ArticleContent Content { get; init; }
    public required string Slug { get; init; }

    /// <summary>What rendering <see cref="Content"/> gives.</summary>
    public required string BodyHtml { get; init; }
    public required string BodyText { get; init; }
    public required int WordCount { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public DateTimeOffset? BreakingUntil { get; init; }
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Came with a second version.</summary>
    public string? Correction { get; init; }
    public DateTimeOffset? UpdatedAt => Correction is null ? null : FirstPublishedAt.AddHours(3);
    public int Version => Correction is null ? 1 : 2;

    /// <param name="n">0 is the oldest.</param>
    /// <param name="of">How many stories the archive has.</param>
    /// <param name="end">Just after the newest.</param>
    public static GeneratedStory Make(long seed, int n, int of, DateTimeOffset end, long firstId, GeneratedNouns nouns)
    {
        var dice = Dice.For(seed, n);
        var step = (end - end.AddYears(-Years)).Ticks / 10 / of;
        var at = end.AddTicks(-10 * ((step * (of - 1 - n)) + 1 + (long)(dice.Share() * (step - 1))));
        var headline = Prose.Headline(dice);
        var paragraphs = Prose.Paragraphs(dice);
        var (primary, further) = nouns.Categories(dice);
        var text = string.Join('\n', paragraphs);
        return new GeneratedStory
        {
            Id = firstId + n,
            Key = dice.Guid(),
            Slug = Addresses.Slug.From(headline),
            BodyText = text,
            BodyHtml = string.Join('\n', paragraphs.Select(p => $"<p>{p}</p>")) + "\n",
            WordCount = text.AsSpan().Count(' ') + paragraphs.Count,
            FirstPublishedAt = at,
            BreakingUntil = n >= of - 2 ? at.AddHours(2) : null,
            WithdrawnAt = dice.Once(200) ? at.AddDays(1) : null,
            Correction = dice.Once(100) ? Prose.Correction(dice) : null,
            Content = new ArticleContent
            {
                Headline = headline,
                Standfirst = Prose.Standfirst(dice),
                Body = string.Join("\n\n", paragraphs),
                PrimaryCategoryId = primary,
                FurtherCategoryIds = further,
                TagIds = nouns.Tags(dice),
                AuthorIds = nouns.Authors(dice),
                Dateline = dice.Once(3) ? Prose.Name(dice) : null,
                Label = dice.Once(12) ? StoryLabel.Analysis : null,
            },
        };
    }
}
