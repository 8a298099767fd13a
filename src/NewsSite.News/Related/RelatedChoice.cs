using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;

namespace NewsSite.News.Related;

/// <summary>An editor's word on what stands beside a story: this one always, or this one never.</summary>
public sealed class RelatedChoice
{
    /// <summary>The most stories that can be pinned beside one.</summary>
    public const int PinLimit = 4;

    public required long ArticleId { get; init; }
    public required long OtherId { get; init; }

    /// <summary>Never shown beside the story; otherwise always shown, as long as it is live.</summary>
    public required bool IsBan { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class RelatedChoiceMap : IEntityTypeConfiguration<RelatedChoice>
{
    public void Configure(EntityTypeBuilder<RelatedChoice> builder)
    {
        builder.ToTable("related_choice");
        builder.HasKey(c => new { c.ArticleId, c.OtherId });
        builder.HasOne<Article>().WithMany().HasForeignKey(c => c.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Article>().WithMany().HasForeignKey(c => c.OtherId).OnDelete(DeleteBehavior.Restrict);
    }
}
