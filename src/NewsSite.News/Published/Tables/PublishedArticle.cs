using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace NewsSite.News.Published.Tables;

/// <summary>The live copy of a story.</summary>
public sealed class PublishedArticle
{
    /// <summary>The same as in the newsroom.</summary>
    public required long Id { get; init; }
    public required int VersionNumber { get; init; }
    public required string Slug { get; init; }
    public required string Headline { get; init; }
    public string? Standfirst { get; init; }
    public required string BodyHtml { get; init; }
    public required string BodyText { get; init; }
    public required int WordCount { get; init; }
    public required long PrimaryCategoryId { get; set; }
    public PublishedCategory? PrimaryCategory { get; init; }
    public string? Dateline { get; init; }
    public string? SourceCredit { get; init; }
    public string? SourceUrl { get; init; }
    public long? PictureId { get; init; }
    public PublishedPicture? Picture { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public DateTimeOffset? UpdatedAt { get; init; }
    public DateTimeOffset? BreakingUntil { get; init; }

    /// <summary>How often it changed in the eyes of readers since it came out, its coming out among them.</summary>
    public int EditionCount { get; init; }

    /// <summary>Opinion, Analysis, Explainer, Review, Interview or Obituary; null for a report.</summary>
    public string? Label { get; init; }

    /// <summary>Of the whole story, as BCP 47 writes it; null for the paper's own.</summary>
    public string? Language { get; init; }

    /// <summary>The whole story is the source's own: search engines are sent to <see cref="SourceUrl"/>.</summary>
    public bool IsSyndicated { get; init; }

    /// <summary>What search engines show instead of the headline and its section; null for those.</summary>
    public string? SearchTitle { get; init; }

    /// <summary>A story that was first published on this day (UTC) or later has its day among its facets; an older one has not.</summary>
    public static readonly DateOnly DaysSince = new(2026, 8, 1);

    /// <summary>
    /// What a search can be narrowed to, as words of the same index: <c>~c</c> with a category's id, <c>~t</c> a tag's,
    /// <c>~a</c> an author's, <c>~y</c> the year, <c>~m</c> year and month, <c>~d</c> the whole date (of newer stories). Neither a story's words nor
    /// a typed query can hold the sign that they begin with.
    /// </summary>
    public string[] Facets { get; set; } = [];

    /// <summary>The stems that tell most about the story, the most telling first; computed by the database.</summary>
    public string[] KeyTerms { get; init; } = [];

    /// <summary>The story's words and its facets; kept by the database.</summary>
    public NpgsqlTsVector? Search { get; init; }
    public List<PublishedByline> Bylines { get; init; } = [];
    public List<PublishedFiling> Filings { get; init; } = [];
    public List<PublishedTagging> Taggings { get; init; } = [];
    public List<PublishedCorrection> Corrections { get; init; } = [];
}

internal sealed class PublishedArticleMap : IEntityTypeConfiguration<PublishedArticle>
{
    public void Configure(EntityTypeBuilder<PublishedArticle> builder)
    {
        builder.ToTable("article", SiteTables.Schema);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.EditionCount).HasDefaultValue(1);
        builder.HasIndex(a => new { a.FirstPublishedAt, a.Id }).IsDescending();
        builder.HasIndex(a => a.BreakingUntil).HasFilter("breaking_until is not null");
        builder.HasIndex(a => a.PictureId);
        builder.HasIndex(a => a.PrimaryCategoryId);
        builder
            .HasOne(a => a.PrimaryCategory)
            .WithMany()
            .HasForeignKey(a => a.PrimaryCategoryId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(a => a.Picture).WithMany().HasForeignKey(a => a.PictureId).OnDelete(DeleteBehavior.Restrict);

        // The database fills them itself, by a trigger; whoever adds a row may hand in what it has of them already.
        builder.Property(a => a.Search).ValueGeneratedOnAddOrUpdate();
        builder.HasIndex(a => a.Search).HasMethod("gin");
        builder.Property(a => a.KeyTerms).ValueGeneratedOnAddOrUpdate();
    }
}
