using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>A story in a category's list. The time is repeated here, so that one index walk gives a page of the list.</summary>
public sealed class PublishedFiling
{
    public required long ArticleId { get; init; }
    public required long CategoryId { get; init; }
    public PublishedCategory? Category { get; init; }

    /// <summary>0 the primary category, 1, 2 … the further ones; null where only a category below was chosen.</summary>
    public required int? Position { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public PublishedArticle? Article { get; init; }
}

/// <summary>A story in a tag's list.</summary>
public sealed class PublishedTagging
{
    public required long ArticleId { get; init; }
    public required long TagId { get; init; }
    public PublishedTag? Tag { get; init; }
    public required int Position { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public PublishedArticle? Article { get; init; }
}

/// <summary>A story in an author's list.</summary>
public sealed class PublishedByline
{
    public required long ArticleId { get; init; }
    public required long AuthorId { get; init; }
    public PublishedAuthor? Author { get; init; }
    public required int Position { get; init; }
    public required DateTimeOffset FirstPublishedAt { get; init; }
    public PublishedArticle? Article { get; init; }
}

internal sealed class PublishedFilingMap : IEntityTypeConfiguration<PublishedFiling>
{
    public void Configure(EntityTypeBuilder<PublishedFiling> builder)
    {
        builder.ToTable("article_category", SiteTables.Schema);
        builder.HasKey(f => new { f.ArticleId, f.CategoryId });
        builder
            .HasIndex(f => new
            {
                f.CategoryId,
                f.FirstPublishedAt,
                f.ArticleId,
            })
            .IsDescending(false, true, true);
        builder.HasOne(f => f.Article).WithMany(a => a.Filings).HasForeignKey(f => f.ArticleId);
        builder.HasOne(f => f.Category).WithMany().HasForeignKey(f => f.CategoryId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedTaggingMap : IEntityTypeConfiguration<PublishedTagging>
{
    public void Configure(EntityTypeBuilder<PublishedTagging> builder)
    {
        builder.ToTable("article_tag", SiteTables.Schema);
        builder.HasKey(t => new { t.ArticleId, t.TagId });
        builder
            .HasIndex(t => new
            {
                t.TagId,
                t.FirstPublishedAt,
                t.ArticleId,
            })
            .IsDescending(false, true, true);
        builder.HasOne(t => t.Article).WithMany(a => a.Taggings).HasForeignKey(t => t.ArticleId);
        builder.HasOne(t => t.Tag).WithMany().HasForeignKey(t => t.TagId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedBylineMap : IEntityTypeConfiguration<PublishedByline>
{
    public void Configure(EntityTypeBuilder<PublishedByline> builder)
    {
        builder.ToTable("article_byline", SiteTables.Schema);
        builder.HasKey(b => new { b.ArticleId, b.AuthorId });
        builder
            .HasIndex(b => new
            {
                b.AuthorId,
                b.FirstPublishedAt,
                b.ArticleId,
            })
            .IsDescending(false, true, true);
        builder.HasOne(b => b.Article).WithMany(a => a.Bylines).HasForeignKey(b => b.ArticleId);
        builder.HasOne(b => b.Author).WithMany().HasForeignKey(b => b.AuthorId).OnDelete(DeleteBehavior.Restrict);
    }
}
