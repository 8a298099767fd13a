using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>An address without a page, and where readers are sent from there.</summary>
public sealed class PublishedRedirect
{
    public required long Id { get; init; }
    public required string From { get; init; }

    /// <summary>A path of this site, or a whole address; null where it is gone.</summary>
    public string? To { get; init; }

    /// <summary>301, 302 or 410.</summary>
    public required int Code { get; init; }
}

internal sealed class PublishedRedirectMap : IEntityTypeConfiguration<PublishedRedirect>
{
    public void Configure(EntityTypeBuilder<PublishedRedirect> builder)
    {
        builder.ToTable(
            "redirect",
            SiteTables.Schema,
            // Whatever writes it: no answer has a header that ends early, or leads where it does not seem to.
            table =>
                table.HasCheckConstraint(
                    "ck_redirect_to_address",
                    """to_address ~ '^(/([^/\\]|$)|https?://[^/\\])' and to_address !~ '[^!-~]|\\'"""
                )
        );
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.From).HasColumnName("from_address");
        builder.Property(r => r.To).HasColumnName("to_address");
        builder.HasIndex(r => r.From).IsUnique();
    }
}
