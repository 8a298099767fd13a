using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Published.Tables;

/// <summary>A correction of a live story.</summary>
public sealed class PublishedCorrection
{
    public required long Id { get; init; }
    public required long ArticleId { get; init; }
    public PublishedArticle? Article { get; init; }

    /// <summary>Correction, Clarification, Retraction, EditorsNote, UpdateNote or TakenBack.</summary>
    public required string Kind { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>When a later note took its place; null where none did.</summary>
    public DateTimeOffset? SupersededAt { get; init; }

    /// <summary>The number of the post of a live blog that it puts right; null where it is about the story.</summary>
    public int? LivePost { get; init; }
}

/// <summary>What readers saw of a live story from a moment on. Only stories that changed since they came out have any.</summary>
public sealed class PublishedEdition
{
    public required long ArticleId { get; init; }

    /// <summary>1, 2, 3 … since the story came out.</summary>
    public required int Number { get; init; }

    /// <summary>Published, SmallFix, Update, or the kind of a note.</summary>
    public required string Kind { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Headline { get; init; }
    public string? Standfirst { get; init; }

    /// <summary>The words alone, a line to a block.</summary>
    public required string BodyText { get; init; }
}

/// <summary>An editor's word on what stands beside a live story.</summary>
public sealed class PublishedRelatedChoice
{
    public required long ArticleId { get; init; }
    public required long OtherId { get; init; }
    public required bool IsBan { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A place on the front page that an editor has filled by hand.</summary>
public sealed class PublishedFrontSlot
{
    public required string Name { get; init; }
    public required long ArticleId { get; init; }
    public DateTimeOffset? Until { get; init; }
}

/// <summary>A story's place among those that are read most.</summary>
public sealed class PublishedMostRead
{
    /// <summary>1 is read most.</summary>
    public required int Position { get; init; }
    public required long ArticleId { get; init; }
}

/// <summary>A page about the paper itself.</summary>
public sealed class PublishedStandingPage
{
    public required long Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string BodyHtml { get; init; }
    public required int Position { get; init; }
    public required DateOnly ReviewedOn { get; init; }
}

/// <summary>A picture inside a live story's text.</summary>
public sealed class PublishedBodyPicture
{
    public required long ArticleId { get; init; }
    public required long PictureId { get; init; }
}

/// <summary>A word of the headlines and standfirsts of live stories: what a misspelt search may have meant.</summary>
public sealed class PublishedWord
{
    /// <summary>In lower case, without accents.</summary>
    public required string Word { get; init; }

    /// <summary>In how many live stories.</summary>
    public required int Count { get; init; }
}

/// <summary>How many live stories were first published in a month. A trigger of the stories' own table keeps it.</summary>
public sealed class PublishedMonth
{
    /// <summary>Its first day, in UTC.</summary>
    public required DateOnly Begins { get; init; }

    /// <summary>0 where all of them are gone.</summary>
    public required int Stories { get; init; }
}

internal sealed class PublishedCorrectionMap : IEntityTypeConfiguration<PublishedCorrection>
{
    public void Configure(EntityTypeBuilder<PublishedCorrection> builder)
    {
        builder.ToTable("correction", SiteTables.Schema);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.ArticleId);
        builder.HasIndex(c => new { c.At, c.Id }).IsDescending();
        builder.HasOne(c => c.Article).WithMany(a => a.Corrections).HasForeignKey(c => c.ArticleId);
    }
}

internal sealed class PublishedEditionMap : IEntityTypeConfiguration<PublishedEdition>
{
    // No key to the story: its row is made anew at each publication, and these stay until it is withdrawn.
    public void Configure(EntityTypeBuilder<PublishedEdition> builder)
    {
        builder.ToTable("article_edition", SiteTables.Schema);
        builder.HasKey(e => new { e.ArticleId, e.Number });
    }
}

internal sealed class PublishedRelatedChoiceMap : IEntityTypeConfiguration<PublishedRelatedChoice>
{
    public void Configure(EntityTypeBuilder<PublishedRelatedChoice> builder)
    {
        builder.ToTable("related_choice", SiteTables.Schema);
        builder.HasKey(c => new { c.ArticleId, c.OtherId });
        builder.HasOne<PublishedArticle>().WithMany().HasForeignKey(c => c.ArticleId);
    }
}

internal sealed class PublishedFrontSlotMap : IEntityTypeConfiguration<PublishedFrontSlot>
{
    public void Configure(EntityTypeBuilder<PublishedFrontSlot> builder)
    {
        builder.ToTable("front_slot", SiteTables.Schema);
        builder.HasKey(s => s.Name);
    }
}

internal sealed class PublishedMostReadMap : IEntityTypeConfiguration<PublishedMostRead>
{
    public void Configure(EntityTypeBuilder<PublishedMostRead> builder)
    {
        builder.ToTable("most_read", SiteTables.Schema);
        builder.HasKey(m => m.Position);
        builder.Property(m => m.Position).ValueGeneratedNever();
    }
}

internal sealed class PublishedStandingPageMap : IEntityTypeConfiguration<PublishedStandingPage>
{
    public void Configure(EntityTypeBuilder<PublishedStandingPage> builder)
    {
        builder.ToTable("standing_page", SiteTables.Schema);
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.HasIndex(p => p.Slug).IsUnique();
    }
}

internal sealed class PublishedBodyPictureMap : IEntityTypeConfiguration<PublishedBodyPicture>
{
    public void Configure(EntityTypeBuilder<PublishedBodyPicture> builder)
    {
        builder.ToTable("article_picture", SiteTables.Schema);
        builder.HasKey(p => new { p.ArticleId, p.PictureId });
        builder.HasOne<PublishedArticle>().WithMany().HasForeignKey(p => p.ArticleId);
        builder.HasOne<PublishedPicture>().WithMany().HasForeignKey(p => p.PictureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PublishedWordMap : IEntityTypeConfiguration<PublishedWord>
{
    public void Configure(EntityTypeBuilder<PublishedWord> builder)
    {
        builder.ToTable("word", SiteTables.Schema);
        builder.HasKey(w => w.Word);
        builder.HasIndex(w => w.Word).HasMethod("gin").HasOperators("gin_trgm_ops");
    }
}

internal sealed class PublishedMonthMap : IEntityTypeConfiguration<PublishedMonth>
{
    public void Configure(EntityTypeBuilder<PublishedMonth> builder)
    {
        builder.ToTable("month", SiteTables.Schema);
        builder.HasKey(m => m.Begins);
    }
}
