using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>One saved state of a story. The database refuses to change or delete it.</summary>
public sealed class ArticleVersion
{
    public required long ArticleId { get; init; }

    /// <summary>1, 2, 3 … within the story.</summary>
    public required int Number { get; init; }

    /// <summary>The version that its writer had before them; null for the first.</summary>
    public required int? BasedOn { get; init; }
    public required ArticleContent Content { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required long? CreatedById { get; init; }
    public required string CreatedByName { get; init; }

    /// <summary>Why it was kept: <see cref="Saved"/> and its like.</summary>
    public required string Reason { get; init; }

    /// <summary>The window that saved it; null where none did.</summary>
    public Guid? Window { get; init; }

    /// <summary>A reason: its writer saved it.</summary>
    public const string Saved = "Saved";

    /// <summary>A reason: somebody else took the story over, and this was typed and not saved yet.</summary>
    public const string TakenOver = "Taken over";

    /// <summary>A reason: an older version was wanted back.</summary>
    public const string Restored = "Restored";

    /// <summary>A reason: the first words of a new story, kept before they were saved.</summary>
    public const string Begun = "Begun";

    /// <summary>A reason: it came from another system.</summary>
    public const string Imported = "Imported";
}

internal sealed class ArticleVersionMap : IEntityTypeConfiguration<ArticleVersion>
{
    public void Configure(EntityTypeBuilder<ArticleVersion> builder)
    {
        builder.ToTable("article_version");
        builder.HasKey(v => new { v.ArticleId, v.Number });
        builder.Property(v => v.CreatedByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(v => v.Reason).HasMaxLength(30);
        builder.HasOne<Article>().WithMany().HasForeignKey(v => v.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(v => v.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder.ComplexProperty(
            v => v.Content,
            content =>
            {
                content.Property(c => c.Headline).HasColumnName("headline").HasMaxLength(ArticleContent.HeadlineLimit);
                content
                    .Property(c => c.Standfirst)
                    .HasColumnName("standfirst")
                    .HasMaxLength(ArticleContent.StandfirstLimit);
                content.Property(c => c.Body).HasColumnName("body").HasMaxLength(ArticleContent.BodyLimit);
                content.Property(c => c.PrimaryCategoryId).HasColumnName("primary_category_id");
                content.Property(c => c.FurtherCategoryIds).HasColumnName("further_category_ids");
                content.Property(c => c.TagIds).HasColumnName("tag_ids");
                content.Property(c => c.AuthorIds).HasColumnName("author_ids");
                content.Property(c => c.Dateline).HasColumnName("dateline").HasMaxLength(ArticleContent.DatelineLimit);
                content
                    .Property(c => c.SourceCredit)
                    .HasColumnName("source_credit")
                    .HasMaxLength(ArticleContent.SourceLimit);
                content.Property(c => c.SourceUrl).HasColumnName("source_url").HasMaxLength(2000);
                content.Property(c => c.PictureId).HasColumnName("picture_id");
                content.Property(c => c.Label).HasColumnName("label").HasConversion<string>().HasMaxLength(20);
                content.Property(c => c.Language).HasColumnName("language").HasMaxLength(ArticleContent.LanguageLimit);
                content.Property(c => c.IsSyndicated).HasColumnName("is_syndicated").HasDefaultValue(false);
                content
                    .Property(c => c.SearchTitle)
                    .HasColumnName("search_title")
                    .HasMaxLength(ArticleContent.SearchTitleLimit);
            }
        );
    }
}
