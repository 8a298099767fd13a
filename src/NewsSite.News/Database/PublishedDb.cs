using Microsoft.EntityFrameworkCore;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Database;

/// <summary>What readers may see, over a database role that can read the schema <c>site</c> and nothing else.</summary>
public sealed class PublishedDb(DbContextOptions<PublishedDb> options) : DbContext(options)
{
    /// <summary>What was read for readers so far.</summary>
    public Shown Shown { get; } = new();

    public DbSet<PublishedArticle> Articles => Set<PublishedArticle>();
    public DbSet<WithdrawnArticle> WithdrawnArticles => Set<WithdrawnArticle>();
    public DbSet<PublishedCategory> Categories => Set<PublishedCategory>();
    public DbSet<PublishedTag> Tags => Set<PublishedTag>();
    public DbSet<PublishedAuthor> Authors => Set<PublishedAuthor>();
    public DbSet<PublishedPicture> Pictures => Set<PublishedPicture>();
    public DbSet<PublishedFiling> Filings => Set<PublishedFiling>();
    public DbSet<PublishedTagging> Taggings => Set<PublishedTagging>();
    public DbSet<PublishedByline> Bylines => Set<PublishedByline>();
    public DbSet<PublishedFormerSlug> FormerSlugs => Set<PublishedFormerSlug>();

    public DbSet<PublishedCorrection> Corrections => Set<PublishedCorrection>();
    public DbSet<PublishedEdition> Editions => Set<PublishedEdition>();
    public DbSet<PublishedRelatedChoice> RelatedChoices => Set<PublishedRelatedChoice>();
    public DbSet<PublishedFrontSlot> FrontSlots => Set<PublishedFrontSlot>();
    public DbSet<PublishedMostRead> MostRead => Set<PublishedMostRead>();
    public DbSet<PublishedStandingPage> StandingPages => Set<PublishedStandingPage>();
    public DbSet<PublishedWord> Words => Set<PublishedWord>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.MapSite();
}
