using System.Globalization;

namespace NewsSite.News.Published;

/// <summary>A story whole, as its page shows it: the live copy for readers, or what it would be for a preview.</summary>
public sealed record Story
{
    public required long Id { get; init; }

    /// <summary>Of the version that is shown; a new one is a new social card.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>Another one for whatever readers of the story are to be told of: its version, and how often it was corrected.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{VersionNumber}.{Corrections.Count}");
    public required string Slug { get; init; }
    public required string Headline { get; init; }
    public string? Standfirst { get; init; }

    /// <summary>Rendered and sanitised; safe to write unencoded.</summary>
    public required string BodyHtml { get; init; }

    /// <summary>The words alone, a line to a block.</summary>
    public required string BodyText { get; init; }

    /// <summary>Primary category first, then the further ones in the editor's order.</summary>
    public required IReadOnlyList<CategoryLink> Categories { get; init; }

    /// <summary>From the root of the tree to the primary category, which is last.</summary>
    public required IReadOnlyList<CategoryLink> Breadcrumb { get; init; }
    public required IReadOnlyList<TagLink> Tags { get; init; }
    public required IReadOnlyList<AuthorLink> Authors { get; init; }

    /// <summary>The place the report is from; shown before the first words.</summary>
    public string? Dateline { get; init; }

    /// <summary>Whose material the story includes, for example an agency.</summary>
    public string? SourceCredit { get; init; }
    public string? SourceUrl { get; init; }
    public PictureView? Picture { get; init; }

    /// <summary>Opinion, Analysis, Explainer, Review, Interview or Obituary; null for a report.</summary>
    public string? Label { get; init; }

    /// <summary>As BCP 47 writes it; null for the paper's own.</summary>
    public string? Language { get; init; }

    /// <summary>The whole story is the source's own: search engines are sent to <see cref="SourceUrl"/>.</summary>
    public bool IsSyndicated { get; init; }

    /// <summary>What search engines show instead of the headline and its section; null for those.</summary>
    public string? SearchTitle { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<CorrectionView> Corrections { get; init; } = [];

    /// <summary>How its live blog stands; null where it is none.</summary>
    public LiveBlogView? Live { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }

    /// <summary>The last significant update; null until there is one.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>The update that readers are told of: one in the first minutes is part of the publication.</summary>
    public DateTimeOffset? ShownUpdate => UpdatedAt - FirstPublishedAt >= TimeSpan.FromMinutes(5) ? UpdatedAt : null;
    public DateTimeOffset? BreakingUntil { get; init; }

    /// <summary>How often it changed in the eyes of readers since it came out, its coming out among them.</summary>
    public int EditionCount { get; init; } = 1;
    public required int WordCount { get; init; }

    /// <summary>At 230 words a minute, at least one.</summary>
    public int ReadingMinutes => Math.Max(1, (int)Math.Ceiling(WordCount / 230.0));

    public string Address => $"/news/{Id}/{Slug}";

    /// <summary>The picture that stands for the story where it is shared: a JPEG of 1200 by 630 pixels.</summary>
    public string SocialCard => $"/media/card/{Id}-{VersionNumber}.jpg";

    public bool IsBreakingAt(DateTimeOffset now) => BreakingUntil > now;
}
