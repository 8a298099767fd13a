using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Notes;

/// <summary>What one of the newsroom says to the others about a story. Readers never see it, and it is never deleted.</summary>
public sealed class Note
{
    public const int TextLimit = 2000;
    public const int PassageLimit = 300;

    public long Id { get; init; }
    public required long ArticleId { get; init; }

    /// <summary>Chosen by the form, so that a repeated post makes one note.</summary>
    public required Guid Key { get; init; }
    public required string Text { get; init; }

    /// <summary>The words of the story that it is about, as they stood then; null where it is about the whole.</summary>
    public string? Passage { get; init; }
    public required long? ById { get; init; }
    public required string ByName { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null while it is open.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
    public string? ResolvedByName { get; set; }
}

internal sealed class NoteMap : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.ToTable("note");
        builder.Property(n => n.Text).HasMaxLength(Note.TextLimit);
        builder.Property(n => n.Passage).HasMaxLength(Note.PassageLimit);
        builder.Property(n => n.ByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(n => n.ResolvedByName).HasMaxLength(StaffMember.NameLimit);
        builder.HasIndex(n => n.Key).IsUnique();
        builder.HasIndex(n => new { n.ArticleId, n.Id });
        builder.HasIndex(n => n.ArticleId).HasFilter("resolved_at is null").HasDatabaseName("ix_note_open");
        builder.HasOne<Article>().WithMany().HasForeignKey(n => n.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(n => n.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
