using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Publications;

/// <summary>What an act did to a story in the eyes of readers. The notes are called as in the room of corrections.</summary>
public enum PublicationKind
{
    Published,

    /// <summary>Other words, and no time on the page moved.</summary>
    SmallFix,
    Update,
    Correction,
    Clarification,
    Retraction,
    EditorsNote,
    UpdateNote,
    Withdrawn,
}

/// <summary>
/// One act that changed what readers see of a story: the receipt for the editor, the source of readers' history, and what
/// a repeated press of the button is known by. The database refuses to change or delete it.
/// </summary>
public sealed class Publication
{
    public long Id { get; init; }
    public required long ArticleId { get; init; }
    public required PublicationKind Kind { get; init; }

    /// <summary>The version that readers saw from then on; null where they see none.</summary>
    public required int? VersionNumber { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long? ById { get; init; }

    /// <summary>Chosen by the form that asked for the act, so that it is done once however often it is sent.</summary>
    public Guid? Key { get; init; }

    /// <summary>The lists that the story stood in before or stands in now, as the addresses of their pages.</summary>
    public string[] Lists { get; init; } = [];
}

internal sealed class PublicationMap : IEntityTypeConfiguration<Publication>
{
    public void Configure(EntityTypeBuilder<Publication> builder)
    {
        builder.ToTable("publication");
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(p => p.Key).IsUnique();
        builder.HasIndex(p => new { p.ArticleId, p.Id });
        builder.HasIndex(p => new { p.ById, p.At });
        builder.HasOne<Article>().WithMany().HasForeignKey(p => p.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
