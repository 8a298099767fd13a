using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Previews;

/// <summary>Lets somebody without an account read one version for a while. Only a hash of its secret is kept.</summary>
public sealed class PreviewLink
{
    public const int NoteLimit = 100;

    public long Id { get; init; }
    public required long ArticleId { get; init; }
    public required int VersionNumber { get; init; }

    /// <summary>SHA-256 of the secret in the address.</summary>
    public required byte[] SecretHash { get; init; }

    /// <summary>Whom it was made for, in the words of whoever made it.</summary>
    public string? Note { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required long? CreatedById { get; init; }
    public required string CreatedByName { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class PreviewLinkMap : IEntityTypeConfiguration<PreviewLink>
{
    public void Configure(EntityTypeBuilder<PreviewLink> builder)
    {
        builder.ToTable("preview_link");
        builder.Property(l => l.Note).HasMaxLength(PreviewLink.NoteLimit);
        builder.Property(l => l.CreatedByName).HasMaxLength(StaffMember.NameLimit);
        builder.HasIndex(l => l.SecretHash).IsUnique();
        builder.HasIndex(l => l.ArticleId);
        builder.HasOne<Article>().WithMany().HasForeignKey(l => l.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(l => l.CreatedById).OnDelete(DeleteBehavior.Restrict);
    }
}
