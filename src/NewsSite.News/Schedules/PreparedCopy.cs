using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NpgsqlTypes;

namespace NewsSite.News.Schedules;

/// <summary>
/// What of a scheduled story takes long and can be done ahead, done ahead: at its time it only has to be copied. Nothing is
/// lost where it is missing or out of date; the story then goes out a few milliseconds later.
/// </summary>
public sealed class PreparedCopy
{
    public required long ArticleId { get; init; }
    public required int Number { get; init; }

    /// <summary>The act that it is for; it goes with it.</summary>
    public required long ActId { get; init; }

    /// <summary>A hash of all that the layout depends on; one that differs makes this copy worthless.</summary>
    public required string MadeFrom { get; init; }

    /// <summary>See <see cref="Rendering.RenderedBody"/>.</summary>
    public required string Html { get; init; }

    /// <inheritdoc cref="Html"/>
    public required string Text { get; init; }

    /// <inheritdoc cref="Html"/>
    public required string[] Pictures { get; init; }

    /// <summary>The story's words for the search, without its facets.</summary>
    public required NpgsqlTsVector Words { get; init; }

    /// <inheritdoc cref="Published.Tables.PublishedArticle.KeyTerms"/>
    public required string[] KeyTerms { get; init; }
}

internal sealed class PreparedCopyMap : IEntityTypeConfiguration<PreparedCopy>
{
    public void Configure(EntityTypeBuilder<PreparedCopy> builder)
    {
        builder.ToTable("prepared_copy");
        builder.HasKey(c => c.ArticleId);
        builder.Property(c => c.ArticleId).ValueGeneratedNever();
        builder.Property(c => c.MadeFrom).HasMaxLength(64);
        builder.HasOne<Article>().WithMany().HasForeignKey(c => c.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ScheduledAct>().WithMany().HasForeignKey(c => c.ActId).OnDelete(DeleteBehavior.Cascade);
    }
}
