using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Corrections;

/// <summary>What kind of note stands under a story; each is shown with its name.</summary>
public enum CorrectionKind
{
    Correction,
    Clarification,

    /// <summary>The story as a whole does not stand; shown above its headline.</summary>
    Retraction,
    EditorsNote,

    /// <summary>What has become known since; nothing was wrong.</summary>
    UpdateNote,

    /// <summary>
    /// Takes the place of a note that was never the newsroom's, which readers do not see any more; written by
    /// <see cref="Publishing.TakeBackDesk"/> alone.
    /// </summary>
    TakenBack,
}

/// <summary>
/// What was wrong in a published story and is right now. Public for ever: the database refuses to change or delete one. A
/// later one can take its place; both stay, but for readers not the words of one that was taken back.
/// </summary>
public sealed class Correction
{
    public const int TextLimit = 1000;

    public long Id { get; init; }
    public required long ArticleId { get; init; }
    public required CorrectionKind Kind { get; init; }

    /// <summary>Plain text.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long? CreatedById { get; init; }

    /// <summary>The number of the post of a live blog that it puts right; null where it is about the story.</summary>
    public int? LivePost { get; init; }

    /// <summary>The earlier note of the same story whose place this one takes.</summary>
    public long? SupersedesId { get; init; }
}

internal sealed class CorrectionMap : IEntityTypeConfiguration<Correction>
{
    public void Configure(EntityTypeBuilder<Correction> builder)
    {
        builder.ToTable("correction");
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Text).HasMaxLength(Correction.TextLimit);
        builder.HasIndex(c => new { c.ArticleId, c.At });

        // Not one alone: where the later one was taken back, another can come. That there is one is seen to under the story's lock.
        builder.HasIndex(c => c.SupersedesId);
        builder.HasOne<Correction>().WithMany().HasForeignKey(c => c.SupersedesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Article>().WithMany().HasForeignKey(c => c.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}
