using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.StandingPages;

/// <summary>A page that stands for long: about us, a policy, terms. Written in Markdown, at <c>/about/{slug}</c>.</summary>
public sealed class StandingPage
{
    public const int TitleLimit = 100;
    public const int BodyLimit = 100_000;

    /// <summary>The page at <c>/about</c> itself.</summary>
    public const string AboutSlug = "about";

    public static string AddressOf(string slug) => slug == AboutSlug ? "/about" : $"/about/{slug}";

    public long Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; set; }

    /// <summary>Markdown.</summary>
    public required string Body { get; set; }

    /// <summary>Order in the menu of such pages.</summary>
    public int Position { get; set; }

    /// <summary>The day on which somebody last read it through and found it true.</summary>
    public required DateOnly ReviewedOn { get; set; }

    /// <summary>Of a page that an import brought: by it the same import, run again, knows it. Null of others.</summary>
    public Guid? ImportKey { get; init; }

    /// <summary>The database's own row version; guards every save.</summary>
    public uint RowVersion { get; init; }
}

internal sealed class StandingPageMap : IEntityTypeConfiguration<StandingPage>
{
    public void Configure(EntityTypeBuilder<StandingPage> builder)
    {
        builder.ToTable("standing_page");
        builder.Property(p => p.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(p => p.Title).HasMaxLength(StandingPage.TitleLimit);
        builder.Property(p => p.Body).HasMaxLength(StandingPage.BodyLimit);
        builder.Property(p => p.RowVersion).IsRowVersion();
        builder.HasIndex(p => p.Slug).IsUnique();
        builder.HasIndex(p => p.ImportKey).IsUnique();
    }
}
