using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>A category that readers see. All ids in this schema are the newsroom's.</summary>
public sealed class PublishedCategory
{
    public required long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    public required string ColourKey { get; init; }
    public long? ParentId { get; init; }

    /// <summary>Order of the whole tree: parents before children.</summary>
    public required int Position { get; init; }

    /// <summary>It stands in no menu or list, by itself or with what it lies below; its address answers.</summary>
    public bool IsHidden { get; init; }

    /// <summary>An IPTC Media Topic, as eight digits.</summary>
    public string? MediaTopic { get; init; }
}

/// <summary>A tag that at least one live story carries.</summary>
public sealed class PublishedTag
{
    public required long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public string? Description { get; init; }
}

/// <summary>An author who signs at least one live story.</summary>
public sealed class PublishedAuthor
{
    public required long Id { get; init; }
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public string? Role { get; init; }
    public string? Biography { get; init; }
    public string[] Links { get; init; } = [];

    /// <summary>Whose account is shut: wrote for the paper once.</summary>
    public bool IsFormer { get; init; }
    public long? PortraitId { get; init; }
    public PublishedPicture? Portrait { get; init; }
}

/// <summary>A picture that a live story or a live author shows; no other can be fetched.</summary>
public sealed class PublishedPicture
{
    public required long Id { get; init; }
    public required string FileName { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public required string Alt { get; init; }
    public string? Caption { get; init; }
    public string? Credit { get; init; }
    public required int FocalX { get; init; }
    public required int FocalY { get; init; }
}

/// <summary>A story that was published and is not any more; its address answers 410.</summary>
public sealed class WithdrawnArticle
{
    public required long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public string? Reason { get; init; }

    /// <summary>Notice, Redirect or Gone: what the address answers.</summary>
    public required string Outcome { get; init; }

    /// <summary>Where a redirect leads, from the root of the site.</summary>
    public string? To { get; init; }
}

/// <summary>An address of former days.</summary>
public sealed class PublishedFormerSlug
{
    public required string Kind { get; init; }
    public required string Slug { get; init; }
    public required long TargetId { get; init; }
}

internal sealed class PublishedCategoryMap : IEntityTypeConfiguration<PublishedCategory>
{
    public void Configure(EntityTypeBuilder<PublishedCategory> builder)
    {
        builder.ToTable("category", SiteTables.Schema);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.Slug).IsUnique();
    }
}

internal sealed class PublishedTagMap : IEntityTypeConfiguration<PublishedTag>
{
    public void Configure(EntityTypeBuilder<PublishedTag> builder)
    {
        builder.ToTable("tag", SiteTables.Schema);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.HasIndex(t => t.Slug).IsUnique();
    }
}

internal sealed class PublishedAuthorMap : IEntityTypeConfiguration<PublishedAuthor>
{
    public void Configure(EntityTypeBuilder<PublishedAuthor> builder)
    {
        builder.ToTable("author", SiteTables.Schema);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.HasIndex(a => a.Slug).IsUnique();
        builder.HasIndex(a => a.PortraitId);
        builder.HasOne(a => a.Portrait).WithMany().HasForeignKey(a => a.PortraitId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedPictureMap : IEntityTypeConfiguration<PublishedPicture>
{
    public void Configure(EntityTypeBuilder<PublishedPicture> builder)
    {
        builder.ToTable("picture", SiteTables.Schema);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.FileName);
    }
}

internal sealed class WithdrawnArticleMap : IEntityTypeConfiguration<WithdrawnArticle>
{
    public void Configure(EntityTypeBuilder<WithdrawnArticle> builder)
    {
        builder.ToTable("withdrawn_article", SiteTables.Schema);
        builder.Property(w => w.Id).ValueGeneratedNever();
        builder.Property(w => w.Outcome).HasDefaultValue("Gone");
    }
}

internal sealed class PublishedFormerSlugMap : IEntityTypeConfiguration<PublishedFormerSlug>
{
    public void Configure(EntityTypeBuilder<PublishedFormerSlug> builder)
    {
        builder.ToTable("former_slug", SiteTables.Schema);
        builder.HasKey(f => new { f.Kind, f.Slug });
    }
}
