using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;

namespace NewsSite.News.LiveBlogs;

public enum LiveBlogState
{
    Upcoming,
    Live,
    Paused,
    Closed,
}

/// <summary>What makes a story a live blog: it is told in timed entries, under the address that it has anyway.</summary>
public sealed class LiveBlog
{
    /// <summary>The most characters of <see cref="Words"/>.</summary>
    public const int WordsLimit = 200;

    /// <summary>The most characters of <see cref="Summary"/>.</summary>
    public const int SummaryLimit = 5000;

    public required long ArticleId { get; init; }
    public required LiveBlogState State { get; set; }

    /// <summary>What readers are told while it is not live, for example "Back at 06:30"; null for the usual words.</summary>
    public string? Words { get; set; }

    /// <summary>Readers see the oldest entry first.</summary>
    public bool OldestFirst { get; set; }

    /// <summary>Markdown; null for none.</summary>
    public string? Summary { get; set; }

    /// <summary>When the coverage begins, or began.</summary>
    public required DateTimeOffset StartsAt { get; set; }

    /// <summary>Null while it is not closed.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When an entry was posted last; null before the first.</summary>
    public DateTimeOffset? PostedAt { get; set; }

    /// <summary>The number of the newest entry that was posted; numbers are never given twice.</summary>
    public int LastNumber { get; set; }
}

internal sealed class LiveBlogMap : IEntityTypeConfiguration<LiveBlog>
{
    public void Configure(EntityTypeBuilder<LiveBlog> builder)
    {
        builder.ToTable("live_blog");
        builder.HasKey(b => b.ArticleId);
        builder.Property(b => b.ArticleId).ValueGeneratedNever();
        builder.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(b => b.Words).HasMaxLength(LiveBlog.WordsLimit);
        builder.Property(b => b.Summary).HasMaxLength(LiveBlog.SummaryLimit);
        builder.HasOne<Article>().WithOne().HasForeignKey<LiveBlog>(b => b.ArticleId).OnDelete(DeleteBehavior.Restrict);
    }
}
