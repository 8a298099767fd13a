using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Corrections;
using NewsSite.News.Fronts;
using NewsSite.News.Importing.Asked;
using NewsSite.News.Jobs;
using NewsSite.News.Media;
using NewsSite.News.Mergers;
using NewsSite.News.Notes;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Previews;
using NewsSite.News.Publications;
using NewsSite.News.Published.Tables;
using NewsSite.News.Readings;
using NewsSite.News.Related;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.News.StandingPages;
using NewsSite.News.Tags;
using NewsSite.News.Wire;

namespace NewsSite.News.Database;

/// <summary>Everything: the newsroom's own tables, and those of <c>site</c>, which publishing writes.</summary>
public sealed class NewsroomDb(DbContextOptions<NewsroomDb> options)
    : IdentityUserContext<StaffMember, long>(options),
        IDataProtectionKeyContext
{
    public const string Schema = "newsroom";

    public DbSet<Article> Articles => Set<Article>();
    public DbSet<ArticleVersion> ArticleVersions => Set<ArticleVersion>();
    public DbSet<StoryHead> StoryHeads => Set<StoryHead>();
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<WorkingCopy> WorkingCopies => Set<WorkingCopy>();
    public DbSet<OpenWindow> OpenWindows => Set<OpenWindow>();
    public DbSet<Category> Categories => Set<Category>();
    public DbSet<Tag> Tags => Set<Tag>();
    public DbSet<TagSynonym> TagSynonyms => Set<TagSynonym>();
    public DbSet<Merger> Mergers => Set<Merger>();
    public DbSet<Author> Authors => Set<Author>();
    public DbSet<Picture> Pictures => Set<Picture>();
    public DbSet<FormerSlug> FormerSlugs => Set<FormerSlug>();
    public DbSet<Redirect> Redirects => Set<Redirect>();
    public DbSet<RedirectImport> RedirectImports => Set<RedirectImport>();
    public DbSet<MissingAddress> MissingAddresses => Set<MissingAddress>();
    public DbSet<Correction> Corrections => Set<Correction>();
    public DbSet<PreviewLink> PreviewLinks => Set<PreviewLink>();
    public DbSet<Publication> Publications => Set<Publication>();
    public DbSet<RelatedChoice> RelatedChoices => Set<RelatedChoice>();
    public DbSet<FrontSlot> FrontSlots => Set<FrontSlot>();
    public DbSet<StandingPage> StandingPages => Set<StandingPage>();
    public DbSet<ReadingCount> ReadingCounts => Set<ReadingCount>();
    public DbSet<ScheduledAct> ScheduledActs => Set<ScheduledAct>();
    public DbSet<PreparedCopy> PreparedCopies => Set<PreparedCopy>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<JobRequest> JobRequests => Set<JobRequest>();
    public DbSet<AskedImport> AskedImports => Set<AskedImport>();
    public DbSet<WireSource> WireSources => Set<WireSource>();
    public DbSet<WireEntry> WireEntries => Set<WireEntry>();
    public DbSet<OutboxEntry> Outbox => Set<OutboxEntry>();
    public DbSet<Webhook> Webhooks => Set<Webhook>();
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertAddress> AlertAddresses => Set<AlertAddress>();
    public DbSet<AlertMail> AlertMails => Set<AlertMail>();
    public DbSet<CodeKey> CodeKeys => Set<CodeKey>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();
    public DbSet<SignInTries> SignInTries => Set<SignInTries>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.ApplyConfiguration(new ArticleMap());
        builder.ApplyConfiguration(new ArticleVersionMap());
        builder.ApplyConfiguration(new StoryHeadMap());
        builder.ApplyConfiguration(new NoteMap());
        builder.ApplyConfiguration(new WorkingCopyMap());
        builder.ApplyConfiguration(new OpenWindowMap());
        builder.ApplyConfiguration(new CategoryMap());
        builder.ApplyConfiguration(new TagMap());
        builder.ApplyConfiguration(new TagSynonymMap());
        builder.ApplyConfiguration(new MergerMap());
        builder.ApplyConfiguration(new AuthorMap());
        builder.ApplyConfiguration(new PictureMap());
        builder.ApplyConfiguration(new FormerSlugMap());
        builder.ApplyConfiguration(new RedirectMap());
        builder.ApplyConfiguration(new RedirectUseMap());
        builder.ApplyConfiguration(new RedirectImportMap());
        builder.ApplyConfiguration(new MissingAddressMap());
        builder.ApplyConfiguration(new CorrectionMap());
        builder.ApplyConfiguration(new PreviewLinkMap());
        builder.ApplyConfiguration(new PublicationMap());
        builder.ApplyConfiguration(new RelatedChoiceMap());
        builder.ApplyConfiguration(new FrontSlotMap());
        builder.ApplyConfiguration(new StandingPageMap());
        builder.ApplyConfiguration(new ReadingCountMap());
        builder.ApplyConfiguration(new ScheduledActMap());
        builder.ApplyConfiguration(new PreparedCopyMap());
        builder.ApplyConfiguration(new AskedImportMap());
        builder.ApplyConfiguration(new WireSourceMap());
        builder.ApplyConfiguration(new WireEntryMap());
        builder.ApplyConfiguration(new OutboxEntryMap());
        builder.ApplyConfiguration(new WebhookMap());
        builder.ApplyConfiguration(new WebhookDeliveryMap());
        builder.ApplyConfiguration(new AlertMap());
        builder.ApplyConfiguration(new AlertAddressMap());
        builder.ApplyConfiguration(new AlertMailMap());
        builder.ApplyConfiguration(new JobMap());
        builder.ApplyConfiguration(new JobRequestMap());
        builder.ApplyConfiguration(new CodeKeyMap());
        builder.ApplyConfiguration(new RecoveryCodeMap());
        builder.ApplyConfiguration(new StaffSessionMap());
        builder.ApplyConfiguration(new SignInTriesMap());
        builder.ApplyConfiguration(new AuditEntryMap());
        builder.ApplyConfiguration(new AuditSealMap());
        builder.MapStaff();
        builder.MapSite();
    }
}
