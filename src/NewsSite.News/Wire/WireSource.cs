using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Categories;

namespace NewsSite.News.Wire;

/// <summary>A feed of somebody else's that is looked at again and again: RSS, Atom, JSON Feed or IPTC ninjs.</summary>
public sealed class WireSource
{
    public const int NameLimit = 80;
    public const int AddressLimit = 2000;
    public const int FailureLimit = 500;
    public const int MarkLimit = 300;

    /// <summary>Nobody is asked more often than that, in minutes.</summary>
    public const int LeastMinutes = 5;
    public const int MostMinutes = 24 * 60;

    public long Id { get; init; }
    public required string Name { get; set; }

    /// <summary>Whole, with http or https.</summary>
    public required string Address { get; set; }

    /// <summary>What stories say that are made of its entries.</summary>
    public required string Credit { get; set; }

    /// <summary>The section that its stories are filed under; null for none.</summary>
    public long? CategoryId { get; set; }

    /// <summary>See <see cref="ArticleContent.IsSyndicated"/>.</summary>
    public bool IsSyndicated { get; set; }
    public required int EveryMinutes { get; set; }
    public bool IsOn { get; set; } = true;

    /// <summary>When it is due. Whoever takes it moves this on first, so that no other server does the same.</summary>
    public required DateTimeOffset NextAt { get; set; }

    /// <summary>What it said of its last answer, to be asked whether that still holds.</summary>
    public string? ETag { get; set; }

    /// <inheritdoc cref="ETag"/>
    public string? LastModified { get; set; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>When it last answered well, with news or with none.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>How many entries its last whole answer had.</summary>
    public int Entries { get; set; }

    /// <summary>How many of those were new, or changed.</summary>
    public int News { get; set; }

    /// <summary>What was wrong last time, in words; null where nothing was.</summary>
    public string? Failure { get; set; }

    /// <summary>How often in a row it failed.</summary>
    public int Failures { get; set; }
}

internal sealed class WireSourceMap : IEntityTypeConfiguration<WireSource>
{
    public void Configure(EntityTypeBuilder<WireSource> builder)
    {
        builder.ToTable("wire_source");
        builder.Property(s => s.Name).HasMaxLength(WireSource.NameLimit);
        builder.Property(s => s.Address).HasMaxLength(WireSource.AddressLimit);
        builder.Property(s => s.Credit).HasMaxLength(ArticleContent.SourceLimit);
        builder.Property(s => s.ETag).HasMaxLength(WireSource.MarkLimit);
        builder.Property(s => s.LastModified).HasMaxLength(WireSource.MarkLimit);
        builder.Property(s => s.Failure).HasMaxLength(WireSource.FailureLimit);
        builder.HasIndex(s => s.Address).IsUnique();
        builder.HasIndex(s => s.NextAt).HasFilter("is_on");
        builder.HasOne<Category>().WithMany().HasForeignKey(s => s.CategoryId).OnDelete(DeleteBehavior.Restrict);
    }
}
