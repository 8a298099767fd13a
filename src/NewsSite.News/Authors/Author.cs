using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Media;
using NewsSite.News.Staff;

namespace NewsSite.News.Authors;

/// <summary>A public byline: a person, a desk or an agency. It outlives the staff account that it may belong to.</summary>
public sealed class Author
{
    public const int NameLimit = 100;

    public long Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }

    /// <summary>For example "Political editor".</summary>
    public string? Role { get; set; }
    public string? Biography { get; set; }
    public long? PortraitId { get; set; }
    public Picture? Portrait { get; init; }
    public long? StaffMemberId { get; init; }
}

internal sealed class AuthorMap : IEntityTypeConfiguration<Author>
{
    public void Configure(EntityTypeBuilder<Author> builder)
    {
        builder.ToTable("author");
        builder.Property(a => a.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(a => a.Name).HasMaxLength(Author.NameLimit);
        builder.Property(a => a.Role).HasMaxLength(100);
        builder.Property(a => a.Biography).HasMaxLength(2000);
        builder.HasIndex(a => a.Slug).IsUnique();
        builder.HasOne(a => a.Portrait).WithMany().HasForeignKey(a => a.PortraitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
