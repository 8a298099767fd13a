using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NpgsqlTypes;

namespace NewsSite.News.Articles;

/// <summary>By what the newsroom finds a story: a copy of its newest version, which the database keeps by itself.</summary>
public sealed class StoryHead
{
    public required long ArticleId { get; init; }

    /// <summary>The version that it is a copy of.</summary>
    public required int Number { get; init; }
    public long? SectionId { get; init; }
    public long[] TagIds { get; init; } = [];
    public long[] AuthorIds { get; init; } = [];

    /// <summary>The words of the headline, the standfirst and the start of the text.</summary>
    public required NpgsqlTsVector Search { get; init; }
}

internal sealed class StoryHeadMap : IEntityTypeConfiguration<StoryHead>
{
    public void Configure(EntityTypeBuilder<StoryHead> builder)
    {
        builder.ToTable("story_head");
        builder.HasKey(h => h.ArticleId);
        builder.HasIndex(h => h.SectionId);
        builder.HasIndex(h => h.TagIds).HasMethod("gin");
        builder.HasIndex(h => h.AuthorIds).HasMethod("gin");
        builder.HasIndex(h => h.Search).HasMethod("gin");
        builder
            .HasOne<Article>()
            .WithOne()
            .HasForeignKey<StoryHead>(h => h.ArticleId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
