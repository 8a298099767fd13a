using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Categories;

/// <summary>A section of the paper, in a tree.</summary>
public sealed class Category
{
    public const int NameLimit = 60;
    public const int DescriptionLimit = 500;

    /// <summary>The deepest level: a section, its sub-section, and one below.</summary>
    public const int DepthLimit = 3;

    /// <summary>The colours of the design; a child without its own shows its parent's.</summary>
    public static IReadOnlyList<string> ColourKeys { get; } =
    ["news", "world", "politics", "business", "opinion", "culture", "sport", "science", "tech", "life", "plain"];

    public long Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    public required string ColourKey { get; set; }
    public long? ParentId { get; set; }

    /// <summary>Order among brothers and sisters.</summary>
    public int Position { get; set; }

    /// <summary>
    /// Stands in no menu and no list of sections, and nor does anything below it; search engines are asked to leave its
    /// page out. Nothing is taken away: the page, its feed and its old addresses answer whoever has them, its stories stay
    /// live, say where they are filed and are found, and reporters go on filing under it. So a section can be filled before
    /// it is announced, or retired without a dead link.
    /// </summary>
    public bool IsHidden { get; set; }

    /// <summary>The IPTC Media Topic that it is about, as eight digits; see <see cref="MediaTopic"/>.</summary>
    public string? MediaTopic { get; set; }

    /// <summary>
    /// The category that took this one's stories when it was merged or deleted. The record stays, because old versions, which
    /// never change, still name it.
    /// </summary>
    public long? ReplacedById { get; set; }
}

internal sealed class CategoryMap : IEntityTypeConfiguration<Category>
{
    public void Configure(EntityTypeBuilder<Category> builder)
    {
        builder.ToTable("category");
        builder.Property(c => c.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(c => c.Name).HasMaxLength(Category.NameLimit);
        builder.Property(c => c.Description).HasMaxLength(Category.DescriptionLimit);
        builder.Property(c => c.ColourKey).HasMaxLength(20);
        builder.Property(c => c.MediaTopic).HasMaxLength(Categories.MediaTopic.Length);
        builder.HasIndex(c => c.Slug).IsUnique().HasFilter("replaced_by_id is null");
        builder.HasOne<Category>().WithMany().HasForeignKey(c => c.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Category>().WithMany().HasForeignKey(c => c.ReplacedById).OnDelete(DeleteBehavior.Restrict);
    }
}
