using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.LiveBlogs;

public enum LiveEntryState
{
    /// <summary>Filed, and for the newsroom alone.</summary>
    Draft,
    Live,

    /// <summary>Taken away. One that was live leaves its place and the time; one that never was leaves nothing.</summary>
    Removed,
}

/// <summary>A post of a live blog.</summary>
public sealed class LiveEntry
{
    /// <summary>The most characters of <see cref="Title"/>.</summary>
    public const int TitleLimit = 150;

    /// <summary>The most characters of <see cref="Body"/>.</summary>
    public const int BodyLimit = 10_000;

    /// <summary>The most characters of <see cref="AuthorName"/>.</summary>
    public const int NameLimit = 200;

    public long Id { get; init; }
    public required long ArticleId { get; init; }

    /// <summary>Chosen by the form, so that a repeated post makes one entry.</summary>
    public required Guid Key { get; init; }

    /// <summary>1, 2, 3 … in the order of posting, and the entry's place for ever; null before it is posted.</summary>
    public int? Number { get; set; }
    public string? Title { get; set; }

    /// <summary>Markdown.</summary>
    public required string Body { get; set; }
    public required LiveEntryState State { get; set; }

    /// <summary>Key events are listed above all entries.</summary>
    public bool IsKey { get; set; }

    /// <summary>Stands first; one of a blog at most.</summary>
    public bool IsPinned { get; set; }

    /// <summary>The staff member who wrote it.</summary>
    public required long? CreatedById { get; init; }

    /// <summary>As readers know the writer.</summary>
    public required string AuthorName { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? PostedAt { get; set; }

    /// <summary>When its words changed in the eyes of readers; null where they never did.</summary>
    public DateTimeOffset? EditedAt { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Of its words: 1, 2, 3 …</summary>
    public int Version { get; set; } = 1;
}

/// <summary>What an entry said from a moment on. The database refuses to change or delete one.</summary>
public sealed class LiveEntryVersion
{
    public required long EntryId { get; init; }
    public required int Number { get; init; }
    public string? Title { get; init; }
    public required string Body { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long? ById { get; init; }
    public required string ByName { get; init; }
}

internal sealed class LiveEntryMap : IEntityTypeConfiguration<LiveEntry>
{
    public void Configure(EntityTypeBuilder<LiveEntry> builder)
    {
        builder.ToTable("live_entry");
        builder.Property(e => e.Title).HasMaxLength(LiveEntry.TitleLimit);
        builder.Property(e => e.Body).HasMaxLength(LiveEntry.BodyLimit);
        builder.Property(e => e.AuthorName).HasMaxLength(LiveEntry.NameLimit);
        builder.Property(e => e.State).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(e => e.Key).IsUnique();
        builder.HasIndex(e => new { e.ArticleId, e.Number }).IsUnique();
        builder
            .HasIndex(e => new { e.ArticleId, e.Id })
            .HasFilter("state = 'Draft'")
            .HasDatabaseName("ix_live_entry_draft");
        builder.HasOne<LiveBlog>().WithMany().HasForeignKey(e => e.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(e => e.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LiveEntryVersionMap : IEntityTypeConfiguration<LiveEntryVersion>
{
    public void Configure(EntityTypeBuilder<LiveEntryVersion> builder)
    {
        builder.ToTable("live_entry_version");
        builder.HasKey(v => new { v.EntryId, v.Number });
        builder.Property(v => v.Title).HasMaxLength(LiveEntry.TitleLimit);
        builder.Property(v => v.Body).HasMaxLength(LiveEntry.BodyLimit);
        builder.Property(v => v.ByName).HasMaxLength(StaffMember.NameLimit);
        builder.HasOne<LiveEntry>().WithMany().HasForeignKey(v => v.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(v => v.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
