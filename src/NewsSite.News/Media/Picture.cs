using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Media;

/// <summary>The record of a picture; its bytes lie in the <see cref="MediaFolder"/> under <see cref="FileName"/>.</summary>
public sealed class Picture
{
    public const int AltLimit = 300;
    public const int CaptionLimit = 500;
    public const int CreditLimit = 200;

    public long Id { get; init; }

    /// <summary>The SHA-256 of the bytes in hexadecimal, and the ending that its type asks for.</summary>
    public required string FileName { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }
    public required string Alt { get; set; }
    public string? Caption { get; set; }
    public string? Credit { get; set; }

    /// <summary>Per cent from the left: what must stay in view when the picture is cropped.</summary>
    public int FocalX { get; set; } = 50;

    /// <summary>Per cent from the top.</summary>
    public int FocalY { get; set; } = 50;
    public required DateTimeOffset CreatedAt { get; init; }
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
        builder.HasIndex(p => p.FileName);
    }
}
