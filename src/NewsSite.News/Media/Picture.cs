using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;
using NpgsqlTypes;

namespace NewsSite.News.Media;

/// <summary>The record of a picture; its bytes lie in the <see cref="MediaFolder"/> under <see cref="FileName"/>.</summary>
public sealed class Picture
{
    public const int AltLimit = 300;
    public const int CaptionLimit = 500;
    public const int CreditLimit = 200;
    public const int UsageTermsLimit = 300;
    public const int OriginalNameLimit = 200;

    /// <summary>The column that a search of the library looks into.</summary>
    public const string SearchColumn = "Search";

    public long Id { get; init; }

    /// <summary>The SHA-256 of the bytes in hexadecimal, and the ending that its type asks for.</summary>
    public required string FileName { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>What it shows, for those who cannot see it; empty until somebody has said it, and then it cannot go out.</summary>
    public required string Alt { get; set; }
    public string? Caption { get; set; }
    public string? Credit { get; set; }

    /// <summary>Who may use it for what, for the newsroom alone.</summary>
    public string? UsageTerms { get; set; }

    /// <summary>Per cent from the left: what must stay in view when the picture is cropped.</summary>
    public int FocalX { get; set; } = 50;

    /// <summary>Per cent from the top.</summary>
    public int FocalY { get; set; } = 50;
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As the sender's own disk called it; never a path of ours.</summary>
    public string? OriginalName { get; init; }
    public long? AddedById { get; init; }

    /// <summary>Chosen by whoever sent it, so that a repeated upload makes one picture and not two.</summary>
    public Guid? UploadKey { get; init; }

    /// <summary>The database's own row version; guards every save.</summary>
    public uint RowVersion { get; init; }

    /// <summary>Editors see to all pictures, reporters to their own until readers see them.</summary>
    public bool MayBeChangedBy(Actor actor, bool isPublic) =>
        actor.IsEditor || (!isPublic && actor.Id is { } id && id == AddedById);
}

internal sealed class PictureMap : IEntityTypeConfiguration<Picture>
{
    public void Configure(EntityTypeBuilder<Picture> builder)
    {
        builder.ToTable("picture");
        builder.Property(p => p.FileName).HasMaxLength(80);
        builder.Property(p => p.Alt).HasMaxLength(Picture.AltLimit);
        builder.Property(p => p.Caption).HasMaxLength(Picture.CaptionLimit);
        builder.Property(p => p.Credit).HasMaxLength(Picture.CreditLimit);
        builder.Property(p => p.UsageTerms).HasMaxLength(Picture.UsageTermsLimit);
        builder.Property(p => p.OriginalName).HasMaxLength(Picture.OriginalNameLimit);
        builder.Property(p => p.RowVersion).IsRowVersion();
        builder.HasIndex(p => p.FileName);
        builder.HasIndex(p => p.UploadKey).IsUnique();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(p => p.AddedById).OnDelete(DeleteBehavior.Restrict);
        builder
            .Property<NpgsqlTsVector>(Picture.SearchColumn)
            .HasComputedColumnSql(
                """
                to_tsvector('site.news', alt || ' ' || coalesce(caption, '') || ' ' || coalesce(credit, '') || ' '
                    || coalesce(usage_terms, '') || ' ' || translate(coalesce(original_name, ''), '._-', '   '))
                """,
                stored: true
            );
        builder.HasIndex(Picture.SearchColumn).HasMethod("gin");

        // The pictures that nobody has described yet are few, and are looked for.
        builder.HasIndex(p => p.Id, "ix_picture_missing_alt").HasFilter("alt = ''");
    }
}
