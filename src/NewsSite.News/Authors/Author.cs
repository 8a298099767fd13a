using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Media;
using NewsSite.News.Staff;

namespace NewsSite.News.Authors;

/// <summary>A public byline: a person, a desk or an agency. It outlives the staff account that it may belong to.</summary>
public sealed class Author
{
    public const int NameLimit = 100;
    public const int RoleLimit = 100;

    /// <summary>What stands at the head of the author's page; longer ones hide the stories.</summary>
    public const int BiographyLimit = 600;

    /// <summary>So many profiles elsewhere.</summary>
    public const int LinkLimit = 5;
    public const int LinkLength = 200;

    public long Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }

    /// <summary>For example "Political editor".</summary>
    public string? Role { get; set; }

    /// <summary>Plain text; an empty line between paragraphs.</summary>
    public string? Biography { get; set; }

    /// <summary>Profiles elsewhere, as https addresses.</summary>
    public string[] Links { get; set; } = [];
    public long? PortraitId { get; set; }
    public Picture? Portrait { get; init; }

    /// <summary>Whose account it belongs to; null for a guest, a desk or an agency.</summary>
    public long? StaffMemberId { get; set; }
}

internal sealed class AuthorMap : IEntityTypeConfiguration<Author>
{
    public void Configure(EntityTypeBuilder<Author> builder)
    {
        builder.ToTable("author");
        builder.Property(a => a.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(a => a.Name).HasMaxLength(Author.NameLimit);
        builder.Property(a => a.Role).HasMaxLength(Author.RoleLimit);
        builder.Property(a => a.Biography).HasMaxLength(2000);
        builder.HasIndex(a => a.Slug).IsUnique();
        builder.HasIndex(a => new { a.Name, a.Id }).IncludeProperties(a => a.Slug);
        builder.HasIndex(a => a.StaffMemberId).IsUnique();
        builder.HasOne(a => a.Portrait).WithMany().HasForeignKey(a => a.PortraitId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
