using Microsoft.EntityFrameworkCore;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Database;

/// <summary>What readers may see, over a database role that can read the schema <c>site</c> and nothing else.</summary>
public sealed class PublishedDb(DbContextOptions<PublishedDb> options, ReadersMemory memory) : DbContext(options)
{
    // Before the first reading: what this context reads is as new as that at least.
    private readonly long begun = memory.Number;

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
    public DbSet<PublishedLiveEntry> LiveEntries => Set<PublishedLiveEntry>();
    public DbSet<PublishedFrontSlot> FrontSlots => Set<PublishedFrontSlot>();
    public DbSet<PublishedMostRead> MostRead => Set<PublishedMostRead>();
    public DbSet<PublishedStandingPage> StandingPages => Set<PublishedStandingPage>();
    public DbSet<PublishedWord> Words => Set<PublishedWord>();
    public DbSet<PublishedMonth> Months => Set<PublishedMonth>();

    /// <summary>Something that this server read for readers before, or that is read now and remembered.</summary>
    /// <inheritdoc cref="ReadersMemory.Keep"/>
    internal async Task<T> KnownAsync<T>(string name, Func<Task<T>> read, TimeSpan? atMost = null)
        where T : class
    {
        if (Known<T>(name) is { } known)
        {
            return known;
        }

        var part = await read();
        Remember(name, part, atMost);
        return part;
    }

    /// <inheritdoc cref="ReadersMemory.Find"/>
    internal T? Known<T>(string name)
        where T : class => memory.Find<T>(name);

    /// <inheritdoc cref="ReadersMemory.Keep"/>
    internal void Remember<T>(string name, T part, TimeSpan? atMost = null)
        where T : class => memory.Keep(name, part, begun, atMost);

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.MapSite();
}
