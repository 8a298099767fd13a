using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>A story's one identity for life. Its words are in its versions; this says which is newest and which is live.</summary>
public sealed class Article
{
    public long Id { get; init; }

    /// <summary>Chosen by the form that made the story, so that a repeated post makes one story and not two.</summary>
    public required Guid Key { get; init; }
    public ArticleState State { get; set; }

    /// <summary>The number of the newest version.</summary>
    public int HeadNumber { get; set; }

    /// <summary>The number of the version that readers see; null where they see none.</summary>
    public int? LiveNumber { get; set; }

    /// <summary>Made from the headline at first publication; kept from then on.</summary>
    public string? Slug { get; set; }
    public DateTimeOffset? FirstPublishedAt { get; set; }

    /// <summary>The last significant update after first publication.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }
    public DateTimeOffset? BreakingUntil { get; set; }

    /// <summary>Before this it cannot go out, not even by mistake; null without an embargo.</summary>
    public DateTimeOffset? EmbargoUntil { get; set; }
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>What readers are told.</summary>
    public string? WithdrawnReason { get; set; }

    /// <summary>What its address answers while it is withdrawn; null where that was before one could choose.</summary>
    public WithdrawOutcome? WithdrawnOutcome { get; set; }

    /// <summary>Where its address leads then, from the root of the site.</summary>
    public string? WithdrawnTo { get; set; }
    public long? CreatedById { get; init; }

    /// <summary>Whose turn it is; that person may write the story. Null for nobody in particular.</summary>
    public long? AssignedToId { get; set; }

    /// <summary>When an editor handed the draft back to its writer; null once it went on from there.</summary>
    public DateTimeOffset? ReturnedAt { get; set; }

    /// <summary>When the newest version was saved or the state last changed; the desk sorts by it.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The database's own row version; guards every save.</summary>
    public uint RowVersion { get; init; }

    public bool HasUnpublishedChanges => LiveNumber is { } live && live < HeadNumber;

    /// <summary>
    /// Reporters write their own stories and those assigned to them, editors any; where their rights are limited to sections,
    /// see <see cref="StoryRights"/>.
    /// </summary>
    public bool MayBeWrittenBy(Actor actor) => actor.IsEditor || IsOf(actor);

    /// <summary>Begun by this person, or given to them.</summary>
    public bool IsOf(Actor actor) => actor.Id is { } id && (id == CreatedById || id == AssignedToId);
}

internal sealed class ArticleMap : IEntityTypeConfiguration<Article>
{
    public void Configure(EntityTypeBuilder<Article> builder)
    {
        builder.ToTable("article");
        builder.Property(a => a.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(a => a.WithdrawnReason).HasMaxLength(300);
        builder.Property(a => a.WithdrawnOutcome).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.WithdrawnTo).HasMaxLength(500);
        builder.Property(a => a.RowVersion).IsRowVersion();
        builder.HasIndex(a => a.Key).IsUnique();
        builder
            .HasIndex(a => new
            {
                a.State,
                a.ChangedAt,
                a.Id,
            })
            .IsDescending(false, true, true);
        builder.HasIndex(a => new { a.ChangedAt, a.Id }).IsDescending();
        builder.HasIndex(a => a.FirstPublishedAt).HasFilter("live_number is not null");
        builder.HasIndex(a => new { a.CreatedById, a.State });
        builder.HasIndex(a => a.AssignedToId).HasFilter("assigned_to_id is not null");
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.AssignedToId).OnDelete(DeleteBehavior.Restrict);
    }
}
