using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>What makes a live story a live blog.</summary>
public sealed class PublishedLiveBlog
{
    // No key to the story, here and below: its row is made anew at each publication, and these stay until it is withdrawn.
    public required long ArticleId { get; init; }

    /// <summary>Upcoming, Live, Paused or Closed.</summary>
    public required string State { get; init; }
    public string? Words { get; init; }
    public bool OldestFirst { get; init; }
    public string? SummaryHtml { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public DateTimeOffset? PostedAt { get; init; }
    public required int LastNumber { get; init; }
}

/// <summary>A post of a live blog, or the place of one that was removed.</summary>
public sealed class PublishedLiveEntry
{
    public required long ArticleId { get; init; }

    /// <summary>1, 2, 3 … without a gap.</summary>
    public required int Number { get; init; }
    public string? Title { get; init; }

    /// <summary>Empty where the entry was removed.</summary>
    public required string BodyHtml { get; init; }
    public required string BodyText { get; init; }
    public required string AuthorName { get; init; }
    public required DateTimeOffset PostedAt { get; init; }
    public DateTimeOffset? EditedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; init; }
    public bool IsKey { get; init; }
    public bool IsPinned { get; init; }
}

/// <summary>A picture in the text of an entry.</summary>
public sealed class PublishedLivePicture
{
    public required long ArticleId { get; init; }

    /// <summary>Of the entry; 0 for the summary.</summary>
    public required int Number { get; init; }
    public required long PictureId { get; init; }
}

internal sealed class PublishedLiveBlogMap : IEntityTypeConfiguration<PublishedLiveBlog>
{
    public void Configure(EntityTypeBuilder<PublishedLiveBlog> builder)
    {
        builder.ToTable("live_blog", SiteTables.Schema);
        builder.HasKey(b => b.ArticleId);
        builder.Property(b => b.ArticleId).ValueGeneratedNever();
        builder.HasIndex(b => b.ArticleId).HasFilter("state = 'Live'").HasDatabaseName("ix_live_blog_live");
    }
}

internal sealed class PublishedLiveEntryMap : IEntityTypeConfiguration<PublishedLiveEntry>
{
    public void Configure(EntityTypeBuilder<PublishedLiveEntry> builder)
    {
        builder.ToTable("live_entry", SiteTables.Schema);
        builder.HasKey(e => new { e.ArticleId, e.Number });
        builder
            .HasIndex(e => new { e.ArticleId, e.Number })
            .HasFilter("is_key or is_pinned")
            .HasDatabaseName("ix_live_entry_marked");
    }
}

internal sealed class PublishedLivePictureMap : IEntityTypeConfiguration<PublishedLivePicture>
{
    public void Configure(EntityTypeBuilder<PublishedLivePicture> builder)
    {
        builder.ToTable("live_entry_picture", SiteTables.Schema);
        builder.HasKey(p => new
        {
            p.ArticleId,
            p.Number,
            p.PictureId,
        });
        builder.HasOne<PublishedPicture>().WithMany().HasForeignKey(p => p.PictureId).OnDelete(DeleteBehavior.Restrict);
    }
}
