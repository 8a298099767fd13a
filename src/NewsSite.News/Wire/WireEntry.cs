using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Wire;

/// <summary>One entry of a source, as the newsroom sees it: plain words and Markdown, never somebody's HTML.</summary>
public sealed class WireEntry
{
    public const int IdLimit = 300;
    public const int SummaryLimit = 1000;
    public const int BylineLimit = 200;
    public const int LinkLimit = 2000;
    public const int RemarkLimit = 300;

    public long Id { get; init; }
    public required long SourceId { get; init; }

    /// <summary>What the source calls it; a hash of that where it is long.</summary>
    public required string EntryId { get; init; }

    /// <summary>Of an agency that counts them; 0 without.</summary>
    public long Version { get; set; }
    public required string Headline { get; set; }

    /// <summary>What the source itself has above the text; null where it has only one text.</summary>
    public string? Standfirst { get; set; }

    /// <summary>The first words, for the tray.</summary>
    public string? Summary { get; set; }

    /// <summary>Markdown.</summary>
    public required string Body { get; set; }

    /// <summary>Why there is no text, in words; null where nothing is wrong with it.</summary>
    public string? Remark { get; set; }
    public string? Byline { get; set; }

    /// <summary>Where the source has it: a whole address with http or https.</summary>
    public string? Link { get; set; }

    /// <summary>By which the same story is known when another source has it as well; see <see cref="EntryLink"/>.</summary>
    public string? LinkKey { get; set; }

    /// <summary>As BCP 47 writes it; null where the source does not say.</summary>
    public string? Language { get; set; }

    /// <summary>When the source published it, by its own word, but never in the future; else when it was first seen.</summary>
    public required DateTimeOffset At { get; set; }
    public DateTimeOffset? EmbargoUntil { get; set; }

    /// <summary>When it last stood in the feed.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When the source last changed what it says; null where it never did.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>When the source said that nobody is to use it (a kill); null where it did not.</summary>
    public DateTimeOffset? KilledAt { get; set; }

    /// <summary>Of what the source said last, to see whether it changed.</summary>
    public required string Digest { get; set; }
    public DateTimeOffset? HiddenAt { get; set; }
    public string? HiddenByName { get; set; }

    /// <summary>The story that was made of it; null where nobody took it.</summary>
    public long? ArticleId { get; set; }
    public string? TakenByName { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
}

internal sealed class WireEntryMap : IEntityTypeConfiguration<WireEntry>
{
    public void Configure(EntityTypeBuilder<WireEntry> builder)
    {
        builder.ToTable("wire_entry");
        builder.Property(e => e.EntryId).HasMaxLength(WireEntry.IdLimit);
        builder.Property(e => e.Headline).HasMaxLength(ArticleContent.HeadlineLimit);
        builder.Property(e => e.Standfirst).HasMaxLength(ArticleContent.StandfirstLimit);
        builder.Property(e => e.Summary).HasMaxLength(WireEntry.SummaryLimit);
        builder.Property(e => e.Body).HasMaxLength(ArticleContent.BodyLimit);
        builder.Property(e => e.Remark).HasMaxLength(WireEntry.RemarkLimit);
        builder.Property(e => e.Byline).HasMaxLength(WireEntry.BylineLimit);
        builder.Property(e => e.Link).HasMaxLength(WireEntry.LinkLimit);
        builder.Property(e => e.LinkKey).HasMaxLength(EntryLink.KeyLimit);
        builder.Property(e => e.Language).HasMaxLength(ArticleContent.LanguageLimit);
        builder.Property(e => e.Digest).HasMaxLength(64);
        builder.Property(e => e.HiddenByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(e => e.TakenByName).HasMaxLength(StaffMember.NameLimit);
        builder.HasIndex(e => new { e.SourceId, e.EntryId }).IsUnique();
        builder.HasIndex(e => e.LinkKey).HasFilter("link_key is not null");
        builder.HasIndex(e => e.ArticleId).HasFilter("article_id is not null");

        // The tray, each of its kinds, and that of one source.
        builder
            .HasIndex(e => new { e.At, e.Id }, "ix_wire_entry_new")
            .IsDescending()
            .HasDatabaseName("ix_wire_entry_new")
            .HasFilter("hidden_at is null and article_id is null");
        builder
            .HasIndex(e => new { e.At, e.Id }, "ix_wire_entry_hidden")
            .IsDescending()
            .HasDatabaseName("ix_wire_entry_hidden")
            .HasFilter("hidden_at is not null");
        builder
            .HasIndex(e => new { e.At, e.Id }, "ix_wire_entry_taken")
            .IsDescending()
            .HasDatabaseName("ix_wire_entry_taken")
            .HasFilter("article_id is not null");
        builder
            .HasIndex(e => new { e.At, e.Id }, "ix_wire_entry_all")
            .IsDescending()
            .HasDatabaseName("ix_wire_entry_all");
        builder
            .HasIndex(e => new
            {
                e.SourceId,
                e.At,
                e.Id,
            })
            .IsDescending(false, true, true);
        builder.HasOne<WireSource>().WithMany().HasForeignKey(e => e.SourceId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Article>().WithMany().HasForeignKey(e => e.ArticleId).OnDelete(DeleteBehavior.Restrict);
    }
}
