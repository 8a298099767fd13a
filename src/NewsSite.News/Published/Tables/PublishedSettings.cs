using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>What an admin has settled for the whole paper: one row, or none before the first time.</summary>
public sealed class PublishedSettings
{
    /// <summary>The id of the one row.</summary>
    public const short One = 1;
    public const int NameLimit = 60;
    public const int DescriptionLimit = 300;
    public const int AddressLimit = 500;
    public const int RobotsLimit = 4000;
    public const int LogoLimit = 100;

    public short Id { get; init; } = One;
    public required string Name { get; set; }

    /// <summary>What stands at the head of each page; null for the name.</summary>
    public string? Masthead { get; set; }
    public string? Description { get; set; }

    /// <summary>As BCP 47 writes it.</summary>
    public required string Language { get; set; }

    /// <summary>Besides <see cref="Language"/>: what stories can be in; empty for any.</summary>
    public List<string> Languages { get; set; } = [];

    /// <summary>The file of the logo, as the media folder calls it; null where the name stands in type.</summary>
    public string? Logo { get; set; }

    /// <summary>For dark screens; null for the same.</summary>
    public string? DarkLogo { get; set; }

    /// <summary>As the IANA database names it.</summary>
    public required string TimeZone { get; set; }

    /// <summary>An email address or an https address.</summary>
    public string? Contact { get; set; }

    /// <summary>Open, Citation or Closed.</summary>
    public required string CrawlerPolicy { get; set; }

    /// <summary>Lines of <c>robots.txt</c> besides the policy's.</summary>
    public string? RobotsLines { get; set; }

    /// <summary>How long label and banner last where nobody chooses.</summary>
    public required int BreakingHours { get; set; }

    /// <summary>How many stories a feed has at most.</summary>
    public required int FeedStories { get; set; }

    /// <summary>Whether it is counted how often stories are read.</summary>
    public required bool CountsReadings { get; set; }

    /// <summary>Each an https address, a space and a name.</summary>
    public required List<string> SocialLinks { get; set; }

    /// <summary>Each an https address, a space and the name of a policy.</summary>
    public required List<string> Policies { get; set; }

    /// <summary>Each a target, a space and a label; empty: the first twelve sections of the top level.</summary>
    public required List<string> HeaderMenu { get; set; }

    /// <summary>As <see cref="HeaderMenu"/>; one whose target is <c>-</c> begins a column. Empty: what exists.</summary>
    public required List<string> FooterMenu { get; set; }

    /// <summary>1, 2, 3 …; guards every save.</summary>
    public int Version { get; set; }
}

internal sealed class PublishedSettingsMap : IEntityTypeConfiguration<PublishedSettings>
{
    public void Configure(EntityTypeBuilder<PublishedSettings> builder)
    {
        builder.ToTable("settings", SiteTables.Schema, t => t.HasCheckConstraint("ck_settings_one", "id = 1"));
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(PublishedSettings.NameLimit);
        builder.Property(s => s.Masthead).HasMaxLength(PublishedSettings.NameLimit);
        builder.Property(s => s.Description).HasMaxLength(PublishedSettings.DescriptionLimit);
        builder.Property(s => s.Language).HasMaxLength(35);
        builder.Property(s => s.Logo).HasMaxLength(PublishedSettings.LogoLimit);
        builder.Property(s => s.DarkLogo).HasMaxLength(PublishedSettings.LogoLimit);
        builder.Property(s => s.TimeZone).HasMaxLength(60);
        builder.Property(s => s.Contact).HasMaxLength(PublishedSettings.AddressLimit);
        builder.Property(s => s.CrawlerPolicy).HasMaxLength(20);
        builder.Property(s => s.RobotsLines).HasMaxLength(PublishedSettings.RobotsLimit);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
