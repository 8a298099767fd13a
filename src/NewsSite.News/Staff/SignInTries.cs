using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Staff;

/// <summary>How often somebody has tried in vain, under a name that tells nothing of who.</summary>
public sealed class SignInTries
{
    /// <summary>A hash of what was tried and from where: people type passwords into the wrong field.</summary>
    public required byte[] Key { get; init; }
    public required int Failed { get; set; }
    public required DateTimeOffset LastAt { get; set; }

    /// <summary>Until then every try fails, whatever it is.</summary>
    public required DateTimeOffset RestsUntil { get; set; }
}

internal sealed class SignInTriesMap : IEntityTypeConfiguration<SignInTries>
{
    public void Configure(EntityTypeBuilder<SignInTries> builder)
    {
        builder.ToTable("sign_in_tries");
        builder.HasKey(t => t.Key);
        builder.HasIndex(t => t.LastAt);
    }
}
