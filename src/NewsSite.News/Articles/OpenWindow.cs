using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>A browser's window in which a story stands open for writing.</summary>
public sealed class OpenWindow
{
    public required long ArticleId { get; init; }

    /// <summary>Chosen by the window.</summary>
    public required Guid Window { get; init; }
    public required long StaffMemberId { get; init; }

    /// <summary>When the window last said that it is still there.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When it was given the pen; null without it. One window at a time has the pen of a story.</summary>
    public DateTimeOffset? WritingSince { get; set; }

    /// <summary>The window counts what it sends; this is the highest number that was kept as a working copy.</summary>
    public long KeptSequence { get; set; }

    /// <summary>As <see cref="KeptSequence"/>, of what was saved as a version.</summary>
    public long SavedSequence { get; set; }
}

internal sealed class OpenWindowMap : IEntityTypeConfiguration<OpenWindow>
{
    public void Configure(EntityTypeBuilder<OpenWindow> builder)
    {
        builder.ToTable("open_window");
        builder.HasKey(w => new { w.ArticleId, w.Window });
        builder
            .HasIndex(w => w.ArticleId)
            .IsUnique()
            .HasFilter("writing_since is not null")
            .HasDatabaseName("ix_open_window_pen");
        builder.HasOne<Article>().WithMany().HasForeignKey(w => w.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(w => w.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
